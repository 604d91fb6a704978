"""Known failures change the outcomes, the verdict, and the text."""

import json
from dataclasses import replace

import pytest
from haiway_conformance.judgement import Findings
from haiway_conformance.known_failures import KnownFailure, parse_known_failures
from haiway_conformance.report import Detail, Result, give_verdict, judge_clauses
from haiway_conformance.report.known import compare_with_known, known_failures_now
from haiway_conformance.report.known_text import known_failure_lines
from haiway_conformance.report.result import Outcome
from haiway_spec import specification
from sample_reports import SHOWN, report, results, told, verdict_of

MUST, OTHER = "scopes/exit-awaits-tasks", "scopes/exit-cancels-tasks"
SHOULD, MAY, BLOCKED = "scopes/single-use", "scopes/foreign-exit", "tasks/result"


def known(*clauses, **fields):
    return {each: KnownFailure(each, f"why {each}", **fields) for each in clauses}


def judged(outcomes, blamed=()):
    found = [
        replace(each, findings=Findings(programs=1, blamed=dict.fromkeys(blamed, SHOWN)))
        if each.outcome is Outcome.BLOCKED
        else each
        for each in results(outcomes)
    ]
    clauses = [each for each in specification().clauses if each.id in outcomes]
    return judge_clauses(clauses, found, {"scope"})


def compared(outcomes, listed, *, version="1.0", unsure=(), blamed=()):
    return compare_with_known(judged(outcomes, blamed), listed, version=version, unsure=unsure)


def outcomes_of(judgement):
    return {each.clause.id: str(each.outcome) for each in judgement.clauses}


def verdict(judgement):
    return str(give_verdict(judgement, complete=True))


@pytest.mark.parametrize(
    ("outcomes", "listed", "expected", "its_verdict"),
    [
        ({MUST: "failed"}, [MUST], {MUST: "known-failure"}, "conformant"),
        ({MUST: "failed"}, [], {MUST: "failed"}, "not conformant"),
        ({MUST: "passed"}, [MUST], {MUST: "unexpected-pass"}, "not conformant"),
        ({MUST: "vacuous"}, [MUST], {MUST: "vacuous"}, "inconclusive"),
        ({MUST: "error"}, [MUST], {MUST: "error"}, "inconclusive"),
        ({MUST: "unsupported"}, [MUST], {MUST: "unsupported"}, "inconclusive"),
        ({OTHER: "passed"}, [MUST], {OTHER: "passed"}, "conformant"),
        (
            {OTHER: "passed", SHOULD: "failed"},
            [SHOULD],
            {OTHER: "passed", SHOULD: "known-failure"},
            "conformant",
        ),
        (
            {OTHER: "passed", SHOULD: "passed"},
            [SHOULD],
            {OTHER: "passed", SHOULD: "unexpected-pass"},
            "not conformant",
        ),
    ],
)
def test_outcomes_and_verdicts(outcomes, listed, expected, its_verdict):
    outcomes = {clause: Outcome(outcome) for clause, outcome in outcomes.items()}
    judgement = compared(outcomes, known(*listed))
    assert outcomes_of(judgement) == expected
    assert verdict(judgement) == its_verdict


def test_entries_of_other_versions_do_not_apply():
    listed = known(MUST, versions="<2")
    assert outcomes_of(compared({MUST: Outcome.FAILED}, listed)) == {MUST: "known-failure"}
    for version in ("2.0", "unknown"):
        there = compared({MUST: Outcome.FAILED}, listed, version=version)
        assert outcomes_of(there) == {MUST: "failed"}


def test_where_properties_did_not_run_a_pass_is_only_a_pass():
    judgement = compared({MUST: Outcome.PASSED}, known(MUST), unsure=[MUST])
    assert outcomes_of(judgement) == {MUST: "passed"}


@pytest.mark.parametrize(
    ("listed", "its_verdict"),
    [
        ([MUST], "conformant"),
        ([MUST, BLOCKED], "conformant"),
        ([BLOCKED], "not conformant"),
        ([], "not conformant"),
    ],
)
def test_what_known_failures_block_does_not_count(listed, its_verdict):
    outcomes = {OTHER: Outcome.PASSED, MUST: Outcome.FAILED, BLOCKED: Outcome.BLOCKED}
    judgement = compared(outcomes, known(*listed), blamed=[MUST])
    assert outcomes_of(judgement)[BLOCKED] == "blocked"
    assert verdict(judgement) == its_verdict
    partly = compared(
        {BLOCKED: Outcome.BLOCKED, OTHER: Outcome.PASSED}, known(*listed), blamed=[MUST]
    )
    assert verdict(partly) == its_verdict


