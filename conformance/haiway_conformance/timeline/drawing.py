"""Find out what lasts in a run, and what happens in an instant: `drawn`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from haiway_conformance.simulated_loop import Did
from haiway_conformance.timeline.folding import folded
from haiway_conformance.timeline.lanes import MAIN
from haiway_conformance.timeline.spans import Drawn, Lasting, Mark, MarkKind, Over, Span
from haiway_conformance.timeline.timeline import Folded, Row, Timeline

__all__ = ("drawn",)

_BEGINS: Final[Mapping[Did, Lasting]] = {
    Did.BEGAN: Lasting.TASK,
    Did.ENTERING: Lasting.SCOPE,
    Did.RESOURCE_ENTERING: Lasting.RESOURCE,
    Did.OPENS: Lasting.STREAM,
    Did.HELPS: Lasting.HELPER,
    Did.CLEANS_UP: Lasting.CLEAN_UP,
}
_ENDS: Final[Mapping[Did, Lasting]] = {
    Did.RETURNED: Lasting.TASK,
    Did.FAILED: Lasting.TASK,
    Did.STOPPED: Lasting.TASK,
    Did.CLOSED: Lasting.TASK,
    Did.EXITED: Lasting.SCOPE,
    Did.RESOURCE_EXITED: Lasting.RESOURCE,
    Did.ENDED: Lasting.STREAM,
    Did.GOT: Lasting.STREAM,  # of a stream, an exception
    Did.HELPED: Lasting.HELPER,
    Did.CLEANED_UP: Lasting.CLEAN_UP,
}
_WAITS: Final = (Did.WAITS, Did.AWAITS, Did.ASKS)
_KINDS: Final[Mapping[Did | None, MarkKind]] = {
    None: MarkKind.REQUEST,
    Did.REQUESTS: MarkKind.REQUEST,
    Did.INTERRUPTED: MarkKind.CANCELLED,
    Did.STOPPED: MarkKind.CANCELLED,
    Did.CLOSED: MarkKind.CANCELLED,
    Did.FAILED: MarkKind.FAILURE,
    Did.REFUSED: MarkKind.FAILURE,
    Did.TIMED_OUT: MarkKind.FAILURE,
}
# What is done to another lane.
_TO: Final = (None, Did.REQUESTS, Did.SPAWNED)


def drawn(timeline: Timeline) -> Drawn:
    """Find out what lasts in a run, and what happens in an instant.

    Args:
        timeline: The run.
    """
    rows = tuple(folded(timeline.rows))
    spans = _Spans(timeline)
    for at, row in enumerate(rows):
        if isinstance(row, Folded):
            spans.leave_out(at)
        else:
            spans.add(at, row)
    marks = tuple(_mark(at, each) for at, each in enumerate(rows) if isinstance(each, Row))
    return Drawn(timeline.lanes, rows, spans.all(max(len(rows) - 1, 0)), marks)


def _mark(at: int, row: Row) -> Mark:
    other = row.did in _TO and row.subject != row.lane
    return Mark(
        kind=_KINDS.get(row.did, MarkKind.EVENT),
        at=at,
        lane=row.lane,
        to=row.subject if other else "",
        deviates=bool(row.deviation),
    )


@dataclass(slots=True)
class _Lane:
    """The spans of a lane that have not ended, and the last row that was seen of it."""

    open: list[Span] = field(default_factory=list[Span])
    last: int = 0


class _Spans:
    """Collects the spans of a run, row by row."""

    def __init__(self, timeline: Timeline) -> None:
        rows = [each for each in timeline.rows if isinstance(each, Row)]
        self._helpers = {each.subject for each in rows if each.did is Did.HELPS}
        self._spawned = {each.subject for each in rows if each.did is Did.SPAWNED}
        self._lanes = {each: _Lane() for each in timeline.lanes}
        self._done: list[Span] = []
        self._left_out: list[int] = []

    def leave_out(self, at: int) -> None:
        """Note that rows are left out."""
        self._left_out.append(at)

    def add(self, at: int, row: Row) -> None:
        """Note a row."""
        lane = self._lanes.setdefault(row.lane, _Lane())
        lane.last = at
        if row.did is None:
            return
        if row.did is not Did.REQUESTS:
            for each in [each for each in lane.open if each.kind is Lasting.WAIT]:
                self._end(each, at)
        self._change(at, row, lane)
        if (ended := _ENDS.get(row.did)) is not None:
            self._end_of(ended, at, row)
        if row.did in _WAITS:
            name = f"item of {row.subject}" if row.did is Did.ASKS else row.subject
            lane.open.append(Span(Lasting.WAIT, row.lane, name, at, at))
        elif (kind := _BEGINS.get(row.did)) is not None:
            kind = self._kind_of_lane(row.lane) if kind is Lasting.TASK else kind
            self._begin(kind, at, row, lane)

    def all(self, last: int) -> tuple[Span, ...]:
        """Return all spans of a run whose last row has this number."""
        for lane in self._lanes.values():
            for each in lane.open:
                lost = [at for at in self._left_out if at > max(each.begin, lane.last)]
                # Whatever was left out before the lane's last row, the lane itself had not ended.
                if each.level and not lost:
                    lost = [at for at in self._left_out if at > each.begin]
                if lost:
                    self._done.append(replace(each, end=lost[0], over=Over.UNKNOWN))
                else:
                    self._done.append(replace(each, end=last))
            lane.open.clear()
        return tuple(sorted(self._done, key=lambda each: (each.begin, each.level)))

    def _begin(self, kind: Lasting, at: int, row: Row, lane: _Lane) -> None:
        taken = {each.level for each in lane.open}
        level = next(each for each in range(len(taken) + 1) if each not in taken)
        lane.open.append(Span(kind, row.lane, row.subject, at, at, level=level))

    def _change(self, at: int, row: Row, lane: _Lane) -> None:
        for number, each in enumerate(lane.open):
            if each.name != row.subject:
                continue
            if row.did in {Did.ENTERED, Did.RESOURCE_ENTERED}:
                lane.open[number] = replace(each, opened=at)
            elif row.did in {Did.EXITING, Did.RESOURCE_EXITING}:
                lane.open[number] = replace(each, closing=at)

    def _end_of(self, kind: Lasting, at: int, row: Row) -> None:
        if kind is Lasting.TASK:
            # With the lane itself, everything ends that it was in.
            lane = self._lanes[row.lane]
            if not lane.open and self._left_out:
                self._begun_before(self._kind_of_lane(row.lane), 0, at, row)
            for each in list(lane.open):
                self._end(each, at)
            return
        # A stream may come to its end in another lane than the one that opened it.
        lanes = self._lanes.values() if kind is Lasting.STREAM else [self._lanes[row.lane]]
        found = [
            each
            for lane in lanes
            for each in lane.open
            if (each.kind, each.name) == (kind, row.subject)
        ]
        if found:
            self._end(found[-1], at)
            if kind is Lasting.SCOPE:
                self._end_streams_of(found[-1], at)
        elif self._left_out and kind is not Lasting.STREAM:
            self._begun_before(kind, 1, at, row)

    def _begun_before(self, kind: Lasting, level: int, at: int, row: Row) -> None:
        """Add a span whose beginning is among the rows that are left out."""
        begin = self._left_out[-1]
        self._done.append(Span(kind, row.lane, row.subject, begin, at, Over.ENDED, level))

    def _end_streams_of(self, scope: Span, at: int) -> None:
        for each in list(self._lanes[scope.lane].open):
            if each.kind is Lasting.STREAM and each.begin > scope.begin:
                self._end(each, at)

    def _end(self, span: Span, at: int) -> None:
        self._lanes[span.lane].open.remove(span)
        self._done.append(replace(span, end=at, over=Over.ENDED))

    def _kind_of_lane(self, lane: str) -> Lasting:
        if lane == MAIN or lane in self._spawned:
            return Lasting.TASK
        if lane.startswith("source of "):
            return Lasting.SOURCE
        return Lasting.HANDLER if lane.partition("[")[0] in self._helpers else Lasting.TASK
