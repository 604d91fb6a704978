"""`state/default`, `state/made-by-default`, `state/cannot-be-made`: state that nobody gave.

Types are looked up repeatedly, with different defaults and with none; one that cannot be made
without arguments must raise a clear error.
"""

from collections.abc import Iterator

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
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
def test_state_that_was_not_provided_is_the_default(explore: Explorer, program: Program) -> None:
    """If this fails, check whether an object made by an earlier lookup wins over `default=`."""
    for run in explore(program):
        for lookup, operation in _absent(run):
            if operation.default is None:
                continue
            run.premise(True)  # noqa: FBT003 - no scope was given it, and there is a default
            derived = f" of type {operation.derived}, derived from it" if operation.derived else ""
            expect(
                lookup.event.detail == operation.default,
                f"{_story(lookup)} with the default {operation.default}{derived}; it found:"
                f" {lookup.event.detail}",
            )


@clause("state/made-by-default")
@given(program=lookups_of_absent_state())
def test_state_without_a_default_is_made(explore: Explorer, program: Program) -> None:
    """If this fails, check that a type is called without arguments where nobody gave it."""
    for run in explore(program):
        for lookup, operation in _absent(run):
            if operation.default is None and lookup.type == "D":
                run.premise(True)  # noqa: FBT003 - it has to be made
                expect(
                    lookup.event.detail == "made by default",
                    f"{_story(lookup)} but which can be made without arguments; it found:"
                    f" {lookup.event.detail}",
                )


# Exceptions that mean something else wherever they are raised: no clear error.
UNCLEAR = ("StopIteration", "StopAsyncIteration")


@clause("state/cannot-be-made")
@given(program=lookups_of_absent_state())
def test_state_that_cannot_be_made_is_an_error(explore: Explorer, program: Program) -> None:
    """If this fails, check what becomes of the error of a type that needs arguments."""
    for run in explore(program):
        for lookup, operation in _absent(run):
            if operation.default is not None or lookup.type == "D":
                continue
            run.premise(True)  # noqa: FBT003 - it cannot be made
            found = lookup.event.detail
            name, _, message = found.removeprefix("raised ").partition(": ")
            expect(
                found.startswith("raised ") and message and name not in UNCLEAR,
                f"{_story(lookup)} and which can't be made without arguments; instead of a clear"
                f" error there was: {found}",
            )


def _absent(run: Run) -> Iterator[tuple[Lookup, GetState]]:
    """Yield the lookups of state that no scope was given, each with its operation."""
    asked: dict[str, list[GetState]] = {}
    for task, operation in _asked(run.program.main, "main"):
        asked.setdefault(task, []).append(operation)
    for lookup in lookups(run):
        operation = asked[lookup.event.task].pop(0)
        if not lookup.given:
            yield lookup, operation


def _asked(block: Block, task: str) -> Iterator[tuple[str, GetState]]:
    """Yield the lookups that a program makes, each with its task, in the order of the text."""
    for operation in block:
        if isinstance(operation, GetState):
            yield task, operation
        inside = operation.task if isinstance(operation, Spawn) else task
        for held in operation.blocks():
            yield from _asked(held.block, inside)


def _story(lookup: Lookup) -> str:
    return f"{lookup.event.task} looked up state of type {lookup.type}, which no scope was given,"
