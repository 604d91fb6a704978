"""Describe a run that violates a clause: as text for people, as a token for machines."""

from collections.abc import Iterable
from dataclasses import replace
from importlib import metadata
from typing import Final

from haiway_conformance.adapter import Adapter, Implementation
from haiway_conformance.interpreter import interpreter
from haiway_conformance.judgement.ending import ending_of
from haiway_conformance.judgement.findings import Contrast, Counterexample
from haiway_conformance.judgement.fingerprint import Fingerprint
from haiway_conformance.judgement.run import Run
from haiway_conformance.judgement.timeline_with_reasons import timeline_with_reasons
from haiway_conformance.judgement.token import Token
from haiway_conformance.programs import script
from haiway_conformance.timeline import Picture, timeline_of
from haiway_conformance.timeline.folding import folded

__all__ = (
    "UNKNOWN",
    "counterexample",
    "described_run",
    "fingerprint_of",
    "picture_of",
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
    violates: Iterable[str] = (),
    contrast: Contrast | None = None,
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
        violates: The ids of clauses that it violates beside that one.
        contrast: The first difference to a run that passes; None if none is known.
    """
    picture = picture_of(run, adapter, minimal=minimal)
    return Counterexample(
        message,
        picture.to_text(),
        token_of(run, implementation, clause).to_text(),
        run.program.size,
        minimal,
        picture=picture,
        violates=tuple(sorted({clause, *violates} - {""})),
        ending=run.bad_end,
        contrast=contrast,
    )


def token_of(run: Run, implementation: Implementation, clause: str) -> Token:
    """Return a run as a token.

    Args:
        run: The run.
        implementation: The identity of the implementation.
        clause: The id of the clause that it is about; empty if it is not known.
    """
    return Token(
        program=run.program,
        deviations=run.deviations,
        fingerprint=fingerprint_of(run),
        implementation=implementation,
        python=interpreter(),
        kit=metadata.version("haiway-conformance"),
        clause=clause,
    )


def described_run(run: Run, adapter: Adapter | None = None, *, minimal: bool | None = None) -> str:
    """Return a run as text: its end, its program, its schedule, its events and their reasons.

    Args:
        run: The run.
        adapter: As `picture_of` takes it.
        minimal: As `picture_of` takes it.

    Returns:
        Lines without a newline at the end, of at most 96 columns but for long names and numbers.
    """
    return picture_of(run, adapter, minimal=minimal).to_text()


def picture_of(run: Run, adapter: Adapter | None = None, *, minimal: bool | None = None) -> Picture:
    """Return all that is shown of a run.

    Args:
        run: The run.
        adapter: The implementation, with which the run is repeated to find out the reasons for its
            events; None to do without reasons.
        minimal: True if nothing can be taken away from it; None if nobody tried.
    """
    timeline = (
        timeline_of(run.program, run.trace, None)
        if adapter is None
        else timeline_with_reasons(run, adapter)
    )
    return Picture(
        end=ending_of(run),
        program=tuple(script(run.program).splitlines()),
        schedule=_schedule(run),
        timeline=replace(timeline, rows=tuple(folded(timeline.rows))),
        deviates=bool(run.deviations),
        differed=adapter is not None and not timeline.explained,
        minimal=minimal,
    )


def _schedule(run: Run) -> str:
    if not run.deviations:
        return "canonical: external events complete one by one, in the order in which they began"
    number = len(run.deviations)
    return (
        f"{number} deviation{'s'[: number - 1]} from the canonical one, in {run.questions} choices"
    )


def fingerprint_of(run: Run) -> Fingerprint:
    """Return the fingerprint of a run's trace and ending.

    Args:
        run: The run.
    """
    return Fingerprint.of(run.trace, ending_of(run))
