"""Judge an implementation, from the options to the exit code: `certify`."""

import json
import platform
import time
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TextIO

from haiway_spec import Clause

from haiway_conformance.adapter import (
    ImplementationUnderTest,
    TargetError,
    importing_from_here,
    plug_in,
)
from haiway_conformance.certify.engine import run_suite
from haiway_conformance.certify.interruption import interruptible
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
from haiway_conformance.known_failures import KnownFailuresError
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
    write_files,
)
from haiway_conformance.report.known import that_apply
from haiway_conformance.report.result import Result

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
            with undisturbed(), silenced_logging():
                under_test = plug_in(options.target)
            check_formats(formats, under_test.identity)
            if merged is not None:
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
            err.writelines(f"Warning: {each}\n" for each in under_test.warnings)
            applying = that_apply(listed.known, under_test.identity.version)
            judged = None if merged is None else merged.results
            witness, results = _judge(
                options, clauses, under_test, err, known=applying, judged=judged
            )
        except (OptionsError, OutputError) as error:
            err.write(f"Error: {error}\n")
            return CANNOT_BE_JUDGED
        complete = not (witness.interrupted or witness.problems or interruption.signal)
        report = make_report(
            clauses,
            results,
            under_test,
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
            "run.json": f"{json.dumps(facts, indent=2)}\n".encode(),
            **{each.file: each.render(report) for each in formats},
        }
        if options.shard is not None:
            run = facts_of(options, under_test, listed.known)
            judged = JudgedShard(options.shard, run, complete, tuple(results))
            files[RESULTS] = judged.to_bytes()
        try:
            if options.output is not None:
                write_files(options.output, files)
            listed.write(report, err)
        except OutputError as error:
            err.write(f"Error: {error}\n")
            return CANNOT_BE_JUDGED
    return exit_code(report.verdict, interruption.signal)


def _judge(
    options: CertifyOptions,
    clauses: Sequence[Clause],
    under_test: ImplementationUnderTest,
    err: TextIO,
    *,
    known: Collection[str],
    judged: Sequence[Result] | None,
) -> tuple[Witness, Sequence[Result]]:
    """Run the suite, then make the counterexamples smaller, but for those of known failures.

    If it was judged already, only the second part is done; in a shard, only the first.

    Returns:
        The witness of both, and the results.
    """
    to_judge = [each.id for each in clauses] if options.partial else []
    with showing_progress(err) as progress:
        witness = Witness(progress)
        if judged is None:
            _run(options, to_judge, witness, under_test, NOTHING)
        results = witness.results() if judged is None else judged
        if options.shard is not None:
            return witness, results
        chosen = to_make_smaller(results, full=options.full, known=known)
        if not chosen or witness.interrupted or witness.problems:
            return witness, results
        progress.make_smaller(sum(map(len, chosen.values())))
        again = Witness(Nothing())
        plan = ShrinkingPlan.for_violations(chosen, full=options.full)
        _run(options, to_judge, again, under_test, plan)
        witness.interrupted = again.interrupted
        witness.problems += again.problems
    return witness, with_smaller(results, again.results(), chosen)


def _run(
    options: CertifyOptions,
    clauses: Sequence[str],
    witness: Witness,
    under_test: ImplementationUnderTest,
    plan: ShrinkingPlan,
) -> None:
    try:
        run_suite(options, clauses, witness, under_test, plan)
    except KeyboardInterrupt:
        witness.interrupted = True


def _detail(options: CertifyOptions) -> Detail:
    if options.quiet:
        return Detail.VERDICT
    # Who names clauses wants to see all of them.
    return Detail.FULL if options.full or options.clauses else Detail.OVERVIEW
