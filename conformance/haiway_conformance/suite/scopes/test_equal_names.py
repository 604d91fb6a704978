"""`scopes/equal-names`: scopes that are given the same name are different scopes.

Tried with scopes of one name inside each other, after each other, and in concurrent tasks.
"""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    GetState,
    Operation,
    Provided,
    Scope,
    Start,
    Wait,
)
from haiway_conformance.programs.operations.operation import with_block
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.in_contrast import check_in_contrast
from haiway_conformance.suite.scopes.checks import expect_tasks_ended_inside


def _named_alike(build: Builder, inside: Block) -> Scope:
    """Draw a scope with state and a task of its own that runs until its exit."""
    name = build.name("scope")
    state = (Provided("A", f"A of {name}"),)
    task = build.spawn((*build.pauses(1), build.until_exit(name), *build.pauses(1)))
    look = GetState("A")
    body: Block = (look, task, *build.pauses(1), *inside, *build.pauses(1), look)
    return Scope(name, body, state, title="request")


@programs
def scopes_with_one_name(build: Builder) -> Block:
    """Draw two or three scopes of one name: nested, one after the other, or concurrent."""
    match build.number(0, 2):
        case 0:
            return (_named_alike(build, (_named_alike(build, ()),)),)
        case 1:
            return (*_after_each_other(build), Wait("rest", "idle"))
        case _:

            def started() -> Operation:
                return Start(build.name("request"), (*build.pauses(1), _named_alike(build, ())))

            return build.some(2, 3, started)


def _after_each_other(build: Builder) -> Block:
    return build.some(2, 3, lambda: _named_alike(build, ()))


@clause("scopes/equal-names")
@given(program=scopes_with_one_name())
def test_scopes_of_one_name_are_different_scopes(explore: Explorer, program: Program) -> None:
    """If this fails, check whether scopes, or what belongs to them, are found by their names."""
    check_in_contrast(explore, program, _expect_different_scopes, _named_differently)


def _named_differently(program: Program) -> Program:
    """Return the program with a name of its own for each scope."""
    return Program(_untitled(program.main))


def _untitled(block: Block) -> Block:
    return tuple(_without_titles(each) for each in block)


def _without_titles(operation: Operation) -> Operation:
    if isinstance(operation, Scope):
        operation = replace(operation, title="")
    for held in operation.blocks():
        operation = with_block(operation, held.path, _untitled(held.block))
    return operation


def _expect_different_scopes(run: Run) -> bool:
    entered = run.trace.of(Did.ENTERED)
    for each in entered:
        _expect_own_state(run, each.subject)
        expect_tasks_ended_inside(run, each.subject)
        _expect_tasks_live_until_exit(run, each.subject)
    return len(entered) > 1


def _expect_own_state(run: Run, scope: str) -> None:
    entered, exiting = run.trace.first(Did.ENTERED, subject=scope), run.exiting(scope)
    if entered is None or exiting is None:
        return
    inside: list[str] = []
    for each in run.trace[entered.number : exiting.number]:
        if each.task != entered.task:
            continue
        if each.did is Did.ENTERED:
            inside.append(each.subject)
        elif each.did is Did.EXITED:
            inside.pop()
        elif each.did is Did.SAW and inside == [scope]:
            expect(
                each.detail == f"A of {scope}",
                f"in the body of {scope}, one of several scopes named 'request', state A was found"
                f" to be: {each.detail}",
            )


def _expect_tasks_live_until_exit(run: Run, scope: str) -> None:
    exiting = run.exiting(scope)
    for task in run.tasks_of(scope):
        ended = run.ended(task)
        expect(
            exiting is None or ended is None or ended.number > exiting.number,
            f"task {task} of {scope}, one of several scopes named 'request', ended before the body"
            f" of {scope} had: the exit of another one stopped it",
        )
