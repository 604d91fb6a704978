"""Reports that no implementation was judged for: with any outcome, and with any text."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from haiway_conformance.adapter import Implementation
from haiway_conformance.judgement import Counterexample
from haiway_conformance.known_failures import KnownFailure
from haiway_conformance.report import (
    FailedProperty,
    JudgedClause,
    Judgement,
    Outcome,
    Report,
    Verdict,
    give_verdict,
)
from haiway_spec import specification

MUST, OTHER_MUST, SHOULD, MAY = (
    "scopes/exit-awaits-tasks",
    "streams/order",
    "scopes/single-use",
    "scopes/foreign-exit",
)
LISTED = "cancellation/check"
KNOWN = KnownFailure(LISTED, "it is too quiet", "https://example.org/7")
SHA256 = "0123456789abcdef" * 4

# Everything that a target may say to be taken for something else.
HOSTILE = (
    "<script>alert(1)</script> ]]> &amp; </failure> </details>\n"
    "::error title=mine::not yours\n##[error]neither %0A::warning::this\r\n"
    "| a | b |\n``` \n````\n# heading\n- item [link](javascript:1) ![image](http://x/y) @user #1\n"
    "\x00\x07\x1b[31mred\x1b[0m \x7f\x85\ufffe\uffff \ud800 half \udcff \u202eturned"
    "\u2028 \U0001f600"
)


def said_of(clause: str) -> str:
    return f"a task was left in {clause}"


def judged(
    clause: str, outcome: Outcome, message: str = "", picture: str = "the program:\n    spawn t1"
) -> JudgedClause:
    """Return a clause with an outcome, each with a cause of its own."""
    found = specification().clause(clause)
    message, picture = message or said_of(clause), f"{clause}\n{picture}"
    shown = Counterexample(message, picture, "hwc1.token", 1)
    failures = (FailedProperty("a::test_it", message, shown),)
    return JudgedClause(
        found,
        outcome,
        message=message if outcome is not Outcome.PASSED else "",
        failures=failures if outcome in FAILURES else (),
        known=(KNOWN,) if outcome is Outcome.KNOWN_FAILURE else (),
        observed=("cancelled", "not cancelled") if outcome is Outcome.RECORDED else (),
    )


FAILURES = (Outcome.FAILED, Outcome.KNOWN_FAILURE)


def report(
    clauses: Mapping[str, Outcome] | Iterable[JudgedClause],
    *,
    unjudged: Iterable[str] = (),
    name: str = "mine",
    verdict: Verdict | None = None,
    partial: bool = False,
    sha256: str = SHA256,
) -> Report:
    found = clauses.items() if isinstance(clauses, Mapping) else ()
    of = tuple(judged(*each) for each in found) or tuple(clauses)
    judgement = Judgement(of, tuple(specification().clause(each) for each in unjudged))
    return Report(
        edition="2025.8",
        kit="1.2+local",
        python="3.13.0",
        profile="quick",
        seed=7,
        partial=partial,
        implementation=Implementation("mine:Adapter", name, "0.1", sha256),
        lacking=(),
        judgement=judgement,
        verdict=verdict or give_verdict(judgement, complete=True),
        programs="",
        nondeterministic={},
    )


def hostile() -> Report:
    """Return a report in which every text is hostile."""
    failed = [judged(each, Outcome.FAILED, HOSTILE + each, HOSTILE) for each in (MUST, SHOULD)]
    return report([*failed, judged(OTHER_MUST, Outcome.ERROR, HOSTILE)], name=HOSTILE)


def many(count: int, message: str, picture: str) -> Report:
    """Return a report of many failures, all of MUSTs, each with another cause."""
    musts = [each for each in specification().clauses if each.level == "MUST"]
    found: list[JudgedClause] = []
    for number in range(count):
        clause = musts[number % len(musts)]
        one = judged(clause.id, Outcome.FAILED, f"{number} {message}", f"{number}\n{picture}")
        found.append(replace(one, clause=replace(clause, id=f"{clause.chapter}/number-{number}")))
    return report(found)


EVERY_KIND = {
    MUST: Outcome.FAILED,
    OTHER_MUST: Outcome.PASSED,
    SHOULD: Outcome.FAILED,
    MAY: Outcome.RECORDED,
    "tasks/result": Outcome.VACUOUS,
    "tasks/arguments": Outcome.ERROR,
    "tasks/called-once": Outcome.BLOCKED,
    "streams/end": Outcome.UNSUPPORTED,
    LISTED: Outcome.KNOWN_FAILURE,
    "streams/failure": Outcome.UNEXPECTED_PASS,
}
