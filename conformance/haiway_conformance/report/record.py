"""The content of `report.json`: `Report`. It depends on the judgement alone, not on the machine."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from haiway_conformance.adapter import Implementation
from haiway_conformance.judgement.findings import Counterexample
from haiway_conformance.report.clauses import Judgement
from haiway_conformance.report.exhaustive import exhausted_by, exhausted_to_json
from haiway_conformance.report.groups import Group, grouped
from haiway_conformance.report.json_text import json_bytes
from haiway_conformance.report.judged import FailedProperty, JudgedClause
from haiway_conformance.report.result import Outcome, Result
from haiway_conformance.report.schema import SCHEMA, validated
from haiway_conformance.report.verdict import Verdict

__all__ = ("Report", "digest_of_programs")


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was found out about an implementation.

    Attributes:
        edition: The specification's edition.
        kit: The kit's version.
        python: Python's version.
        profile: The name of the profile.
        seed: The seed.
        partial: True if only a part of the specification was to be judged.
        implementation: The implementation under test.
        lacking: The capabilities that it lacks.
        judgement: The outcomes.
        verdict: The verdict.
        programs: A digest of all programs that were run.
        nondeterministic: For each property some of whose runs were not deterministic, how a run
            differed when it was repeated.
        shard: The share of the properties that were judged, such as `2/3`; empty for all.
    """

    edition: str
    kit: str
    python: str
    profile: str
    seed: int
    partial: bool
    implementation: Implementation
    lacking: tuple[str, ...]
    judgement: Judgement
    verdict: Verdict
    programs: str
    nondeterministic: Mapping[str, str]
    shard: str = ""

    @property
    def groups(self) -> tuple[Group, ...]:
        """The failing clauses, in groups by what shows them."""
        return grouped(self.judgement.having(Outcome.FAILED))

    def to_json(self) -> dict[str, Any]:
        """Return a tree of dictionaries, lists, strings and numbers, in a fixed order."""
        judged = self.implementation
        return {
            "schema": SCHEMA,
            "edition": self.edition,
            "kit": self.kit,
            "python": self.python,
            "profile": self.profile,
            "seed": self.seed,
            "partial": self.partial,
            **({"shard": self.shard} if self.shard else {}),
            "implementation": {
                "target": judged.target,
                "name": judged.name,
                "version": judged.version,
                **({"sha256": judged.sha256} if judged.sha256 else {}),
            },
            "verdict": str(self.verdict),
            "unsupported": list(self.lacking),
            "unjudged": [clause.id for clause in self.judgement.unjudged],
            "programs": self.programs,
            "unrepeatable": dict(self.nondeterministic),
            **exhausted_to_json(exhausted_by(self.judgement)),
            "groups": [[each.clause.id for each in group.clauses] for group in self.groups],
            "clauses": [_clause_to_json(each) for each in self.judgement.clauses],
        }

    def to_bytes(self) -> bytes:
        """Return the content of `report.json`, which keeps to its schema."""
        return json_bytes(validated(self.to_json()))


def digest_of_programs(results: Iterable[Result]) -> str:
    """Compute a digest of all programs that were run: equal if the same programs were run.

    Args:
        results: The results of properties, in any order.
    """
    lines = sorted(f"{each.test} {each.findings.digest}\n" for each in results)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _clause_to_json(judged: JudgedClause) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": judged.clause.id,
        "level": str(judged.clause.level),
        "outcome": str(judged.outcome),
        "programs": judged.programs,
        "met": judged.met,
        "schedules": judged.schedules,
        **exhausted_to_json(judged.exhausted),
    }
    if judged.message:
        data["message"] = judged.message
    if judged.left_out:
        data["left_out"] = judged.left_out
    if judged.blocked_by:
        data["blocked_by"] = list(judged.blocked_by)
    if judged.known:
        data["known"] = {each.clause: each.to_json() for each in judged.known}
    data |= _counterexample_to_json(judged.counterexample)
    if (shown := judged.counterexample) is not None and shown.picture is not None:
        data["picture"] = shown.picture.to_json()
    if judged.failures:
        data["failures"] = [_failure_to_json(each) for each in judged.failures]
    if judged.outcome is Outcome.RECORDED:
        data["observed"] = list(judged.observed)
        if judged.shows:
            data["shows"] = dict(judged.shows)
    return data


def _failure_to_json(failed: FailedProperty) -> dict[str, Any]:
    return {
        "property": failed.name,
        "test": failed.test,
        "message": failed.message,
        **_counterexample_to_json(failed.counterexample),
    }


def _counterexample_to_json(shown: Counterexample | None) -> dict[str, Any]:
    if shown is None:
        return {}
    data: dict[str, Any] = {
        "counterexample": shown.text,
        "token": shown.token,
        "size": shown.size,
        "minimal": shown.minimal,
    }
    if shown.violates:
        data["violates"] = list(shown.violates)
    if shown.ending:
        data["ending"] = shown.ending
    if shown.contrast is not None:
        data["contrast"] = asdict(shown.contrast)
    return data
