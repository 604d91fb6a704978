"""Show a run in few lines: `condensed`, and `brief`, which writes that."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from textwrap import fill
from typing import Final

from haiway_conformance.simulated_loop import Did
from haiway_conformance.timeline.table import left_out, why
from haiway_conformance.timeline.timeline import Folded, Row, Timeline

__all__ = ("brief", "condensed")

# What ends where it begins is told by its end alone.
_BEGINS: Final = {
    Did.ENTERING: Did.ENTERED,
    Did.SPAWNING: Did.SPAWNED,
    Did.RESOURCE_ENTERING: Did.RESOURCE_ENTERED,
    Did.RESOURCE_EXITING: Did.RESOURCE_EXITED,
    Did.CLEANS_UP: Did.CLEANED_UP,
    Did.HELPS: Did.HELPED,
}


def brief(timeline: Timeline, width: int) -> list[str]:
    """Write a run in few lines: when, who, what, and why.

    Args:
        timeline: The timeline.
        width: The maximum width of a line, in columns.
    """
    lines: list[str] = []
    for each in condensed(timeline).rows:
        if isinstance(each, Folded):
            text = left_out(each)
        else:
            reason = f" ({reason})" if (reason := why(each)) else ""
            when = f"{'*' if each.deviation else ' '}{each.time:g} s, iteration {each.iteration}"
            text = f"{when}: {each.lane} {each.text}{reason}"
        filled = fill(text, width, subsequent_indent="    ", break_on_hyphens=False)
        lines += filled.splitlines()
    return lines


def condensed(timeline: Timeline) -> Timeline:
    """Join what one task does in one go to one row.

    Args:
        timeline: The timeline.

    Returns:
        The same in fewer rows: a beginning that is followed by its end is left out, and so are
        reasons that say no more than that a task goes on with its step.
    """
    rows: list[Row | Folded] = []
    first = next(iter(timeline.rows), None)
    if isinstance(first, Row):  # that the program begins there is plain
        timeline = replace(timeline, rows=(replace(first, reason=""), *timeline.rows[1:]))
    for each in _without_beginnings(timeline.rows):
        last = rows[-1] if rows else None
        if isinstance(each, Row) and isinstance(last, Row) and _goes_on(last, each):
            rows[-1] = replace(last, text=f"{last.text}; {each.text}")
        else:
            rows.append(each)
    return replace(timeline, rows=tuple(rows))


def _without_beginnings(rows: tuple[Row | Folded, ...]) -> Iterator[Row | Folded]:
    reason = ""
    for each, after in pairwise((*rows, None)):
        if isinstance(each, Row) and isinstance(after, Row) and _is_ended_by(each, after):
            reason = each.reason
        elif isinstance(each, Row) and reason:
            yield replace(each, reason=reason)
            reason = ""
        elif each is not None:
            yield each


def _is_ended_by(row: Row, after: Row) -> bool:
    return (
        row.did is not None
        and row.did in _BEGINS
        and after.did is _BEGINS[row.did]
        and (row.lane, row.subject) == (after.lane, after.subject)
        and not (row.deviation or after.deviation or after.reason)
    )


def _goes_on(before: Row, row: Row) -> bool:
    same = (before.lane, before.time, before.iteration) == (row.lane, row.time, row.iteration)
    return same and not (row.reason or row.deviation or before.deviation)
