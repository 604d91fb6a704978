"""From the results of properties to a report: `make_report`."""

from collections.abc import Collection, Mapping, Sequence
from importlib import metadata
from types import MappingProxyType

from haiway_spec import Clause, specification

from haiway_conformance.adapter import CAPABILITIES, ImplementationUnderTest, PluggedIn
from haiway_conformance.interpreter import interpreter
from haiway_conformance.known_failures import KnownFailure
from haiway_conformance.report.clauses import judge_clauses
from haiway_conformance.report.determinism import nondeterministic
from haiway_conformance.report.ended_early import judged_so_far
from haiway_conformance.report.known import compare_with_known
from haiway_conformance.report.record import Report, digest_of_programs
from haiway_conformance.report.result import Result
from haiway_conformance.report.verdict import give_verdict

__all__ = ("make_report",)


def make_report(
    clauses: Sequence[Clause],
    results: Sequence[Result],
    under_test: ImplementationUnderTest | PluggedIn,
    *,
    profile: str,
    seed: int,
    partial: bool,
    complete: bool,
    known: Mapping[str, KnownFailure] = MappingProxyType({}),
    unsure: Collection[str] = (),
    shard: str = "",
) -> Report:
    """Judge clauses, and give the verdict.

    Args:
        clauses: The clauses to judge, in the specification's order.
        results: The results of all properties that were run, in any order.
        under_test: The implementation under test.
        profile: The name of the profile.
        seed: The seed.
        partial: True if only a part of the specification was to be judged.
        complete: False if the run ended early.
        known: The known failures, by the id of their clause.
        unsure: The ids of clauses some of whose properties were not to run, in a complete run.
        shard: The share of the properties that was to run, such as `2/3`; empty for all. Outcomes
            that other shares may change are left out.
    """
    judgement = judge_clauses(clauses, results, under_test.present)
    whole = complete and not shard
    if not whole:
        judgement = judged_so_far(clauses, judgement, under_test.present)
    judgement = compare_with_known(
        judgement,
        known,
        version=under_test.identity.version,
        unsure=unsure if whole else known.keys(),
    )
    return Report(
        edition=specification().edition,
        kit=metadata.version("haiway-conformance"),
        python=interpreter(),
        profile=profile,
        seed=seed,
        partial=partial or bool(shard),
        implementation=under_test.identity,
        lacking=tuple(each for each in CAPABILITIES if each not in under_test.present),
        judgement=judgement,
        verdict=give_verdict(judgement, complete=complete),
        programs=digest_of_programs(results),
        nondeterministic=nondeterministic(results),
        shard=shard,
    )
