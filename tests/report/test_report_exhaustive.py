"""The results of exhaustive exploration, as reported to people and machines."""

from haiway_conformance.exploration import Exhausted
from haiway_conformance.judgement import Findings
from haiway_conformance.report import Outcome, Result, judge_clauses
from haiway_conformance.report.exhaustive import exhausted_by, exhausted_lines, exhausted_to_json
from haiway_spec import specification

CLAUSES = [
    specification().clause(each)
    for each in ("scopes/exit-awaits-tasks", "tasks/result", "hygiene/no-orphans")
]


def judged(*found):
    """Make a judgement in which each clause but that of hygiene has one of these results."""
    results = [
        Result(
            f"test_{side}", clause.id, Outcome.PASSED, findings=Findings(1, 1, 1, exhausted=each)
        )
        for clause, each in zip(CLAUSES, found, strict=False)
        for side in ("one", "other")
    ]
    return judge_clauses(CLAUSES, results, {"scope"})


SOME = Exhausted(12, 2, 3, 1_000, complete=600, cut=1, run=1_500, pruned=20)
MORE = Exhausted(12, 2, 3, 1_000, complete=1, cut=0, run=2, pruned=0)


def test_the_text_names_bounds_and_counts():
    (told,) = exhausted_lines(judged(SOME, MORE))
    assert " ".join(told.split()) == (
        "exhaustive within bounds: 1,204 programs (at most 12 operations, 2 requests to cancel,"
        " 3 deviations, 1,000 schedules): 3,004 schedules run, 40 pruned; 1,202 programs complete,"
        " 2 cut"
    )
    assert max(map(len, told.splitlines())) <= 88


def test_the_json_has_the_same_numbers():
    assert exhausted_to_json(exhausted_by(judged(SOME, MORE))) == {
        "exhaustive": {
            "bounds": {"operations": 12, "cancels": 2, "deviations": 3, "schedules": 1_000},
            "programs": 1_204,
            "complete": 1_202,
            "cut": 2,
            "schedules": 3_004,
            "pruned": 40,
        }
    }


def test_each_clause_has_its_own_counts_and_hygiene_none():
    counts = {each.clause.id: each.exhausted.complete for each in judged(SOME, MORE).clauses}
    assert counts == {
        "scopes/exit-awaits-tasks": 1_200,
        "tasks/result": 2,
        "hygiene/no-orphans": 0,
    }


def test_without_exhaustive_exploration_nothing_is_reported():
    judgement = judged(Exhausted(), Exhausted(12, 2, 3, 1_000))
    assert exhausted_lines(judgement) == []
    assert exhausted_to_json(exhausted_by(judgement)) == {}
