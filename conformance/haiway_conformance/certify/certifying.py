"""Judge an implementation, from the options to the exit code: `certify`."""

import platform
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal, TextIO

from haiway_spec import Clause

from haiway_conformance.adapter import (
    Implementation,
    ImplementationUnderTest,
    PluggedIn,
    TargetError,
    importing_from_here,
    plug_in,
)
from haiway_conformance.certify.engine import run_suite
from haiway_conformance.certify.interruption import interruptible
from haiway_conformance.certify.judging_apart import judge_apart
from haiway_conformance.certify.listing import ListedFailures
from haiway_conformance.certify.merging import MergedShards
from haiway_conformance.certify.options import (
    CertifyOptions,
    OptionsError,
    check_formats,
    check_shard,
    select_clauses,
    select_formats,
)
from haiway_conformance.certify.progress import Nothing, showing_progress
from haiway_conformance.certify.sharding import RESULTS, JudgedShard, facts_of
from haiway_conformance.certify.smaller import to_make_smaller, with_smaller
from haiway_conformance.certify.telling import tell, width_for
from haiway_conformance.certify.witness import Witness
from haiway_conformance.certify.workers import check_workers
from haiway_conformance.known_failures import KnownFailure, KnownFailuresError
from haiway_conformance.plugin.logs import silenced_logging
from haiway_conformance.plugin.shrinking_plan import NOTHING, ShrinkingPlan
from haiway_conformance.plugin.surroundings import undisturbed
from haiway_conformance.report import (
    CANNOT_BE_JUDGED,
    Detail,
    OutputError,
    exit_code,
    make_report,
    prepare_folder,
    summarize,
    write_reports,
)
from haiway_conformance.report.json_text import json_bytes
from haiway_conformance.report.known import that_apply
from haiway_conformance.report.result import Result
from haiway_conformance.report.visible import visible

__all__ = ("certify", "merge")


def merge(
    folders: Sequence[Path],
    *,
    output: Path | None = None,
    formats: tuple[str, ...] = (),
    write_known_failures: Path | None = None,
    jobs: int | Literal["auto"] = 1,
    quiet: bool = False,
    out: TextIO,
    err: TextIO,
) -> int:
    """Make the report of a run from its shards: the one that a run without shards makes.

    Args:
        folders: The output folders of all shards, in any order; at least one.
        output: The folder for the reports; None for no files.
        formats: Names of formats in which the report is written into that folder, too.
        write_known_failures: The file to write what fails now into; None for none.
        jobs: The number of processes that make counterexamples smaller at once.
        quiet: True to tell the verdict alone.
        out: The stream for the table, the failures and the verdict.
        err: The stream for progress, and for what is wrong with the shards.

    Returns:
        The exit code, as that of `certify`; 2 also if these are not all shards of one run, or if
        something else is installed here than what they judged.
    """
    try:
        merged = MergedShards.read(folders)
    except OptionsError as error:
        err.write(f"Error: {error}\n")
        return CANNOT_BE_JUDGED
    own = {
        "output": output,
        "formats": formats,
        "write_known_failures": write_known_failures,
        "jobs": jobs,
        "quiet": quiet,
    }
    return certify(merged.options(**own), out=out, err=err, merged=merged)


