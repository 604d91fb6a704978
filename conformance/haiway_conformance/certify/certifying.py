"""The whole way from a request to an exit code: `certify`."""

import json
import platform
import shlex
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata
from typing import TextIO

from haiway_spec import Clause, specification

from haiway_conformance.adapter import (
    CAPABILITIES,
    ImplementationUnderTest,
    TargetError,
    importing_from_here,
    plug_in,
)
from haiway_conformance.certify.engine import run_suite
from haiway_conformance.certify.interruption import interruptible
from haiway_conformance.certify.progress import showing_progress
from haiway_conformance.certify.request import Request, RequestError, select_clauses, to_run
from haiway_conformance.certify.witness import Witness
from haiway_conformance.report import (
    CANNOT_BE_JUDGED,
    OutputError,
    Report,
    digest_of_programs,
    exit_code,
    give_verdict,
    judge_clauses,
    prepare_folder,
    summarize,
    unrepeatable,
    write_file,
)

__all__ = ("certify",)


def certify(request: Request, *, out: TextIO, err: TextIO) -> int:
    """Judge an implementation, and tell the verdict.

    Args:
        request: What is asked for.
        out: Where the table, the failures and the verdict go: the same text for the same request.
        err: Where progress goes, and what is wrong with the request.

    Returns:
        The exit code: 0 conformant, 1 not conformant, 2 the target can't be judged, 3
        inconclusive; 130 or 143 when interrupted.
    """
    started = datetime.now(UTC)
    clock = time.monotonic()
    with interruptible() as interruption, importing_from_here():
        try:
            clauses = select_clauses(request)
            if request.output is not None:
                prepare_folder(request.output)
            under_test = plug_in(request.target)
        except (RequestError, OutputError, TargetError) as error:
            err.write(f"Error: {error}\n")
            return CANNOT_BE_JUDGED
        except KeyboardInterrupt:
            if interruption.signal is None:
                raise
            err.write("Error: interrupted before anything was judged\n")
            return 128 + interruption.signal
        witness = _judge(request, clauses, under_test, err)
        complete = not (witness.interrupted or interruption.signal)
        report = _report(request, clauses, witness, under_test, complete=complete)
        blocks = summarize(report, lambda clause: _again(request, clause))
        out.write("\n\n".join(blocks) + "\n")
        err.writelines(
            f"Error: the suite did not run as it should: {each}\n" for each in witness.problems
        )
        if request.output is not None:
            facts = {
                "started": started.isoformat(timespec="seconds"),
                "seconds": round(time.monotonic() - clock, 3),
                "jobs": request.jobs,
                "platform": platform.platform(),
                "python": platform.python_implementation(),
            }
            try:
                write_file(request.output / "report.json", report.to_bytes())
                write_file(request.output / "run.json", f"{json.dumps(facts, indent=2)}\n".encode())
            except OutputError as error:
                err.write(f"Error: {error}\n")
                return CANNOT_BE_JUDGED
    return exit_code(report.verdict, interruption.signal)


def _judge(
    request: Request, clauses: Sequence[Clause], under_test: ImplementationUnderTest, err: TextIO
) -> Witness:
    with showing_progress(err) as progress:
        witness = Witness(progress)
        try:
            run_suite(request, to_run(request, clauses), witness, under_test)
        except KeyboardInterrupt:
            witness.interrupted = True
    return witness


def _report(
    request: Request,
    clauses: Sequence[Clause],
    witness: Witness,
    under_test: ImplementationUnderTest,
    *,
    complete: bool,
) -> Report:
    results = witness.results()
    judgement = judge_clauses(clauses, results, under_test.present)
    return Report(
        edition=specification().edition,
        kit=metadata.version("haiway-conformance"),
        python=platform.python_version(),
        profile=request.profile,
        seed=request.seed,
        partial=request.partial,
        implementation=under_test.identity,
        lacking=tuple(each for each in CAPABILITIES if each not in under_test.present),
        judgement=judgement,
        verdict=give_verdict(judgement, complete=complete),
        programs=digest_of_programs(results),
        unrepeatable=unrepeatable(results),
    )


def _again(request: Request, clause: Clause) -> str:
    words = ["haiway-conformance", "certify", request.target, "--clause", clause.id]
    if request.profile != "default":
        words += ["--profile", request.profile]
    if request.seed:
        words += ["--seed", str(request.seed)]
    return shlex.join(words)
