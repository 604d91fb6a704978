"""Of several violations of a clause the smallest one is made smaller, whoever found it first."""

from itertools import permutations

from haiway_conformance.certify.smaller import to_make_smaller, with_smaller
from haiway_conformance.judgement.findings import Counterexample, Findings
from haiway_conformance.report.result import Outcome, Result

A, B, ORPHANS = "scopes/exit-awaits-tasks", "tasks/result", "hygiene/no-orphans"


def shown(size, text="found", token="token"):
    return Counterexample(f"{text} of {size}", text, token, size)


def failed(clause, name, size, *, token="token", **unclean):
    return Result(
        f"{clause}::{name}",
        clause,
        Outcome.FAILED,
        f"found of {size}",
        Findings(programs=3, unclean={f"hygiene/{k}": shown(v) for k, v in unclean.items()}),
        shown(size, token=token),
    )


RESULTS = [
    failed(A, "test_large", 9, orphans=2),
    failed(A, "test_small", 4),
    failed(A, "test_as_small", 4),
    failed(B, "test_b", 7, orphans=2),
    Result(f"{B}::test_passed", B, Outcome.PASSED, findings=Findings(unclean={ORPHANS: shown(5)})),
    failed("guide/pool", "test_worked", 3, token=""),
]


def test_one_violation_is_chosen_for_each_clause_whatever_the_order_of_results():
    for results in permutations(RESULTS):
        assert to_make_smaller(results, full=False) == {
            f"{A}::test_as_small": (A,),
            f"{A}::test_large": ("hygiene/orphans",),
            f"{B}::test_b": (B,),
            f"{B}::test_passed": (ORPHANS,),
        }


def test_all_are_chosen_if_asked_for():
    assert to_make_smaller(RESULTS, full=True) == {
        f"{A}::test_as_small": (A,),
        f"{A}::test_large": ("hygiene/orphans", A),
        f"{A}::test_small": (A,),
        f"{B}::test_b": ("hygiene/orphans", B),
        f"{B}::test_passed": (ORPHANS,),
    }


def test_only_counterexamples_are_exchanged_and_only_where_the_violation_was_seen_again():
    chosen = {f"{A}::test_large": (A, "hygiene/orphans"), f"{B}::test_b": (B,)}
    again = [
        failed(A, "test_large", 2, orphans=1),
        Result(f"{B}::test_b", B, Outcome.PASSED),
    ]
    large, *others = with_smaller(RESULTS, again, chosen)
    assert large.message == "found of 2"
    assert large.counterexample == shown(2)
    assert large.findings == Findings(programs=3, unclean={"hygiene/orphans": shown(1)})
    assert others == RESULTS[1:]
