"""`state/default`: state that no scope was given is the default, or made without arguments.

Types are looked up repeatedly, with different defaults and with none; one that cannot be made
without arguments must raise a clear error.
"""

from collections.abc import Iterator

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, GetState, Scope, Spawn
from haiway_conformance.suite.state.checks import Lookup, lookups
from haiway_conformance.suite.state.programs import state_of


@programs
def lookups_of_absent_state(build: Builder) -> Block:
    """Draw repeated lookups of types that no scope is given, with a default and without."""

    def ask() -> GetState:
        type_, default = build.one_of("D", "A", "F"), build.one_of(None, "first", "second")
        derived = build.one_of(None, "G") if type_ == "A" and default else None
        return GetState(type_, default, derived)

    def asks() -> Block:
        return build.some(1, 4, ask)

    body: Block = asks()
    if build.flag():
        task = build.spawn((*build.pauses(1), *asks()))
        body = (*body, task, Await(task.task), *asks())
    if build.flag():
        body = (*body, Scope("scope2", asks(), state=build.one_of((), state_of("scope2", ("A",)))))
    return (Scope("scope1", (*body, *asks()), state=state_of("scope1", ("B",))),)


@clause("state/default")
@given(program=lookups_of_absent_state())
def test_state_that_was_not_provided_is_the_default_or_made(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether an object made by an earlier lookup wins over `default=`."""
    for run in explore(program):
        asked: dict[str, list[GetState]] = {}
        for task, operation in _asked(program.main, "main"):
            asked.setdefault(task, []).append(operation)
        for lookup in lookups(run):
            operation = asked[lookup.event.task].pop(0)
            if not lookup.given:
                run.premise(True)  # noqa: FBT003 - no scope was given it
                _is_default(lookup, operation)


# Exceptions that mean something else wherever they are raised: no clear error.
UNCLEAR = ("StopIteration", "StopAsyncIteration")


def _asked(block: Block, task: str) -> Iterator[tuple[str, GetState]]:
    """Yield the lookups that a program makes, each with its task, in the order of the text."""
    for operation in block:
        if isinstance(operation, GetState):
            yield task, operation
        inside = operation.task if isinstance(operation, Spawn) else task
        for held in operation.blocks():
            yield from _asked(held.block, inside)


def _is_default(lookup: Lookup, operation: GetState) -> None:
    found, type_ = lookup.event.detail, lookup.type
    story = f"{lookup.event.task} looked up state of type {type_}, which no scope was given,"
    if operation.default is not None:
        derived = f" of type {operation.derived}, derived from it" if operation.derived else ""
        expect(
            found == operation.default,
            f"{story} with the default {operation.default}{derived}; it found: {found}",
        )
    elif type_ == "D":
        expect(
            found == "made by default",
            f"{story} but which can be made without arguments; it found: {found}",
        )
    else:
        name, _, message = found.removeprefix("raised ").partition(": ")
        expect(
            found.startswith("raised ") and message and name not in UNCLEAR,
            f"{story} and which can't be made without arguments; instead of a clear error there"
            f" was: {found}",
        )
