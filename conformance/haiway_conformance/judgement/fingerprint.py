"""A trace in a few bytes, by which another one is recognized as the same: `Fingerprint`."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final, Self

from haiway_conformance.simulation import Event

__all__ = ("Fingerprint",)

# So many marks at most: a trace of more events is marked at every second one, or third...
MARKS: Final = 64


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells a trace from others, and where they part.

    Attributes:
        events: How many events the trace has.
        digest: A digest of all of them, and of how the run ended: 16 hexadecimal digits.
        marks: For every event, or every so many and the last one, two digits of the digest of all
            events up to it.

    Raises:
        ValueError: If there are not as many marks as that.
    """

    events: int
    digest: str
    marks: str

    def __post_init__(self) -> None:
        if len(self.marks) != 2 * ceil(self.events / _step(self.events)):
            raise ValueError(
                f"there are {len(self.marks)} digits of marks for {self.events} events"
            )

    @classmethod
    def of(cls, trace: Sequence[Event], ending: str) -> Self:
        """Take the fingerprint of a run.

        Args:
            trace: Its events.
            ending: How it ended, in words that are the same in every run.
        """
        step = _step(len(trace))
        digest = hashlib.sha256()
        marks: list[str] = []
        for number, event in enumerate(trace, 1):
            digest.update(_line(event))
            if number % step == 0 or number == len(trace):
                marks.append(digest.hexdigest()[:2])
        digest.update(ending.encode("utf-8", "surrogatepass"))
        return cls(len(trace), digest.hexdigest()[:16], "".join(marks))

    def parting(self, trace: Sequence[Event]) -> range:
        """Where a trace is not the one of this fingerprint any more.

        Args:
            trace: The events of another run.

        Returns:
            The numbers of the events, from 0, among which the first one is that differs: mostly
            it is one number. That of the trace's length means that the trace ends too early.
            Empty if all events are the same.
        """
        step = _step(self.events)
        digest = hashlib.sha256()
        for number, event in enumerate(trace, 1):
            if number > self.events:
                return range(self.events, number)
            digest.update(_line(event))
            if number % step == 0 or number == self.events:
                place = ceil(number / step) - 1
                if digest.hexdigest()[:2] != self.marks[2 * place : 2 * place + 2]:
                    return range(place * step, number)
        if len(trace) == self.events:
            return range(0)
        return range(len(trace) // step * step, len(trace) + 1)


def _step(events: int) -> int:
    return max(1, ceil(events / MARKS))


def _line(event: Event) -> bytes:
    _, iteration, time, task, did, subject, detail = event
    line = repr((iteration, float(time), task, str(did), subject, detail))
    return f"{line}\n".encode("utf-8", "surrogatepass")
