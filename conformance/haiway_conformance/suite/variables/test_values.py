"""`variables/unset`, `variables/set-get`, `variables/replace`, `variables/by-type`: one task.

A task finds the value that it set last for a type, and None or the default before. One task sets
and gets up variables of several types, with false, equal and equally named values among them.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.execution.state_types import many_types
from haiway_conformance.programs.operations import Await, Block, GetVariable, SetVariable
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.variables.checks import lookups
from haiway_conformance.suite.variables.programs import TYPES, get_all_variables, use_variables


@programs
def unset_variables(build: Builder) -> Block:
    """Draw lookups of variables that are not set, by the body and a task; another one may be."""
    gets = tuple(
        GetVariable(kind, build.name("default") if build.flag() else None) for kind in TYPES
    )
    other: Block = ()
    if build.flag():
        other = (SetVariable(build.one_of(*TYPES), build.name("value")),)
    task = build.spawn((*other, *build.pauses(1), *gets))
    return (build.scope((*other, *build.pauses(1), *gets, task, Await(task.task))),)


@clause("variables/unset")
@given(program=unset_variables())
def test_an_unset_variable_is_none_or_the_default(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a value is made, as for state, or the default is ignored."""
    asked: dict[str, list[str]] = {}
    for each in program:
        if isinstance(each, GetVariable):
            asked.setdefault(f"variable {each.type}", []).append(each.default or "None")
    touched = {f"variable {each.type}" for each in program if isinstance(each, SetVariable)}
    for run in explore(program):
        for lookup in lookups(run):
            if run.premise(lookup.event.subject not in touched):
                expected = asked[lookup.event.subject]
                expect(
                    lookup.event.detail in expected,
                    f"{lookup}, though none of that type was ever set; expected"
                    f" {' or '.join(expected)}",
                )


@programs
def defaults_for_unset_variables(build: Builder) -> Block:
    """Draw lookups of a variable that is never set, first with a default, then without."""
    kind = build.one_of(*TYPES)
    with_default = GetVariable(kind, build.name("default"))
    gets = (with_default, *build.pauses(1), GetVariable(kind))
    return (build.scope((*build.in_a_task(gets), *get_all_variables())),)


@clause("variables/unset")
@given(program=defaults_for_unset_variables())
def test_a_default_is_for_one_look_alone(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a lookup stores its default, as `dict.setdefault` does."""
    asked = [each.default for each in program if isinstance(each, GetVariable)]
    for run in explore(program):
        seen = [each.event.detail for each in lookups(run)]
        if run.premise(len(seen) == len(asked)):
            expected = [each or "None" for each in asked]
            expect(
                seen == expected,
                f"variables that nobody had set were seen as {', '.join(seen)}; expected"
                f" {', '.join(expected)}",
            )


@programs
def one_task_with_variables(build: Builder) -> Block:
    """Draw variables set and looked up by one task alone, the body or a spawned one.

    In some programs it enters and leaves a nested scope, which sets nothing, before the lookups.
    """
    uses = use_variables(build, 1, 6)
    if build.flag():
        # False values, which are easily taken for none, and equal ones.
        first, second = (
            tuple(SetVariable(kind, build.name("value")) for kind in ("F", "E")) for _ in range(2)
        )
        uses = (*first, *uses, *second)
    inner: Block = (build.scope(build.pauses(1)),) if build.seldom() else ()
    work = (*uses, *inner, *get_all_variables())
    if build.flag():
        task = build.spawn(work)
        work = (task, Await(task.task))
    return (build.scope(work),)


@clause("variables/set-get")
@given(program=one_task_with_variables())
def test_a_set_variable_is_seen(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a value is lost at a suspension, or because it is false."""
    for run in explore(program):
        for lookup in lookups(run):
            if run.premise(len(lookup.own) == 1):
                expect(lookup.value == lookup.own[0], f"{lookup}; it had set {lookup.own[0]}")


@clause("variables/replace")
@given(program=one_task_with_variables())
def test_the_last_value_replaces_those_before(explore: Explorer, program: Program) -> None:
    """If this fails, check whether an older value stays, or comes back after a suspension."""
    for run in explore(program):
        for lookup in lookups(run):
            if run.premise(len(lookup.own) > 1):
                expect(
                    lookup.value == lookup.own[-1],
                    f"{lookup}; it had set, one after the other: {', '.join(lookup.own)}",
                )


@clause("variables/by-type")
@given(program=one_task_with_variables())
def test_variables_of_other_types_are_not_touched(explore: Explorer, program: Program) -> None:
    """If this fails, check whether variables are kept by something else than their type."""
    for run in explore(program):
        for lookup in lookups(run):
            sets = run.trace.of(Did.SET, task=lookup.event.task)
            earlier = [each for each in sets if each.number < lookup.event.number]
            if run.premise(any(each.subject != lookup.event.subject for each in earlier)):
                expected = lookup.own[-1] if lookup.own else None
                expect(
                    lookup.value == expected,
                    f"{lookup}; of that type it had set {expected or 'nothing'}, of others:"
                    f" {[f'{each.subject} = {each.detail}' for each in earlier]}",
                )


@programs
def variables_of_many_types(build: Builder) -> Block:
    """Draw many variables set by one task, which then looks up the first ones and the last one."""
    many = many_types(build.one_of(20, 70))
    sets = tuple(SetVariable(kind, build.name("value")) for kind in many)
    gets = tuple(GetVariable(kind) for kind in (*many[:2], many[-1]))
    return (build.scope(build.in_a_task((*sets, *build.pauses(1), *gets))),)


@clause("variables/by-type")
@given(program=variables_of_many_types())
def test_variables_of_many_types_are_kept(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the number of variables is limited, or a cache has filled."""
    for run in explore(program):
        for lookup in lookups(run):
            run.premise(run.trace.first(Did.SET))
            expected = lookup.own[-1] if lookup.own else None
            expect(
                lookup.value == expected,
                f"{lookup}; of that type it had set {expected or 'nothing'}, and then others",
            )


@programs
def variables_of_related_types(build: Builder) -> Block:
    """Draw variables of a type, of one derived from it, and of one with its name."""
    types = build.one_of(("A", "G", "C"), ("D", "H"))
    sets = build.some(1, 3, lambda: SetVariable(build.one_of(*types), build.name("value")))
    gets = tuple(GetVariable(each) for each in types)
    return (build.scope((*gets, *build.in_a_task((*sets, *build.pauses(1), *gets)))),)


@clause("variables/by-type")
@given(program=variables_of_related_types())
def test_a_variable_is_found_by_exactly_its_type(explore: Explorer, program: Program) -> None:
    """If this fails, check for `isinstance`, `issubclass` or a type's name in the lookup."""
    for run in explore(program):
        for lookup in lookups(run):
            expected = lookup.own[-1] if lookup.own else None
            run.premise(run.trace.first(Did.SET))
            expect(
                lookup.value == expected,
                f"{lookup}; of exactly that type it had set {expected or 'nothing'}",
            )
