"""The places of everything in the drawing of a run, in pixels: `drawing_of`.

Time goes from left to right. Each event has the same width, however much time passes before it, so
that a deadline of an hour does not squeeze all else into a line; the axis says how late it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from haiway_conformance.report.formats.text import in_one_line
from haiway_conformance.timeline import Folded, Row
from haiway_conformance.timeline.spans import Drawn, Lasting, Mark, MarkKind, Over, Span
from haiway_conformance.timeline.table import left_out, why

__all__ = ("Arrow", "Bar", "Drawing", "Event", "Lane", "Stretch", "drawing_of")

STEP: Final = 30
GAP: Final = 14
AXIS: Final = 40
LEVEL: Final = 22
BAR: Final = 16
PADDING: Final = 8
CHARACTER: Final = 6.6
LONGEST_NAME: Final = 22
LONGEST_TEXT: Final = 300


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: its name, as far as there is room for it, and in full; its top and height."""

    label: str
    name: str
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A span. `phases` are the parts of it in which it is entered or left, from `x` to `width`."""

    kind: Lasting
    over: Over
    x: int
    y: int
    width: int
    label: str
    title: str
    phases: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one lane to another: a task that is spawned or cancelled."""

    kind: MarkKind
    x: int
    y: int
    to: int


@dataclass(frozen=True, slots=True)
class Event:
    """A row: its number, its place, what it is, and what is said of it."""

    at: int
    x: int
    y: int
    kind: MarkKind | None
    deviates: bool
    title: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the axis in which the time, or the loop iteration, is the same."""

    x: int
    width: int
    label: str
    odd: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything in the drawing of a run. Names are in `margin` pixels on the left.

    Attributes:
        margin: The width that names take.
        width: The width of everything.
        height: The height of everything.
        description: What is seen, in words.
        lanes: The lanes.
        times: Where which virtual time it is.
        iterations: Where which loop iteration it is.
        bars: The spans.
        arrows: What is done to other lanes.
        events: The rows.
    """

    margin: int
    width: int
    height: int
    description: str
    lanes: tuple[Lane, ...]
    times: tuple[Stretch, ...]
    iterations: tuple[Stretch, ...]
    bars: tuple[Bar, ...]
    arrows: tuple[Arrow, ...]
    events: tuple[Event, ...]


def drawing_of(shown: Drawn) -> Drawing:
    """Determine the places of everything in the drawing of a run.

    Args:
        shown: The run.
    """
    labels = [in_one_line(each, LONGEST_TEXT) for each in shown.lanes]
    short = [
        each if len(each) <= LONGEST_NAME else f"{each[: LONGEST_NAME - 1]}…" for each in labels
    ]
    margin = 20 + round(CHARACTER * max([len("iteration"), *map(len, short)]))
    places, times = _columns(shown.rows, margin)
    lanes: list[Lane] = []
    y = AXIS
    for label, name, lane in zip(short, labels, shown.lanes, strict=True):
        height = shown.levels(lane) * LEVEL + PADDING
        lanes.append(Lane(label, name, y, height))
        y += height
    tops = {lane: each.y for lane, each in zip(shown.lanes, lanes, strict=True)}
    width = (times[-1].x + times[-1].width if times else margin) + GAP
    return Drawing(
        margin=margin,
        width=width,
        height=y + PADDING,
        description=_description(shown),
        lanes=tuple(lanes),
        times=times,
        iterations=_iterations(shown.rows, places),
        bars=tuple(_bar(each, places, tops, width) for each in shown.spans),
        arrows=tuple(
            Arrow(each.kind, places[each.at], _middle(tops[each.lane]), _middle(tops[each.to]))
            for each in shown.marks
            if each.to in tops and each.lane in tops
        ),
        events=tuple(_events(shown, places, tops)),
    )


