"""Check that each lookup of state finds the object that the nearest scope was given.

Scopes are nested at run time as they are in the program's text, and tasks, generators and handlers
belong to the scope in which they stand there. So the program tells what each lookup has to find.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from haiway_conformance.judgement import Run, expect
from haiway_conformance.programs.operations import (
    Block,
    HelperCall,
    Inherit,
    Open,
    Scope,
    Spawn,
    Start,
)
from haiway_conformance.simulated_loop import Did, Event

__all__ = (
    "Lookup",
    "is_found",
    "lookups",
)

type Provisions = Mapping[str, str]
"""The state given to a scope: values by their types."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A lookup of state.

    Attributes:
        event: The event in the trace; its detail is what was found.
        type: The type that was looked up.
        given: The values of that type given to the scopes around the lookup, the nearest one last.
    """

    event: Event
    type: str
    given: tuple[str, ...]


def _provisions(scope: Scope, entered: set[str]) -> Provisions:
    # An implementation may have no resources: only those that were entered give state.
    resources = [each for each in scope.resources if each.name in entered]
    provided = [*(each for resource in resources for each in resource.gives), *scope.state]
    return {each.type: each.value for each in provided}


def _provisions_around(
    block: Block, around: tuple[Provisions, ...], entered: set[str]
) -> Iterator[tuple[str, tuple[Provisions, ...]]]:
    """Yield each task, generator and helper with the state given around it, outermost first."""
    for operation in block:
        match operation:
            case Spawn(task=name) | Start(task=name) | Inherit(task=name) | Open(stream=name):
                yield name, around
            case HelperCall(helper=name):
                yield name, around
            case _:
                pass
        inner = around
        if isinstance(operation, Scope):
            inner = (*around, _provisions(operation, entered))
        for held in operation.blocks():
            yield from _provisions_around(held.block, inner, entered)


def lookups(run: Run) -> Iterator[Lookup]:
    """Yield all lookups of state in a run, in order."""
    entered = {each.subject for each in run.trace.of(Did.RESOURCE_ENTERED)}
    around_named = dict(_provisions_around(run.program.main, (), entered))
    provisions = {
        each.name: _provisions(each, entered) for each in run.program if isinstance(each, Scope)
    }
    scopes: dict[str, list[str]] = {}
    for event in run.trace:
        inside = scopes.setdefault(event.task, [])
        if event.did is Did.ENTERED:
            inside.append(event.subject)
        elif event.did is Did.EXITED and inside[-1:] == [event.subject]:
            inside.pop()
        elif event.did is Did.SAW and event.subject.startswith("state "):
            # A handler's call stands where its helper is called, a generator where its stream is.
            name = event.task.removeprefix("source of ").partition("[")[0]
            around = (*around_named.get(name, ()), *(provisions[each] for each in inside))
            type_ = event.subject.removeprefix("state ")
            yield Lookup(event, type_, tuple(each[type_] for each in around if type_ in each))


def is_found(lookup: Lookup) -> None:
    """Demand that a lookup found what the nearest scope was given, if any scope was."""
    event = lookup.event
    if lookup.given:
        expect(
            event.detail == lookup.given[-1],
            f"{event.task} looked up the state of type {lookup.type} and found: {event.detail}; the"
            f" nearest scope that gives one to this code gives the one {lookup.given[-1]}",
        )
