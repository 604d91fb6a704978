"""Describe a run that violates a clause: as text for people, as a token for machines."""

import platform
from importlib import metadata
from textwrap import fill
from typing import Final

from haiway_conformance.adapter import Adapter, Implementation
from haiway_conformance.judgement.findings import Counterexample
from haiway_conformance.judgement.fingerprint import Fingerprint
from haiway_conformance.judgement.run import Run
from haiway_conformance.judgement.timeline_with_reasons import timeline_with_reasons
from haiway_conformance.judgement.token import Token
from haiway_conformance.programs import script
from haiway_conformance.programs.execution import described
from haiway_conformance.simulation import Deadlock, Livelock, Raised, Returned
from haiway_conformance.timeline import WIDTH, table, timeline_of

__all__ = ("UNKNOWN", "counterexample", "described_run", "ending_of", "fingerprint_of")

_INDENT: Final = "    "

_MINIMAL: Final = {
    True: "minimal: no operation and no deviation can be dropped",
    False: (
        "it may not be minimal: the budget ran out (judging the clause alone, or --full, has more)"
    ),
}

# Deeply indented lines of the program have this width, even if that makes them too wide.
NARROWEST: Final = 30

# Shown if an implementation is not deterministic.
_OTHERWISE: Final = (
    "why it happened is not known: when the same program was run again under the same schedule, so"
    " as to be watched, something else happened"
)

UNKNOWN: Final = Implementation("", "unknown", "unknown")
"""An implementation about which nothing is known."""


def counterexample(
    run: Run,
    message: str,
    *,
    adapter: Adapter | None = None,
    implementation: Implementation = UNKNOWN,
    clause: str = "",
    minimal: bool | None = None,
) -> Counterexample:
    """Describe a run that violates a clause.

    Args:
        run: The run.
        message: A sentence that says what is wrong with it.
        adapter: The implementation, with which the run is repeated to find out the reasons for its
            events; None to do without reasons.
        implementation: The identity of the implementation.
        clause: The id of the clause; empty if it is not known.
        minimal: True if nothing can be taken away from it; None if nobody tried.
    """
    token = Token(
        program=run.program,
        deviations=run.deviations,
        fingerprint=fingerprint_of(run),
        implementation=implementation,
        python=platform.python_version(),
        kit=metadata.version("haiway-conformance"),
        clause=clause,
    )
    return Counterexample(
        message,
        described_run(run, adapter, minimal=minimal),
        token.to_text(),
        run.program.size,
        minimal,
    )


def described_run(run: Run, adapter: Adapter | None = None, *, minimal: bool | None = None) -> str:
    """Return a run as text: its end, its program, its schedule, its events and their reasons.

    Args:
        run: The run.
        adapter: The implementation, with which the run is repeated to find out the reasons for its
            events; None to do without reasons.
        minimal: True if nothing can be taken away from it; None if nobody tried.

    Returns:
        Lines without a newline at the end, of at most 96 columns but for long names and numbers.
    """
    timeline = (
        timeline_of(run.program, run.trace, None)
        if adapter is None
        else timeline_with_reasons(run, adapter)
    )
    happened = "what happened, a column per task (t: virtual seconds, i: loop iteration"
    happened += ", *: deviates):" if run.deviations else "):"
    parts = [
        f"the end: {ending_of(run)}",
        *([_MINIMAL[minimal]] if minimal is not None else []),
        "\n".join(["the program:", *(_line(each) for each in script(run.program).splitlines())]),
        f"the schedule: {_schedule(run)}",
        *([_OTHERWISE] if adapter is not None and not timeline.explained else []),
        "\n".join(
            [happened, *(f"{_INDENT}{line}" for line in table(timeline, WIDTH - len(_INDENT)))]
        ),
    ]
    return "\n\n".join(each if "\n" in each else _paragraph(each) for each in parts)


def _schedule(run: Run) -> str:
    if not run.deviations:
        return "canonical: external events complete one by one, in the order in which they began"
    number = len(run.deviations)
    return (
        f"{number} deviation{'s'[: number - 1]} from the canonical one, in {run.questions} choices"
    )


def _line(line: str) -> str:
    """Return a line of the program, indented, and wrapped if it is long."""
    text = line.lstrip()
    begin = f"{_INDENT}{line[: len(line) - len(text)]}"
    return fill(
        text,
        max(WIDTH, len(begin) + NARROWEST),
        initial_indent=begin,
        subsequent_indent=f"{begin}{2 * _INDENT}",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _paragraph(text: str) -> str:
    return fill(text, WIDTH, subsequent_indent=_INDENT, break_on_hyphens=False)


def fingerprint_of(run: Run) -> Fingerprint:
    """Return the fingerprint of a run's trace and ending.

    Args:
        run: The run.
    """
    return Fingerprint.of(run.trace, ending_of(run))


def ending_of(run: Run) -> str:
    """Return the end of a run, in words.

    Args:
        run: The run.
    """
    match run.aftermath.ending:
        case Returned():
            return "main returned"
        case Raised(error):
            return f"main raised {described(error)}"
        case Deadlock():
            return f"deadlock: nothing could run any more. {run.stuck()}"
        case Livelock(stepping=stepping):
            did = "goes on and on" if stepping else "makes no step any more"
            return f"livelock: main {did}. {run.stuck()}"
