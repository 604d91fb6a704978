"""A generator runs in a context of its own, a copy of its creator's.

Properties of `streams/own-context` and `merge/own-context`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.consumers.checks import source_name, sources_of
from haiway_conformance.suite.consumers.contexts import (
    contexts_on_both_sides,
    looking_everywhere,
    made_by_a_task,
)
from haiway_conformance.suite.consumers.programs import reading


@clause("streams/own-context", "merge/own-context")
@given(program=contexts_on_both_sides())
def test_generator_and_consumer_keep_their_contexts(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the generator runs in the context of its consumer."""
    for run in explore(looking_everywhere(reading(program, chapter)), any_ending=True):
        run.premise(_other_side_had_set(run))
        _expect_own_context(run)


@clause("streams/own-context", "merge/own-context")
@given(program=made_by_a_task())
def test_a_generator_sees_the_context_of_its_creator(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the context is copied where the stream is made."""
    for run in explore(looking_everywhere(reading(program, chapter)), any_ending=True):
        run.premise(run.trace.first(Did.SAW, subject="context y"))
        for each in run.trace.of(Did.SAW, subject="context y"):
            _expect_known(each)
        for each in run.trace.of(Did.SAW, subject="variable A"):
            expect(
                each.detail == "None",
                f"{each.task} saw variable A = {each.detail}, but it has set none; only what made"
                " the stream has",
            )


def _sides(run: Run) -> list[str]:
    return ["main", *map(source_name, sources_of(run))]


def _other_side_had_set(run: Run) -> bool:
    """Return whether one side of the stream looks up what the other one had set."""
    sides = _sides(run)
    return any(
        each.number < look.number and each.task in sides and each.task != look.task
        for look in run.trace.of(Did.SAW)
        if look.task in sides
        for each in run.trace.of(Did.SET, subject=look.subject)
    )


def _expect_own_context(run: Run) -> None:
    """Check that each side sees what it has set itself, and generators what was set before."""
    sides = _sides(run)
    opened = run.trace.first(Did.OPENS)
    logs = run.trace.of(Did.SAW, subject="log", task="main")
    later = [each for each in logs if opened and each.number > opened.number]
    values: dict[tuple[str, str], str] = {}
    for each in run.trace:
        side = each.task
        if each.did is Did.SET:
            values[side, each.subject] = each.detail
        if each.did is not Did.SAW or side not in sides:
            continue
        own = values.get((side, each.subject))
        match each.subject:
            case "context x" if own:
                expect(
                    each.detail == own,
                    f"{side} had set context x = {own}, but saw {each.detail}",
                )
            case "context x":
                other = _set_by_other(run, each)
                expect(
                    not other,
                    f"{side} saw context x = {each.detail}, which {other} had set after the stream"
                    " was made",
                )
            case "context y" if side != "main":
                _expect_known(each)
            case "variable A":
                expect(
                    each.detail == (own or "None"),
                    f"{side} saw variable A = {each.detail}, but had set {own or 'nothing'} itself",
                )
            case "state A" if side != "main":
                expect(
                    each.detail == "of scope1",
                    f"{side} saw state A = {each.detail}, but the stream was made in scope1",
                )
            case "log" if side != "main" and later and later[0].detail != logs[0].detail:
                # It may identify a scope of its own, which the implementation made for the stream.
                expect(
                    each.detail != later[0].detail,
                    f"a log record of {side} identified {each.detail}, the scope of its consumer;"
                    f" the stream was made in {logs[0].detail}",
                )
            case _:
                pass


def _expect_known(look: Event) -> None:
    """Check that a generator sees what was set before the stream was made, and not since."""
    expect(
        look.detail == "known",
        f"context y = known was set before stream s1 was made, and not changed since; but"
        f" {look.task} saw {look.detail}",
    )


def _set_by_other(run: Run, look: Event) -> str | None:
    """Return the side that set a value that is seen, if it is another one, and did so too late."""
    opened = run.trace.first(Did.OPENS)
    for each in run.trace.of(Did.SET, subject=look.subject):
        late = each.task != "main" or (opened is not None and each.number > opened.number)
        if late and each.detail == look.detail and each.task != look.task:
            return "its consumer" if each.task == "main" else each.task
    return None
