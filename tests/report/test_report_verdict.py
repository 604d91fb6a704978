"""The verdict and exit code for every combination of outcome and level."""

import itertools
import signal

import pytest
from haiway_conformance.report import (
    JudgedClause,
    Judgement,
    Outcome,
    Verdict,
    exit_code,
    give_verdict,
)
from haiway_spec import Level, specification

BY_LEVEL = {
    level: [each for each in specification().clauses if each.level is level] for level in Level
}
PAIRS = list(itertools.product(Level, Outcome))


def judgement(*pairs: tuple[Level, Outcome]) -> Judgement:
    clauses = {level: iter(each) for level, each in BY_LEVEL.items()}
    return Judgement(
        tuple(JudgedClause(next(clauses[level]), outcome) for level, outcome in pairs), ()
    )


def expected(*pairs: tuple[Level, Outcome]) -> Verdict:
    musts = {outcome for level, outcome in pairs if level is Level.MUST}
    if "failed" in musts or "unexpected-pass" in {outcome for _, outcome in pairs}:
        return Verdict.NOT_CONFORMANT
    if musts & {"vacuous", "error", "blocked"} or not musts & {"passed", "known-failure"}:
        return Verdict.INCONCLUSIVE
    return Verdict.CONFORMANT


@pytest.mark.parametrize("pairs", list(itertools.product(PAIRS, PAIRS)))
def test_two_clauses_in_every_combination(pairs):
    assert give_verdict(judgement(*pairs), complete=True) is expected(*pairs)


@pytest.mark.parametrize(
    ("blocking", "verdict"),
    [
        ("scopes/exit-cancels-tasks", Verdict.NOT_CONFORMANT),
        ("failures/fails-fast", Verdict.INCONCLUSIVE),
    ],
)
def test_a_must_that_another_must_keeps_from_being_judged_is_not_conformant(blocking, verdict):
    passed, blocked = BY_LEVEL[Level.MUST][-2:]
    judged = (
        JudgedClause(passed, Outcome.PASSED),
        JudgedClause(blocked, Outcome.BLOCKED, blocked_by=(blocking,)),
    )
    assert give_verdict(Judgement(judged, ()), complete=True) is verdict


@pytest.mark.parametrize("pair", PAIRS)
def test_an_interrupted_run_is_incomplete_whatever_was_found(pair):
    assert give_verdict(judgement(pair), complete=False) is Verdict.INCOMPLETE


@pytest.mark.parametrize("pair", PAIRS)
def test_without_a_must_that_passed_or_failed_as_listed_nothing_is_conformant(pair):
    conformant = give_verdict(judgement(pair), complete=True) is Verdict.CONFORMANT
    level, outcome = pair
    assert conformant == (level == "MUST" and outcome in {"passed", "known-failure"})


def test_nothing_judged_is_never_conformant():
    assert give_verdict(Judgement((), ()), complete=True) is Verdict.INCONCLUSIVE
    unjudged = Judgement((), tuple(BY_LEVEL[Level.MUST]))
    assert give_verdict(unjudged, complete=True) is Verdict.INCONCLUSIVE


@pytest.mark.parametrize(
    ("verdict", "interrupted_by", "code"),
    [
        (Verdict.CONFORMANT, None, 0),
        (Verdict.NOT_CONFORMANT, None, 1),
        (Verdict.INCONCLUSIVE, None, 3),
        (Verdict.INCOMPLETE, None, 3),
        (Verdict.INCOMPLETE, signal.SIGINT, 130),
        (Verdict.INCOMPLETE, signal.SIGTERM, 143),
    ],
)
def test_exit_codes(verdict, interrupted_by, code):
    assert exit_code(verdict, interrupted_by) == code
