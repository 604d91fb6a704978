"""State: what `ctx.state` finds is what the nearest scope around the code gave.

Scopes are nested in a program as they are in its text, and tasks, generators and handlers belong
where they stand in it; so what they must find can be read off the program.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from haiway_conformance.judgement import Run, expect
from haiway_conformance.programs.operations import Block, HelperCall, Open, Scope, Spawn, Start
from haiway_conformance.programs.program import blocks_of
from haiway_conformance.simulation import Did, Event

__all__ = (
    "Lookup",
    "is_found",
    "lookups",
)

type Given = Mapping[str, str]
"""The value that is to be found for each type that was given."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A lookup of state.

    Attributes:
        event: What was seen.
        type: The type that was looked up.
        given: The values of that type which scopes around the lookup gave, the nearest one last.
    """

    event: Event
    type: str
    given: tuple[str, ...]


def _given_by(scope: Scope, entered: set[str]) -> Given:
    # An implementation may know no resources.
    resources = [each for each in scope.resources if each.name in entered]
    given_ = [*(each for resource in resources for each in resource.gives), *scope.state]
    return {each.type: each.value for each in given_}


def _standing(
    block: Block, around: tuple[Given, ...], entered: set[str]
) -> Iterator[tuple[str, tuple[Given, ...]]]:
    """What is given around each task, generator and helper of a program, outermost first."""
    for operation in block:
        match operation:
            case Spawn(task=name) | Start(task=name) | Open(stream=name):
                yield name, around
            case HelperCall(helper=name):
                yield name, around
            case _:
                pass
        inner = around
        if isinstance(operation, Scope):
            inner = (*around, _given_by(operation, entered))
        for _, each in blocks_of(operation):
            yield from _standing(each, inner, entered)


def lookups(run: Run) -> Iterator[Lookup]:
    """All lookups, each with what is to be found."""
    entered = {each.subject for each in run.trace.of(Did.RESOURCE_ENTERED)}
    standing = dict(_standing(run.program.main, (), entered))
    given_by = {
        each.name: _given_by(each, entered) for each in run.program if isinstance(each, Scope)
    }
    scopes: dict[str, list[str]] = {}
    for event in run.trace:
        inside = scopes.setdefault(event.task, [])
        if event.did is Did.ENTERED:
            inside.append(event.subject)
        elif event.did is Did.EXITED and inside[-1:] == [event.subject]:
            inside.pop()
        elif event.did is Did.SAW and event.subject.startswith("state "):
            # Of a handler's call the helper's, of a generator the stream's.
            name = event.task.removeprefix("source of ").partition("[")[0]
            around = (*standing.get(name, ()), *(given_by[each] for each in inside))
            type_ = event.subject.removeprefix("state ")
            yield Lookup(event, type_, tuple(each[type_] for each in around if type_ in each))


def is_found(lookup: Lookup) -> None:
    """Demand that a lookup found what the nearest scope gave."""
    event = lookup.event
    if lookup.given:
        expect(
            event.detail == lookup.given[-1],
            f"{event.task} looked up the state of type {lookup.type} and found: {event.detail}; the"
            f" nearest scope that gives one around that line gave the one {lookup.given[-1]}",
        )
