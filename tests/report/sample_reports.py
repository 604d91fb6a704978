"""A report with every outcome, from which tests derive theirs."""

from haiway_conformance.adapter import Implementation
from haiway_conformance.judgement import Counterexample, Findings
from haiway_conformance.report import (
    Detail,
    Report,
    Result,
    digest_of_programs,
    give_verdict,
    judge_clauses,
    summarize,
)
from haiway_conformance.report.result import Outcome
from haiway_spec import specification

MUST = "scopes/exit-awaits-tasks"
SHOWN = Counterexample("task t1 was left", "the program:\n    spawn t1", "token", 1)
OUTCOMES = {
    "scopes/exit-cancels-tasks": Outcome.PASSED,
    "scopes/exit-awaits-tasks": Outcome.FAILED,
    "scopes/single-use": Outcome.FAILED,
    "scopes/foreign-exit": Outcome.RECORDED,
    "tasks/result": Outcome.VACUOUS,
    "tasks/arguments": Outcome.ERROR,
    "streams/order": Outcome.UNSUPPORTED,
}


def results(outcomes=OUTCOMES) -> list[Result]:
    return [
        Result(
            test=f"test_{identifier.replace('/', '::test_').replace('-', '_')}",
            clause=identifier,
            outcome=outcome,
            message="" if outcome in {"passed", "recorded"} else f"why {outcome}",
            findings=Findings(programs=0 if outcome == "unsupported" else 2, schedules=4),
            counterexample=SHOWN if outcome is Outcome.FAILED else None,
        )
        for identifier, outcome in outcomes.items()
    ]


def report(
    outcomes=OUTCOMES, *, complete=True, lacking=("stream", "merge"), nondeterministic=()
) -> Report:
    judgement = judge_clauses(
        (*specification().clauses[:60], specification().clause("streams/order")),
        results(outcomes),
        {"scope"},
    )
    return Report(
        edition="2025.8",
        kit="1.2",
        python="3.13.0",
        profile="quick",
        seed=7,
        partial=False,
        implementation=Implementation("mine:Adapter", "mine", "0.1"),
        lacking=lacking,
        judgement=judgement,
        verdict=give_verdict(judgement, complete=complete),
        programs=digest_of_programs(results(outcomes)),
        nondeterministic=dict(nondeterministic),
    )


def told(of: Report, detail: Detail = Detail.FULL, width: int = 88) -> list[str]:
    return list(summarize(of, detail=detail, width=width))


def verdict_of(of: Report) -> str:
    """Return what is said of the verdict."""
    (block,) = told(of, Detail.VERDICT)
    return block
