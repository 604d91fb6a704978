"""The first difference between a run that violates a clause and one that does not: `contrast`."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from haiway_conformance.judgement.findings import Contrast
from haiway_conformance.judgement.oracle import Attempt, Attempting, Oracle, schedules_around
from haiway_conformance.judgement.run import Run
from haiway_conformance.simulated_loop import Event

__all__ = ("contrast",)

_ITSELF = "the same program, with the same implementation under another schedule"
_ORACLE = "the same program, with a right implementation"


def contrast(
    run: Run, attempt: Attempting, oracles: Sequence[Oracle], seed: int
) -> Contrast | None:
    """Find the run of the same program that passes and begins most like one that does not.

    Args:
        run: The run that violates a clause.
        attempt: Asks the property, with the implementation.
        oracles: Right implementations, for a program that passes under no schedule.
        seed: The seed of the random schedules that are tried.

    Returns:
        The first difference; None if nothing that was tried passes, or if the events are the same.
    """
    itself = (attempt(run.program, choices) for choices in schedules_around(run, seed))
    # A run that is left out, or in which the clause says nothing, has not passed.
    found = _nearest(run, (each for each in itself if each.met))
    whose = _ITSELF
    if found is None:
        found = _nearest(run, _answers(run, oracles, seed))
        whose = _ORACLE
    if found is None:
        return None
    here, there = _difference(run, found)
    if here is None and there is None:
        return None
    return Contrast(whose, _in_words(here), _in_words(there))


def _answers(run: Run, oracles: Sequence[Oracle], seed: int) -> Iterator[Attempt]:
    for oracle in oracles:
        yield from oracle.answers(run, seed)


def _nearest(run: Run, attempts: Iterable[Attempt]) -> Run | None:
    """Return the passing run that has the most events in common with a run, from the first on."""
    passing = [
        each.run
        for each in attempts
        if each.run is not None and each.violation is None and not each.run.hung
    ]
    return max(passing, key=lambda each: _in_common(run, each), default=None)


def _in_common(run: Run, other: Run) -> int:
    for number, (here, there) in enumerate(zip(run.trace, other.trace, strict=False)):
        if _what(here) != _what(there):
            return number
    return min(len(run.trace), len(other.trace))


def _difference(run: Run, other: Run) -> tuple[Event | None, Event | None]:
    for here, there in zip_longest(run.trace, other.trace):
        if here is None or there is None or _what(here) != _what(there):
            return here, there
    return None, None


def _what(event: Event) -> tuple[str, ...]:
    return event.task, event.did, event.subject, event.detail


def _in_words(event: Event | None) -> str:
    return "nothing more happens" if event is None else event.in_words
