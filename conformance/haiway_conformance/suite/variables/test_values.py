"""Properties of `variables/unset`, `set-get`, `replace` and `by-type`: what a task sees itself."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, GetVariable, SetVariable
from haiway_conformance.simulation import Did
from haiway_conformance.suite.variables.checks import looks_in
from haiway_conformance.suite.variables.programs import TYPES, look_ups, uses_of_variables


@programs
def unset_variables(build: Builder) -> Block:
    """Variables looked up before they were set, in a scope or a task of one; another may be set."""
    looks = tuple(
        GetVariable(kind, build.name("default") if build.flag() else None) for kind in TYPES
    )
    other: Block = ()
    if build.flag():
        other = (SetVariable(build.one_of(*TYPES), build.name("value")),)
    task = build.spawn((*other, *build.pauses(1), *looks))
    return (build.scope((*other, *build.pauses(1), *looks, task, Await(task.task))),)


@clause("variables/unset")
@given(program=unset_variables())
def test_an_unset_variable_is_none_or_the_default(explore: Explorer, program: Program) -> None:
    """If this fails: is it made by default, as state is, or the default ignored?"""
    asked: dict[str, list[str]] = {}
    for each in program:
        if isinstance(each, GetVariable):
            asked.setdefault(f"variable {each.type}", []).append(each.default or "None")
    touched = {f"variable {each.type}" for each in program if isinstance(each, SetVariable)}
    for run in explore(program):
        for look in looks_in(run):
            if run.premise(look.event.subject not in touched):
                expected = asked[look.event.subject]
                expect(
                    look.event.detail in expected,
                    f"{look}, though none of that type was ever set; expected"
                    f" {' or '.join(expected)}",
                )


@programs
def defaults_for_unset_variables(build: Builder) -> Block:
    """Variables that nobody sets are looked up with a default, and then without."""
    kind = build.one_of(*TYPES)
    with_default = GetVariable(kind, build.name("default"))
    looks = (with_default, *build.pauses(1), GetVariable(kind))
    return (build.scope((*build.in_a_task(looks), *look_ups())),)


@clause("variables/unset")
@given(program=defaults_for_unset_variables())
def test_a_default_is_for_one_look_alone(explore: Explorer, program: Program) -> None:
    """If this fails: is the variable set to a default that is given, as `dict.setdefault` does?"""
    asked = [each.default for each in program if isinstance(each, GetVariable)]
    for run in explore(program):
        seen = [each.event.detail for each in looks_in(run)]
        if run.premise(len(seen) == len(asked)):
            expected = [each or "None" for each in asked]
            expect(
                seen == expected,
                f"variables that nobody had set were seen as {', '.join(seen)}; expected"
                f" {', '.join(expected)}",
            )


@programs
def one_task_with_variables(build: Builder) -> Block:
    """Variables set and looked up by one task alone: the body, or a spawned one.

    In some programs it has been in a scope within its own since, which set nothing.
    """
    touches = uses_of_variables(build, 1, 6)
    if build.flag():
        # False ones, which may be taken for none, and equal ones.
        first, second = (
            tuple(SetVariable(kind, build.name("value")) for kind in ("F", "E")) for _ in range(2)
        )
        touches = (*first, *touches, *second)
    inner: Block = (build.scope(build.pauses(1)),) if build.seldom() else ()
    work = (*touches, *inner, *look_ups())
    if build.flag():
        task = build.spawn(work)
        work = (task, Await(task.task))
    return (build.scope(work),)


@clause("variables/set-get")
@given(program=one_task_with_variables())
def test_what_was_set_is_seen(explore: Explorer, program: Program) -> None:
    """If this fails: is the value lost at a suspension, or because it is false?"""
    for run in explore(program):
        for look in looks_in(run):
            if run.premise(len(look.own) == 1):
                expect(look.value == look.own[0], f"{look}; it had set {look.own[0]}")


@clause("variables/replace")
@given(program=one_task_with_variables())
def test_the_last_value_replaces_those_before(explore: Explorer, program: Program) -> None:
    """If this fails: does an older value stay, or come back after a suspension?"""
    for run in explore(program):
        for look in looks_in(run):
            if run.premise(len(look.own) > 1):
                expect(
                    look.value == look.own[-1],
                    f"{look}; it had set, one after the other: {', '.join(look.own)}",
                )


@clause("variables/by-type")
@given(program=one_task_with_variables())
def test_variables_of_other_types_are_not_touched(explore: Explorer, program: Program) -> None:
    """If this fails: are variables kept by something else than their type?"""
    for run in explore(program):
        for look in looks_in(run):
            others = run.trace.of(Did.SET, task=look.event.task)
            earlier = [each for each in others if each.number < look.event.number]
            if run.premise(any(each.subject != look.event.subject for each in earlier)):
                expected = look.own[-1] if look.own else None
                expect(
                    look.value == expected,
                    f"{look}; of that type it had set {expected or 'nothing'}, of others:"
                    f" {[f'{each.subject} = {each.detail}' for each in earlier]}",
                )
