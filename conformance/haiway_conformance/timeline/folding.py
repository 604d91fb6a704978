"""Fold repeated rows, and cut long tables: `folded`."""

import re
from collections.abc import Hashable, Iterator, Sequence
from typing import Final

from haiway_conformance.timeline.timeline import Folded, Row

__all__ = ("folded",)

# The longest sequence of rows whose repetition is found.
LONGEST: Final = 24

# The number of repetitions from which on a sequence is shown only once.
OFTEN: Final = 4

# If too many rows are left, this many are shown at the beginning and at the end.
SHOWN: Final = 40


# The numbers that tell tasks of one function apart (`reads() 7`), and that count repetitions.
_NUMBERS: Final = re.compile(r"(?<=\(\)) \d+|(?<=, time )\d+(?= of )")


def folded(rows: Sequence[Row | Folded]) -> list[Row | Folded]:
    """Leave out repetitions, and the middle of what is still too long.

    A row repeats another one also if it is about another task of the same function.

    Args:
        rows: All rows. They stay as they are if some are left out already.

    Returns:
        The rows to show, with a `Folded` in place of those that are left out.
    """
    every = [each for each in rows if isinstance(each, Row)]
    if len(every) < len(rows):
        return list(rows)
    found = list(_folded(every))
    if len(found) <= 2 * SHOWN + 1:
        return found
    left_out = found[SHOWN:-SHOWN]
    number = sum(each.rows if isinstance(each, Folded) else 1 for each in left_out)
    last = left_out[-1]
    until = last.until if isinstance(last, Folded) else last.time
    return [*found[:SHOWN], Folded(number, 0, until), *found[-SHOWN:]]


def _folded(rows: Sequence[Row]) -> Iterator[Row | Folded]:
    keys = [_key(each) for each in rows]
    place = 0
    while place < len(rows):
        # Sequences of several rows start only where an iteration begins, so that what a task does
        # before it waits is not separated from what it does afterwards.
        begins = place == 0 or rows[place].iteration != rows[place - 1].iteration
        period, repeated = _repeated(keys, place, LONGEST if begins else 1)
        yield from rows[place : place + period]
        place += period + repeated
        if repeated:
            yield Folded(repeated, period, rows[place - 1].time)


def _key(row: Row) -> Hashable:
    texts = (row.lane, row.text, row.reason, row.deviation)
    return tuple(_NUMBERS.sub("", each) for each in texts)


def _repeated(keys: Sequence[Hashable], place: int, longest: int) -> tuple[int, int]:
    """Find the sequence of rows at a place that is repeated after it.

    Returns:
        The length of the sequence, and the number of rows that repeat it: of several possibilities,
        the shortest that covers the most rows; (1, 0) if nothing is repeated.
    """
    best = (1, 0)
    for period in range(1, longest + 1):
        end = place + period
        while (
            end + period <= len(keys) and keys[end : end + period] == keys[place : place + period]
        ):
            end += period
        repeated = end - place - period
        if repeated >= period * (OFTEN - 1) and repeated + period > sum(best):
            best = (period, repeated)
    return best
