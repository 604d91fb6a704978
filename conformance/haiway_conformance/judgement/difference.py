"""The first difference between two runs that should be the same: `difference_between`."""

from itertools import zip_longest

from haiway_conformance.judgement.ending import ending_of
from haiway_conformance.judgement.run import Run
from haiway_conformance.programs.execution import comparable
from haiway_conformance.simulated_loop import Event

__all__ = ("difference_between",)


def difference_between(first: Run, second: Run) -> str:
    """Return a sentence on the first difference between two runs; empty if there is none.

    Numbers in the messages of an implementation's exceptions are none: it may count on.

    Args:
        first: A run.
        second: Another one, of the same program under the same schedule.
    """
    for number, (one, other) in enumerate(zip_longest(first.trace, second.trace), 1):
        if one is None or other is None or _comparable(one) != _comparable(other):
            was = "nothing more" if one is None else one.in_words
            now = "nothing more" if other is None else other.in_words
            return f"event {number:,} was first: {was}; and then: {now}"
    was, now = ending_of(first), ending_of(second)
    if comparable(was) == comparable(now):
        return ""
    return f"the end was first: {was}; and then: {now}"


def _comparable(event: Event) -> Event:
    # Of a caught exception, the subject is its description.
    subject, detail = comparable(event.subject), comparable(event.detail)
    return event._replace(subject=subject, detail=detail)
