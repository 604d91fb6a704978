"""The differences between a counterexample and its replay, in words."""

from collections.abc import Iterator
from importlib import metadata

from haiway_conformance.adapter import Implementation
from haiway_conformance.interpreter import interpreter
from haiway_conformance.judgement.counterexample import fingerprint_of
from haiway_conformance.judgement.ending import ending_of
from haiway_conformance.judgement.run import Run
from haiway_conformance.judgement.token import Token

__all__ = ("differences", "elsewhere")


def elsewhere(token: Token, implementation: Implementation) -> Iterator[str]:
    """Compare the implementation and versions with those at hand when the counterexample was found.

    Args:
        token: The counterexample.
        implementation: The implementation that it is replayed with.

    Yields:
        Sentences; none if no difference is known.
    """
    was, now = token.implementation, implementation
    if (was.name, was.version) != (now.name, now.version):
        yield (
            f"another implementation: it was {was.name} {was.version}, this is {now.name}"
            f" {now.version}."
        )
    python = interpreter()
    if token.python != python:
        yield f"another Python: it was {token.python}, this is {python}."
    kit = metadata.version("haiway-conformance")
    if token.kit != kit:
        yield f"another version of the kit: it was {token.kit}, this is {kit}."


def differences(token: Token, run: Run) -> Iterator[str]:
    """Say how a run differs from the counterexample.

    Args:
        token: The counterexample.
        run: The run of its program under its schedule.

    Yields:
        Sentences; none if everything that happened is the same.
    """
    if fingerprint_of(run) == token.fingerprint:
        return
    parting = token.fingerprint.parting(run.trace)
    if not parting:
        yield f"the events are the same, but not the end, which is now: {ending_of(run)}."
        return
    there = token.fingerprint.events
    yield (
        f"the counterexample had {there:,} events, this trace has {len(run.trace):,}."
        if there != len(run.trace)
        else f"both traces have {there:,} events."
    )
    yield _parted(parting, run)


def _parted(parting: range, run: Run) -> str:
    if len(parting) > 1:
        first, last = parting[0] + 1, parting[-1] + 1
        return f"the first event that differs is among those from number {first:,} to {last:,}."
    number = parting[0]
    if number == len(run.trace):
        return f"after the {number:,} events of this trace, the counterexample had another one."
    event = run.trace[number]
    return f"the first event that differs is number {number + 1:,}; it is now: {event.in_words}."
