"""Judge an implementation, from the options to the exit code: `certify`."""

import json
import platform
import shlex
import time
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import TextIO

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
from haiway_conformance.certify.options import CertifyOptions, OptionsError, select_clauses
from haiway_conformance.certify.progress import Nothing, showing_progress
from haiway_conformance.certify.smaller import to_make_smaller, with_smaller
from haiway_conformance.certify.witness import Witness
from haiway_conformance.known_failures import KnownFailuresError
from haiway_conformance.plugin.logs import silenced_logging
from haiway_conformance.plugin.shrinking_plan import NOTHING, ShrinkingPlan
from haiway_conformance.plugin.surroundings import undisturbed
from haiway_conformance.report import (
    CANNOT_BE_JUDGED,
    OutputError,
    exit_code,
    make_report,
    prepare_folder,
    summarize,
    write_files,
)
from haiway_conformance.report.known import that_apply
from haiway_conformance.report.result import Result

__all__ = ("certify",)


def certify(options: CertifyOptions, *, out: TextIO, err: TextIO) -> int:
    """Judge an implementation, and report the verdict.

    Args:
        options: What to judge, and how thoroughly.
        out: The stream for the table, the failures and the verdict: the same text for the same
            options.
        err: The stream for progress, and for what is wrong with the options.

    Returns:
        The exit code: 0 conformant, 1 not conformant, 2 the target cannot be judged, 3
        inconclusive; 130 or 143 when interrupted.
    """
    started = datetime.now(UTC)
    clock = time.monotonic()
    with interruptible() as interruption, importing_from_here():
        try:
            clauses = select_clauses(options)
            listed = ListedFailures.read(options)
            if options.output is not None:
                prepare_folder(options.output)
            with undisturbed(), silenced_logging():
                under_test = plug_in(options.target)
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
            witness, results = _judge(options, clauses, under_test, err, applying)
        except OutputError as error:
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
        )
        blocks = summarize(
            report, lambda clause: _rerun_command(options, clause), full=options.full
        )
        out.write("\n\n".join(blocks) + "\n")
        err.writelines(
            f"Error: the suite itself failed to run: {each}\n" for each in witness.problems
        )
        facts = {
            "started": started.isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - clock, 3),
            "jobs": options.jobs,
            "platform": platform.platform(),
            "python": platform.python_implementation(),
        }
        files = {
            "report.json": report.to_bytes(),
            "run.json": f"{json.dumps(facts, indent=2)}\n".encode(),
        }
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
    known: Collection[str],
) -> tuple[Witness, Sequence[Result]]:
    """Run the suite, then make the counterexamples smaller, but for those of known failures.

    Returns:
        The witness of both, and the results.
    """
    to_judge = [each.id for each in clauses] if options.partial else []
    with showing_progress(err) as progress:
        witness = Witness(progress)
        _run(options, to_judge, witness, under_test, NOTHING)
        results = witness.results()
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


def _rerun_command(options: CertifyOptions, clause: Clause) -> str:
    words = ["haiway-conformance", "certify", options.target, "--clause", clause.id]
    if options.profile != "default":
        words += ["--profile", options.profile]
    if options.seed:
        words += ["--seed", str(options.seed)]
    return shlex.join(words)
