"""Write a timeline as text: `table`."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from haiway_conformance.timeline.folding import folded
from haiway_conformance.timeline.timeline import Folded, Row, Timeline

__all__ = ("WIDTH", "left_out", "table", "why")

WIDTH: Final = 96
"""The width of texts about a run: indented by four, they fit into 100 columns."""

# Narrower columns are hard to read, and so are columns in which ordinary words are cut.
NARROWEST: Final = 14
NARROWEST_REASON: Final = 22
LONGEST_WORD: Final = 30

_GAP: Final = " | "
_HANGING: Final = "  "


def table(timeline: Timeline, width: int = WIDTH, *, narrowest: int = NARROWEST) -> list[str]:
    """Write a timeline as a table, with a column for each lane and one for the reasons.

    If that is too wide, there is one column for all lanes, and another one that names the lane.

    Args:
        timeline: The timeline.
        width: The maximum width of a line. Virtual times of many digits may exceed it.
        narrowest: The width that the column of a lane needs at least.

    Returns:
        The lines. `*` marks rows in which the schedule deviates from the canonical one.
    """
    shown = folded(timeline.rows)
    for columns in (_ColumnPerLane(timeline, narrowest), _OneColumn(timeline)):
        lines = _written(columns, shown, width)
        if lines is not None:
            return lines
    raise AssertionError("the second layout is never too wide")


class _ColumnPerLane:
    """The layout with a column for each lane."""

    def __init__(self, timeline: Timeline, narrowest: int) -> None:
        self._lanes = timeline.lanes
        self._explained = timeline.explained
        self.heads = [*timeline.lanes, *(["why"] if timeline.explained else [])]
        self.narrowest = [narrowest for _ in timeline.lanes]
        if timeline.explained:
            self.narrowest.append(NARROWEST_REASON)

    def cells(self, row: Row) -> list[str]:
        cells = [row.text if each == row.lane else "" for each in self._lanes]
        return [*cells, why(row)] if self._explained else cells


class _OneColumn:
    """The layout with one column for all lanes."""

    def __init__(self, timeline: Timeline) -> None:
        self._explained = timeline.explained
        self.heads = ["who", "what", *(["why"] if timeline.explained else [])]
        self.narrowest = None

    def cells(self, row: Row) -> list[str]:
        cells = [row.lane, row.text]
        return [*cells, why(row)] if self._explained else cells


def why(row: Row) -> str:
    """Return the reason of a row, and what deviates in it, as text.

    Args:
        row: The row.
    """
    # A deviation such as "p completes although callbacks are ready" includes the reason.
    reason = "" if row.deviation.startswith(row.reason) else row.reason
    return "; ".join(each for each in (reason, row.deviation) if each)


def _written(
    columns: _ColumnPerLane | _OneColumn, shown: Sequence[Row | Folded], width: int
) -> list[str] | None:
    rows = [each for each in shown if isinstance(each, Row)]
    cells = [columns.cells(each) for each in rows]
    times = max([1, *(len(_seconds(each.time)) for each in rows)])
    iterations = max([1, *(len(str(each.iteration)) for each in rows)])
    margin = 2 + times + 2 + iterations + 2
    by_column = list(zip(columns.heads, *cells, strict=True))
    natural = [max(map(len, column)) for column in by_column]
    least = [1] * len(natural)
    if columns.narrowest is not None:
        least = [
            max(*each)
            for each in zip(columns.narrowest, map(_longest_word, by_column), strict=True)
        ]
    room = width - margin - len(_GAP) * (len(natural) - 1)
    widths = _fitting(natural, least, room)
    if widths is None:
        return None
    lines = list(_row(f"  {'t':>{times}}  {'i':>{iterations}}  ", columns.heads, widths))
    before: tuple[float, int] | None = None
    for each in shown:
        if isinstance(each, Folded):
            lines.append(f"  {left_out(each)}")
            before = None
            continue
        when, before = before, (each.time, each.iteration)
        t, i = ("", "") if when == before else (_seconds(each.time), str(each.iteration))
        mark = "*" if each.deviation else " "
        lines += _row(f"{mark} {t:>{times}}  {i:>{iterations}}  ", columns.cells(each), widths)
    return lines


def _seconds(time: float) -> str:
    return f"{time:g}"


def left_out(folded: Folded) -> str:
    """Say how many rows are not shown.

    Args:
        folded: Stands in their place.
    """
    until = f"until t={_seconds(folded.until)}"
    if not folded.like:
        return f"... {folded.rows:,} more rows, {until}"
    like = "this" if folded.like == 1 else f"these {folded.like}"
    return f"... {folded.rows:,} more rows like {like}, {until}"


def _fitting(natural: Sequence[int], least: Sequence[int], room: int) -> list[int] | None:
    """Return the width of each column, shrinking the widest first; None if that is not enough."""
    widths = list(natural)
    while sum(widths) > room:
        widest = max(range(len(widths)), key=lambda at: widths[at] - least[at])
        if widths[widest] <= least[widest]:
            return None
        widths[widest] -= 1
    return widths


def _longest_word(column: Sequence[str]) -> int:
    words = [len(word) for cell in column for word in cell.split()]
    return min(LONGEST_WORD, len(_HANGING) + max(words, default=0))


def _row(begin: str, cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    wrapped = [_wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(map(len, wrapped))):
        parts = [
            f"{lines[number] if number < len(lines) else '':<{width}}"
            for lines, width in zip(wrapped, widths, strict=True)
        ]
        yield f"{begin if number == 0 else ' ' * len(begin)}{_GAP.join(parts)}".rstrip()


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent=_HANGING, break_on_hyphens=False) or [""]