def a_report():
    outcomes = {
        OTHER: Outcome.PASSED,
        MUST: Outcome.FAILED,
        SHOULD: Outcome.PASSED,
        BLOCKED: Outcome.BLOCKED,
    }
    listed = known(MUST, issue="https://example.org/7") | known(SHOULD)
    judgement = compared(outcomes, listed, blamed=[MUST])
    its = give_verdict(judgement, complete=True)
    return replace(report(), judgement=judgement, verdict=its, partial=True, lacking=())


def test_the_report_has_the_entries():
    clauses = {each["id"]: each for each in json.loads(a_report().to_bytes())["clauses"]}
    own = {MUST: {"reason": f"why {MUST}", "issue": "https://example.org/7"}}
    assert clauses[MUST]["outcome"] == "known-failure"
    assert clauses[MUST]["known"] == clauses[BLOCKED]["known"] == own
    assert clauses[MUST]["counterexample"] == SHOWN.text
    assert clauses[SHOULD]["known"] == {SHOULD: {"reason": f"why {SHOULD}"}}
    assert "known" not in clauses[OTHER]


def test_known_failures_are_a_line_each_unless_all_is_wanted():
    text = "\n\n".join(told(a_report(), Detail.OVERVIEW))
    assert f"    why {MUST} (https://example.org/7): {MUST}\n" in text.replace("\n        ", " ")
    assert SHOWN.text not in text
    assert f"UNEXPECTED PASS {SHOULD} (SHOULD)\n    it passes, although it is listed" in text
    assert "with --write-known-failures. A run that judges everything" in " ".join(text.split())
    assert " known  unexpected " in text
    assert "\nverdict (partial): not conformant — 1 clause (scopes 1) passes that is listed" in text
    full = "\n\n".join(told(a_report()))
    assert f"KNOWN FAILURE {MUST}: task t1 was left" in full
    assert "    spawn t1" in full


def test_a_conformant_verdict_says_what_it_leaves_out():
    outcomes = {OTHER: Outcome.PASSED, MUST: Outcome.FAILED, BLOCKED: Outcome.BLOCKED}
    judgement = compared(outcomes, known(MUST), blamed=[MUST])
    its = give_verdict(judgement, complete=True)
    made = replace(report(), judgement=judgement, verdict=its, lacking=())
    assert " ".join(verdict_of(made).split()) == (
        "verdict: conformant — 1 MUST clause passed, 1 clause (scopes 1) failed as listed,"
        " 1 MUST clause could not be judged for it"
    )


def test_the_list_follows_what_fails_now():
    text = f"""\
# Ours.
["{MUST}"]
reason = "slow"   # since March
versions = ">=1"

["{SHOULD}"]
reason = "old"

["{BLOCKED}"]
reason = "was seen once"

["tasks/arguments"]
reason = "passes here"
versions = "<1"
"""
    outcomes = {
        MUST: Outcome.FAILED,
        OTHER: Outcome.FAILED,
        SHOULD: Outcome.PASSED,
        MAY: Outcome.FAILED,
        BLOCKED: Outcome.VACUOUS,
        "tasks/arguments": Outcome.PASSED,
    }
    listed = parse_known_failures(text, "it")
    judgement = compared(outcomes, listed)
    now = known_failures_now(text, "it", judgement, "1.0")
    assert now == (
        text.replace(f'["{SHOULD}"]\nreason = "old"\n\n', "")
        + f'\n["{OTHER}"]\nreason = "not yet explained"\n'
    )
    again = compared(outcomes, parse_known_failures(now, "it"))
    assert verdict(again) == "inconclusive"  # the vacuous one; nothing fails, nothing is unexpected
    assert not again.having(Outcome.UNEXPECTED_PASS)
    assert known_failures_now(now, "it", again, "1.0") == now


def test_an_entry_of_another_version_is_made_to_apply():
    text = f'["{MUST}"]\nreason = "slow"\nversions = "<1"\n'
    judgement = compared({MUST: Outcome.FAILED}, parse_known_failures(text, "it"))
    now = known_failures_now(text, "it", judgement, "1.0")
    assert now == f'["{MUST}"]\nreason = "slow"\n'


def test_results_of_properties_are_never_known_failures():
    found = [Result("t::test_a", MUST, Outcome.FAILED, "why")]
    judgement = judge_clauses(specification().clauses, found, set())
    assert judgement.clauses[0].outcome is Outcome.FAILED


def test_clauses_with_one_reason_are_named_together():
    outcomes = {MUST: Outcome.FAILED, OTHER: Outcome.FAILED, SHOULD: Outcome.FAILED}
    listed = {each: KnownFailure(each, "one\n cause") for each in (MUST, SHOULD)} | known(OTHER)
    lines = known_failure_lines(compared(outcomes, listed))
    assert lines[1:] == [
        f"    why {OTHER}: {OTHER}",
        f"    one cause: {MUST}, {SHOULD}",
    ]
