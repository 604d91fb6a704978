"""Variables: what a task sets is seen by that task alone.

All values set in a program differ, so a value that is seen where it should not be tells who had
set it; which clause that breaks follows from how the two tasks are related.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import GetVariable, SetVariable
from haiway_conformance.programs.strategies import variables as draw
from haiway_conformance.simulation import Did, Event


@dataclass(frozen=True, slots=True)
class Look:
    """A variable that was looked up.

    Attributes:
        event: The event.
        own: All that the same task had set the variable to by then, in the same scope, in order.
    """

    event: Event
    own: tuple[str, ...]

    @property
    def value(self) -> str | None:
        """The value seen; None for none, which a default also stands for."""
        value = self.event.detail
        return None if value == "None" or value.startswith("default") else value

    def __str__(self) -> str:
        return f"{self.event.task} saw {self.event.subject} = {self.event.detail}"


def _looks(run: Run) -> Iterator[Look]:
    own: dict[tuple[str, str, str], tuple[str, ...]] = {}
    scopes: dict[str, list[str]] = {}
    for event in run.trace:
        inside = scopes.setdefault(event.task, [""])
        key = (event.task, inside[-1], event.subject)
        if event.did is Did.ENTERED:
            inside.append(event.subject)
        elif event.did is Did.EXITED and inside[-1] == event.subject:
            inside.pop()
        elif event.did is Did.SET:
            own[key] = (*own.get(key, ()), event.detail)
        elif event.did is Did.SAW and event.subject.startswith("variable"):
            yield Look(event, own.get(key, ()))


def _setter(run: Run, value: str) -> str | None:
    event = next((each for each in run.trace.of(Did.SET) if each.detail == value), None)
    return event.task if event else None


def _set_before(run: Run, look: Look) -> set[str]:
    """The tasks that had set the variable by the time that somebody looked."""
    return {
        each.task
        for each in run.trace.of(Did.SET, subject=look.event.subject)
        if each.number < look.event.number
    }


def _ancestors(run: Run, task: str) -> list[str]:
    spawned = run.trace.first(Did.SPAWNING, subject=task)
    return [spawned.task, *_ancestors(run, spawned.task)] if spawned else []


@clause("variables/unset")
@given(program=draw.unset_variables())
def test_an_unset_variable_is_none_or_the_default(explore: Explorer, program: Program) -> None:
    """If this fails: is it made by default, as state is, or the default ignored?"""
    asked: dict[str, list[str]] = {}
    for each in program:
        if isinstance(each, GetVariable):
            asked.setdefault(f"variable {each.type}", []).append(each.default or "None")
    touched = {f"variable {each.type}" for each in program if isinstance(each, SetVariable)}
    for run in explore(program):
        for look in _looks(run):
            if run.premise(look.event.subject not in touched):
                expected = asked[look.event.subject]
                expect(
                    look.event.detail in expected,
                    f"{look}, though none of that type was ever set; expected"
                    f" {' or '.join(expected)}",
                )


@clause("variables/unset")
@given(program=draw.defaults_for_unset_variables())
def test_a_default_is_for_one_look_alone(explore: Explorer, program: Program) -> None:
    """If this fails: is the variable set to a default that is given, as `dict.setdefault` does?"""
    asked = [each.default for each in program if isinstance(each, GetVariable)]
    for run in explore(program):
        seen = [each.event.detail for each in _looks(run)]
        if run.premise(len(seen) == len(asked)):
            expected = [each or "None" for each in asked]
            expect(
                seen == expected,
                f"variables that nobody had set were seen as {', '.join(seen)}; expected"
                f" {', '.join(expected)}",
            )


@clause("variables/set-get")
@given(program=draw.one_task_with_variables())
def test_what_was_set_is_seen(explore: Explorer, program: Program) -> None:
    """If this fails: is the value lost at a suspension, or because it is false?"""
    for run in explore(program):
        for look in _looks(run):
            if run.premise(len(look.own) == 1):
                expect(look.value == look.own[0], f"{look}; it had set {look.own[0]}")


@clause("variables/replace")
@given(program=draw.one_task_with_variables())
def test_the_last_value_replaces_those_before(explore: Explorer, program: Program) -> None:
    """If this fails: does an older value stay, or come back after a suspension?"""
    for run in explore(program):
        for look in _looks(run):
            if run.premise(len(look.own) > 1):
                expect(
                    look.value == look.own[-1],
                    f"{look}; it had set, one after the other: {', '.join(look.own)}",
                )


@clause("variables/by-type")
@given(program=draw.one_task_with_variables())
def test_variables_of_other_types_are_not_touched(explore: Explorer, program: Program) -> None:
    """If this fails: are variables kept by something else than their type?"""
    for run in explore(program):
        for look in _looks(run):
            others = run.trace.of(Did.SET, task=look.event.task)
            earlier = [each for each in others if each.number < look.event.number]
            if run.premise(any(each.subject != look.event.subject for each in earlier)):
                expected = look.own[-1] if look.own else None
                expect(
                    look.value == expected,
                    f"{look}; of that type it had set {expected or 'nothing'}, of others:"
                    f" {[f'{each.subject} = {each.detail}' for each in earlier]}",
                )


@clause("variables/not-inherited")
@given(program=draw.tasks_with_variables())
def test_a_task_starts_with_no_variables(explore: Explorer, program: Program) -> None:
    """If this fails: does a task share, or copy, the store of its spawner?"""
    for run in explore(program):
        for look in _looks(run):
            ancestors = _ancestors(run, look.event.task)
            run.premise(not look.own and _set_before(run, look) & set(ancestors))
            expect(
                look.value is None or _setter(run, look.value) not in ancestors,
                f"{look}, which {_setter(run, look.value or '')}, by which it was spawned, had set",
            )


@clause("variables/not-leaked")
@given(program=draw.tasks_with_variables())
def test_what_a_task_sets_its_spawner_never_sees(explore: Explorer, program: Program) -> None:
    """If this fails: do task and spawner write into one store?"""
    for run in explore(program):
        for look in _looks(run):
            task = look.event.task
            run.premise(any(task in _ancestors(run, each) for each in _set_before(run, look)))
            setter = _setter(run, look.value) if look.value else None
            expect(
                setter is None or task not in _ancestors(run, setter),
                f"{look}, which {setter}, a task that it had spawned, had set",
            )
            expect(
                not look.own or look.value is not None,
                f"{look}; it had set {', '.join(look.own)}, and a task that it spawned undid it",
            )


@clause("variables/siblings")
@given(program=draw.tasks_with_variables())
def test_siblings_do_not_see_each_other(explore: Explorer, program: Program) -> None:
    """If this fails: do tasks of one scope write into one store?"""
    for run in explore(program):
        for look in _looks(run):
            task = look.event.task
            others = _set_before(run, look) - {task, *_ancestors(run, task)}
            run.premise(any(task not in _ancestors(run, each) for each in others))
            setter = _setter(run, look.value) if look.value else None
            related = setter is None or setter in (task, *_ancestors(run, task))
            expect(
                related or task in _ancestors(run, setter or ""),
                f"{look}, which {setter}, neither its spawner nor spawned by it, had set",
            )


def _since(run: Run, look: Look) -> str:
    """What a task did last, if that was not to set something, before it found a variable unset."""
    done = [
        each
        for each in run.trace[: look.event.number]
        if each.task == look.event.task and each.did is not Did.SAW
    ]
    return "" if done[-1].did is Did.SET else f"; since then: {done[-1].in_words}"


def _own_values_only(run: Run) -> None:
    for look in _looks(run):
        expected = look.own[-1] if look.own else None
        expect(
            look.value == expected,
            f"{look}; all that it had set itself: {expected or 'nothing'}"
            + (f"; that was set by {_setter(run, look.value)}" if look.value else "")
            + (_since(run, look) if look.own and not look.value else ""),
        )


@clause("variables/handlers")
@pytest.mark.needs("execute")
@given(program=draw.handlers_with_variables())
def test_each_handler_call_is_alone(explore: Explorer, program: Program) -> None:
    """If this fails: do the handler calls of a helper run in one task or one store?"""
    for run in explore(program):
        for look in _looks(run):
            others = _set_before(run, look) - {look.event.task}
            run.premise("[" in look.event.task and any("[" in each for each in others))
        _own_values_only(run)


@clause("variables/handlers")
@pytest.mark.needs("execute")
@given(program=draw.handlers_with_scopes_of_their_own())
def test_what_a_handler_sets_in_a_scope_of_its_own_reaches_no_other(
    explore: Explorer, program: Program
) -> None:
    """If this fails: do variables move up, at a scope's exit, into what all handlers share?"""
    for run in explore(program):
        for look in _looks(run):
            run.premise("[" in look.event.task and _set_before(run, look) - {look.event.task})
        _own_values_only(run)


@clause("variables/generators")
@given(program=draw.streams_with_variables())
def test_generator_and_consumer_do_not_see_each_other(explore: Explorer, program: Program) -> None:
    """If this fails: does the generator run in the context of its consumer?"""
    for run in explore(program):
        heard = {
            look.event.task for look in _looks(run) if _set_before(run, look) - {look.event.task}
        }
        run.premise(heard >= {"stream", "main"})
        _own_values_only(run)


@clause("variables/nested-scope")
@given(program=draw.nested_scopes_with_variables())
def test_variables_of_nested_scopes(explore: Explorer, program: Program) -> None:
    """Records whether an inner scope sees the outer's variables, and its own move up."""
    for run in explore(program):
        seen = run.seen("variable A")
        if len(seen) == 2:  # noqa: PLR2004 - one look inside, one after
            inside, after = seen
            explore.observe(
                "an inner scope starts empty"
                if inside == "None"
                else "an inner scope sees the outer's"
            )
            explore.observe(
                "inner values move up" if after == "inner" else "the outer value is back"
            )