def _columns(
    rows: Sequence[Row | Folded], margin: int
) -> tuple[tuple[int, ...], tuple[Stretch, ...]]:
    """Return the middle of each row's column, and the stretches of equal time."""
    groups: list[tuple[float | None, int]] = []
    for each in rows:
        time = each.time if isinstance(each, Row) else None
        if groups and (groups[-1][0] == time or time is None):
            groups[-1] = (groups[-1][0], groups[-1][1] + 1)
        else:
            groups.append((time, 1))
    places: list[int] = []
    times: list[Stretch] = []
    x = margin
    for number, (time, count) in enumerate(groups):
        label = "" if time is None else f"{time:g} s"
        width = max(count * STEP, round(CHARACTER * len(label)) + 8)
        places += [x + at * STEP + STEP // 2 for at in range(count)]
        times.append(Stretch(x, width, label, number % 2 == 1))
        x += width + GAP
    return tuple(places), tuple(times)


def _iterations(rows: Sequence[Row | Folded], places: Sequence[int]) -> tuple[Stretch, ...]:
    stretches: list[Stretch] = []
    before: tuple[float, int] | None = None
    for each, x in zip(rows, places, strict=True):
        when = (each.time, each.iteration) if isinstance(each, Row) else None
        left = x - STEP // 2
        if when is not None and when == before:
            last = stretches[-1]
            stretches[-1] = Stretch(last.x, left + STEP - last.x, last.label, last.odd)
        else:
            label = "" if when is None else str(when[1])
            stretches.append(Stretch(left, STEP, label, len(stretches) % 2 == 1))
        before = when
    return tuple(stretches)


def _bar(span: Span, places: Sequence[int], tops: dict[str, int], width: int) -> Bar:
    x, end = places[span.begin], places[span.end]
    if span.over is Over.OPEN:
        end = width
    length = max(end - x, 6)
    name = in_one_line(span.name, LONGEST_TEXT)
    ends = {Over.OPEN: ", not over when the run ended", Over.UNKNOWN: ", its end is not shown"}
    entered = x if span.opened is None else places[span.opened]
    leaving = end if span.closing is None else places[span.closing]
    phases = [(x, entered - x), (leaving, end - leaving)]
    return Bar(
        kind=span.kind,
        over=span.over,
        x=x,
        y=tops[span.lane] + PADDING // 2 + span.level * LEVEL + (LEVEL - BAR) // 2,
        width=length,
        label=_label(span, name, length),
        title=f"{span.kind} {name}{ends.get(span.over, '')}",
        phases=tuple(each for each in phases if each[1] > 0),
    )


def _label(span: Span, name: str, length: int) -> str:
    """Return as much of a span's name as there is room for beside the mark at its beginning."""
    if span.level == 0 and span.kind is not Lasting.WAIT:
        return ""  # the lane has that name
    room = int((length - 18) / CHARACTER)
    long = name if span.kind is Lasting.WAIT else f"{span.kind} {name}"
    if span.kind is Lasting.CLEAN_UP:
        long = name = str(span.kind)
    return next((each for each in (long, name) if len(each) <= room), "")


def _middle(top: int) -> int:
    return top + PADDING // 2 + LEVEL // 2


def _events(shown: Drawn, places: Sequence[int], tops: dict[str, int]) -> Iterator[Event]:
    marks: dict[int, Mark] = {each.at: each for each in shown.marks}
    for at, (row, x) in enumerate(zip(shown.rows, places, strict=True)):
        if isinstance(row, Folded):
            yield Event(at, x, AXIS, None, deviates=False, title=left_out(row))
            continue
        mark = marks[at]
        reason = f" ({said})" if (said := why(row)) else ""
        text = f"{row.time:g} s, iteration {row.iteration}: {row.lane} {row.text}{reason}"
        yield Event(
            at=at,
            x=x,
            y=_middle(tops.get(row.lane, AXIS)),
            kind=mark.kind,
            deviates=mark.deviates,
            title=in_one_line(text, LONGEST_TEXT),
        )


def _description(shown: Drawn) -> str:
    rows = [each for each in shown.rows if isinstance(each, Row)]
    kinds = [each.kind for each in shown.marks]
    counted = {
        "events": len(rows),
        "failures": kinds.count(MarkKind.FAILURE),
        "requests to cancel": kinds.count(MarkKind.REQUEST),
        "deviations of the schedule": sum(each.deviates for each in shown.marks),
        "spans that had not ended": sum(each.over is Over.OPEN for each in shown.spans),
    }
    numbers = ", ".join(f"{words}: {number}" for words, number in counted.items() if number)
    lanes = in_one_line(", ".join(shown.lanes), LONGEST_TEXT)
    until = f" The last event is at {rows[-1].time:g} s." if rows else ""
    return f"Lanes: {lanes}. Number of {numbers}.{until} The table of steps says it in words."