def certify(
    options: CertifyOptions, *, out: TextIO, err: TextIO, merged: MergedShards | None = None
) -> int:
    """Judge an implementation, and report the verdict.

    Args:
        options: What to judge, and how thoroughly.
        out: The stream for the table, the failures and the verdict: the same text for the same
            options.
        err: The stream for progress, and for what is wrong with the options.
        merged: What shards of this run have judged already; None to judge here.

    Returns:
        The exit code: 0 conformant, 1 not conformant, 2 the target cannot be judged, 3
        inconclusive; 130 or 143 when interrupted.
    """
    started = datetime.now(UTC)
    clock = time.monotonic()
    with interruptible() as interruption, importing_from_here():
        try:
            clauses = select_clauses(options)
            check_shard(options)
            check_workers(options)
            formats = select_formats(options.formats, options.output)
            listed = (
                ListedFailures.read(options)
                if merged is None
                else ListedFailures.given(merged.known_failures, options)
            )
            if options.output is not None:
                prepare_folder(options.output)
            here = merged is not None or not options.elsewhere
            under_test = _plug_in(options.target) if here else None
            if under_test is not None:
                check_formats(formats, under_test.identity)
            if merged is not None and under_test is not None:
                merged.check(options, under_test)
        except (KnownFailuresError, OptionsError, OutputError, TargetError) as error:
            err.write(f"Error: {error}\n")
            return CANNOT_BE_JUDGED
        except KeyboardInterrupt:
            if interruption.signal is None:
                raise
            err.write("Error: interrupted before anything was judged\n")
            return 128 + interruption.signal
        try:
            if under_test is not None:
                _warn(under_test.warnings, err)
            judged = None if merged is None else merged.results
            witness, results = _judge(
                options, clauses, under_test, err, known=listed.known, judged=judged
            )
        except (OptionsError, OutputError, TargetError) as error:
            err.write(f"Error: {visible(str(error))}\n")
            return CANNOT_BE_JUDGED
        known = under_test or witness.plugged_in or _unknown(options.target)
        complete = not (witness.interrupted or witness.problems or interruption.signal)
        report = make_report(
            clauses,
            results,
            known,
            profile=options.profile,
            seed=options.seed,
            partial=options.partial,
            complete=complete,
            known=listed.known,
            shard="" if options.shard is None else str(options.shard),
        )
        tell(summarize(report, detail=_detail(options), width=width_for(out)), out)
        err.writelines(
            f"Error: the suite itself failed to run: {each}\n" for each in witness.problems
        )
        facts = {
            "started": started.isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - clock, 3),
            "jobs": options.jobs,
            "tx": list(options.tx),
            "platform": platform.platform(),
            "python": platform.python_implementation(),
        }
        files = {
            "report.json": report.to_bytes(),
            "run.json": json_bytes(facts),
            **{
                each.file: each.render(report)
                for each in formats
                if not each.why_not(known.identity)
            },
        }
        if options.shard is not None:
            run = facts_of(options, known, listed.known)
            judged = JudgedShard(options.shard, run, complete, tuple(results))
            files[RESULTS] = judged.to_bytes()
        try:
            if options.output is not None:
                write_reports(options.output, files)
            listed.write(report, err)
            # Another process was the first to know the implementation, so it is late to say so.
            check_formats(formats, known.identity)
        except (OptionsError, OutputError) as error:
            err.write(f"Error: {error}\n")
            return CANNOT_BE_JUDGED
    return exit_code(report.verdict, interruption.signal)


def _judge(
    options: CertifyOptions,
    clauses: Sequence[Clause],
    under_test: ImplementationUnderTest | None,
    err: TextIO,
    *,
    known: Mapping[str, KnownFailure],
    judged: Sequence[Result] | None,
) -> tuple[Witness, Sequence[Result]]:
    """Run the suite, then make the counterexamples smaller, but for those of known failures.

    If it was judged already, only the second part is done; in a shard, only the first.

    Returns:
        The witness of both, and the results.

    Raises:
        TargetError: If another process finds that the implementation cannot be judged.
    """
    to_judge = [each.id for each in clauses] if options.partial else []
    with showing_progress(err) as progress:
        witness = Witness(progress, lambda warnings: _warn(warnings, err))
        run = partial(_run, to_judge, under_test=under_test, err=err)
        if judged is None:
            run(options, witness, plan=NOTHING)
        if witness.refused:
            raise TargetError(witness.refused)
        results = witness.results() if judged is None else judged
        if options.shard is not None or witness.over:
            return witness, results
        found = under_test or witness.plugged_in or _unknown(options.target)
        applying = that_apply(known, found.identity.version)
        chosen = to_make_smaller(results, full=options.full, known=applying)
        if not chosen:
            return witness, results
        progress.make_smaller(sum(map(len, chosen.values())))
        again = Witness(Nothing())
        plan = ShrinkingPlan.for_violations(chosen, full=options.full)
        isolate = options.isolate or bool(witness.deaths)
        run(replace(options, isolate=isolate), again, plan=plan)
        witness.interrupted = again.interrupted
        witness.problems += again.problems
    return witness, with_smaller(results, again.results(), chosen)


def _run(
    clauses: Sequence[str],
    options: CertifyOptions,
    witness: Witness,
    *,
    under_test: ImplementationUnderTest | None,
    plan: ShrinkingPlan,
    err: TextIO,
) -> None:
    try:
        if options.elsewhere:
            judge_apart(options, clauses, witness, plan, lambda said: _warn([said], err))
        else:
            run_suite(options, clauses, witness, under_test, plan)
    except KeyboardInterrupt:
        witness.interrupted = True


def _plug_in(target: str) -> ImplementationUnderTest:
    with undisturbed(), silenced_logging():
        return plug_in(target)


def _unknown(target: str) -> PluggedIn:
    return PluggedIn(Implementation(target, "unknown", "unknown"))


def _warn(warnings: Iterable[str], err: TextIO) -> None:
    err.writelines(f"Warning: {visible(each)}\n" for each in warnings)


def _detail(options: CertifyOptions) -> Detail:
    if options.quiet:
        return Detail.VERDICT
    # Who names clauses wants to see all of them.
    return Detail.FULL if options.full or options.clauses else Detail.OVERVIEW
