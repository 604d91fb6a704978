"""The fingerprint of a trace, to recognize the same trace by: `Fingerprint`."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final, Self

from haiway_conformance.programs.execution import comparable
from haiway_conformance.simulated_loop import Event

__all__ = ("Fingerprint",)

# The largest number of marks: a longer trace is marked at every second event, or third...
MARKS: Final = 64


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A digest of a trace that also tells where another trace differs.

    It is of what is the same in every run (`comparable`): not of numbers in the messages of an
    implementation's exceptions.

    Attributes:
        events: The number of events.
        digest: A digest of all events and of the run's end: 16 hexadecimal digits.
        marks: Two digits of the digest of all events so far, for each event; of a long trace, for
            every second event, or third..., and the last one.

    Raises:
        ValueError: If the number of marks does not fit the number of events.
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
            ending: Its end, in words.
        """
        step = _step(len(trace))
        digest = hashlib.sha256()
        marks: list[str] = []
        for number, event in enumerate(trace, 1):
            digest.update(_line(event))
            if number % step == 0 or number == len(trace):
                marks.append(digest.hexdigest()[:2])
        digest.update(comparable(ending).encode("utf-8", "surrogatepass"))
        return cls(len(trace), digest.hexdigest()[:16], "".join(marks))

    def parting(self, trace: Sequence[Event]) -> range:
        """Find where a trace differs from the one of this fingerprint.

        Args:
            trace: The events of another run.

        Returns:
            A range of event numbers, from 0, that contains the first event that differs: mostly a
            single number. The length of the trace means that it ends too early. The range is empty
            if all events are the same.
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
    line = repr((iteration, float(time), task, str(did), subject, comparable(detail)))
    return f"{line}\n".encode("utf-8", "surrogatepass")
