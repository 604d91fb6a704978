"""The whole way from a token to an exit code: `replay`."""

from textwrap import fill
from typing import Final, TextIO

from haiway_spec import UnknownClause, specification

from haiway_conformance.adapter import (
    Adapter,
    Implementation,
    TargetError,
    importing_from_here,
    plug_in,
)
from haiway_conformance.interpreter import interpreter
from haiway_conformance.judgement.counterexample import described_run
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.token import Token, TokenError
from haiway_conformance.replay.difference import differences, elsewhere
from haiway_conformance.replay.standalone import standalone
from haiway_conformance.simulated_loop import ReplayChoices
from haiway_conformance.timeline import WIDTH

__all__ = ("replay",)

SAME: Final = 0
DIFFERENT: Final = 1
CANNOT_BE_REPLAYED: Final = 2


def replay(text: str, target: str, *, script: bool, out: TextIO, err: TextIO) -> int:
    """Run a counterexample once more, and say whether the same happens.

    Args:
        text: Its token.
        target: The implementation.
        script: Whether to write it as a script instead of running it.
        out: Receives the script, or the run and the result of the comparison.
        err: Receives the reason why nothing could be run.

    Returns:
        The exit code: 0 the same trace, 1 another one, 2 nothing could be run.
    """
    with importing_from_here():
        try:
            token = Token.from_text(text)
            under_test = plug_in(target)
        except (TokenError, TargetError) as error:
            err.write(f"Error: {error}\n")
            return CANNOT_BE_REPLAYED
        if lacking := token.program.needs - under_test.present:
            err.write(
                f"Error: {target} lacks {', '.join(sorted(lacking))}, which the program of this"
                " counterexample needs. Name an implementation that has it.\n"
            )
            return CANNOT_BE_REPLAYED
        if script:
            out.write(standalone(token, under_test.adapter, target))
            return SAME
        return _replay(token, under_test.adapter, under_test.identity, out)


def _violated(identifier: str) -> str:
    """Name the clause of which it is a counterexample, and quote the start of its statement."""
    if not identifier:
        return ""
    try:
        clause = specification().clause(identifier)
    except UnknownClause:
        return f", of clause {identifier}"  # of another edition
    short = clause.statement.partition("\n\n")[0]
    indent = "    "
    asked = fill(
        short, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
    return f", of clause {identifier}\n\nwhat the clause asks ({clause.level}):\n{asked}"


def _replay(token: Token, adapter: Adapter, implementation: Implementation, out: TextIO) -> int:
    run = execute(adapter, token.program, ReplayChoices(token.deviations))
    name, version, target = implementation.name, implementation.version, implementation.target
    out.write(
        f"{name} {version} ({target}) on Python {interpreter()}\n"
        f"a counterexample{_violated(token.clause)}\n\n{described_run(run, adapter)}\n\n"
    )
    different = list(differences(token, run))
    around = list(elsewhere(token, implementation))
    if different:
        out.write("replayed: another trace\n")
        out.writelines(f"    {each}\n" for each in different)
        out.writelines(
            f"    {each}\n" for each in around or ["nothing around it is known to differ."]
        )
        return DIFFERENT
    out.write(f"replayed: exactly the same trace, of {len(run.trace):,} events\n")
    out.writelines(f"    but {each}\n" for each in around)
    return SAME
