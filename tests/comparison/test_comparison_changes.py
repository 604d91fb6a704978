"""Clauses are found that are better, worse, or otherwise different in another report."""

from dataclasses import replace

import pytest
from haiway_conformance.comparison import Direction, changes, told
from haiway_conformance.judgement.findings import Findings
from haiway_conformance.report import Outcome, Report, Result, judge_clauses
from haiway_spec import specification
from sample_reports import SHOWN, report

MUST, OTHER, MAY = "scopes/late-spawn", "tasks/result", "scopes/foreign-exit"
F, P, V, U = Outcome.FAILED, Outcome.PASSED, Outcome.VACUOUS, Outcome.UNSUPPORTED


def result(clause: str, outcome: Outcome, message: str = "it was left", **found: object) -> Result:
    failed = outcome is Outcome.FAILED
    return Result(
        "a::test_b",
        clause,
        outcome,
        "" if outcome is Outcome.PASSED else message,
        Findings(**found),  # type: ignore[arg-type]
        replace(SHOWN, message=message) if failed else None,
    )


def judged(*results: Result, partial: bool = False) -> Report:
    judgement = judge_clauses(specification().clauses, results, set())
    return replace(report(), judgement=judgement, partial=partial)


def directions(before: Report, after: Report) -> dict[str, str]:
    return {each.clause.id: str(each.direction) for each in changes(before, after)}


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        (P, F, "worse"),
        (P, V, "worse"),
        (P, U, "worse"),
        (V, F, "worse"),
        (F, P, "better"),
        (F, V, "better"),
        (V, P, "better"),
        (V, U, "otherwise"),
    ],
)
def test_outcomes_are_ordered(before, after, direction):
    found = directions(judged(result(MUST, before)), judged(result(MUST, after)))
    assert found == {MUST: direction}


@pytest.mark.parametrize("outcome", [P, F, V, U])
def test_the_same_outcome_is_no_change(outcome):
    assert directions(judged(result(MUST, outcome)), judged(result(MUST, outcome))) == {}


def test_a_failure_of_another_kind_is_a_change():
    one, other = judged(result(MUST, F, "it was left")), judged(result(MUST, F, "it was lost"))
    assert directions(one, other) == {MUST: "otherwise"}


def test_another_choice_is_a_change():
    one, other = (
        judged(result(MAY, Outcome.RECORDED, observed=(answer,))) for answer in ("raises", "waits")
    )
    assert directions(one, other) == {MAY: "otherwise"}


def test_no_choice_is_better_or_worse_than_another():
    one, other = judged(result(MAY, Outcome.RECORDED)), judged(result(MAY, U))
    assert directions(one, other) == directions(other, one) == {MAY: "otherwise"}


def test_what_a_part_leaves_out_has_not_changed():
    whole = judged(result(MUST, P), result(OTHER, P))
    part = judged(result(MUST, F), partial=True)
    assert directions(whole, part) == {MUST: "worse"}
    assert directions(part, whole) == {MUST: "better"}


def test_a_clause_that_nothing_judges_any_more_is_worse():
    assert directions(judged(result(MUST, P)), judged()) == {MUST: "worse"}


def test_they_come_in_the_order_of_the_specification():
    one, other = judged(result(OTHER, P), result(MUST, P)), judged()
    assert [each.clause.id for each in changes(one, other)] == [MUST, OTHER]


@pytest.mark.parametrize("width", [60, 88])
def test_they_are_told_worse_first_with_what_happened(width):
    before = judged(
        result(MUST, F), result(OTHER, P), result(MAY, Outcome.RECORDED, observed=("raises",))
    )
    after = judged(
        result(MUST, P),
        result(OTHER, F, "it was lost"),
        result(MAY, Outcome.RECORDED, observed=("waits",)),
    )
    blocks = list(told(before, after, changes(before, after), (), width=width))
    assert [block.splitlines()[0] for block in blocks[1:]] == [
        "WORSE: 1 clause",
        "BETTER: 1 clause",
        "OTHERWISE DIFFERENT: 1 clause",
    ]
    words = [" ".join(block.split()) for block in blocks]
    assert words[0].count("mine 0.1 (mine:Adapter) on Python 3.13.0, profile quick, seed 7") == 2
    assert f"{OTHER} (MUST): passed, now failed: it was lost" in words[1]
    assert f"{MUST} (MUST): failed, now passed" in words[2]
    assert f"{MAY} (MAY): `raises`, now `waits`" in words[3]
    assert all(len(line) <= width for block in blocks[1:] for line in block.splitlines())


def test_no_change_is_said():
    same = judged(result(MUST, P))
    assert list(told(same, same, (), (), width=88))[1:] == ["no clause has another outcome"]


def test_directions_are_all_told():
    assert {str(each) for each in Direction} == {"worse", "better", "otherwise"}
