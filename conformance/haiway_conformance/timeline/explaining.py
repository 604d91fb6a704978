"""Put reasons beside events: `explained`."""

from collections.abc import Iterator
from dataclasses import replace

from haiway_conformance.simulation import Completed, Deviation, Did, Event, Fired, Trace
from haiway_conformance.timeline.lanes import MAIN
from haiway_conformance.timeline.reasons import reason_of, source_of
from haiway_conformance.timeline.timeline import Row, cancels
from haiway_conformance.timeline.watch import Asking, Moment, Watch

__all__ = ("explained",)


def explained(trace: Trace, watch: Watch) -> tuple[Row, ...]:
    """Make the rows of a run that was watched, reasons included.

    Args:
        trace: What happened.
        watch: Who watched it.
    """
    explaining = _Explaining(trace, watch)
    rows = list(explaining.rows())
    if rows and (left := explaining.left()):
        # After the last row, the world did something of which nobody in the program took notice.
        last = rows[-1]
        shown = f"{last.deviation}; then {left}" if last.deviation else f"then {left}"
        rows[-1] = replace(last, deviation=shown)
    return tuple(rows)


class _Explaining:
    """Puts the notes of who watched beside the events."""

    def __init__(self, trace: Trace, watch: Watch) -> None:
        self._trace = trace
        self._watch = watch
        self._lanes = {each.task for each in trace}
        # Some show in a row: what they made happen. The others show in the next row after them.
        self._shows = set(map(_deviation_of, watch.moments))
        self._deviations = list(watch.deviations)
        self._last: tuple[int, str] = (-1, "")  # the number of the step, and the lane
        self._insides: dict[str, str] = {}
        self._places: dict[str, dict[str, None]] = {}

    def rows(self) -> Iterator[Row]:
        """All rows."""
        requests = list(self._watch.requests)
        events = list(zip(self._trace, self._watch.moments, strict=True))
        for event, moment in events:
            while requests and requests[0].before == event.number:
                yield from self._asking(requests.pop(0))
            row = self._explained(Row.of(event), moment)
            if event.did is Did.REQUESTS and requests and _is_it(requests[0], event, moment):
                # The program's own request, and its row is there already.
                requests.pop(0)
                row = replace(row, reason=_joined(row.reason, "the program asks"))
            self._note_place(event)
            yield row
        for each in requests:
            yield from self._asking(each)

    def left(self) -> str:
        """The deviations that no row has shown."""
        return "; then ".join(f"{each.what} {each.how}" for _, each in self._deviations)

    def _asking(self, asking: Asking) -> Iterator[Row]:
        request = asking.request
        by, target = request.by, request.target
        if by is not None and by in self._lanes:
            lane, text = by, cancels(by, target)
        elif target in self._lanes:
            lane, text = target, "is asked to stop" + (f" by {by}" if by else "")
        else:
            return  # of no concern to the program
        place = next(reversed(self._places.get(by or "", {})), "")
        row = Row(asking.time, asking.iteration, lane, text)
        row = self._explained(row, asking.moment)
        source = source_of(request, place)
        # Of a callback, the source says why it runs.
        reasons = [source] if by is None else [row.reason, source]
        yield replace(row, reason=_joined(*reasons))

    def _explained(self, row: Row, moment: Moment) -> Row:
        step, lane = moment.step, row.lane
        number, before = self._last
        self._last = (step.number, lane)
        deviation = self._deviation(moment, row.iteration)
        if (number, before) == (step.number, lane):
            return replace(row, deviation=deviation)
        inside = _inside(lane, moment)
        known = self._insides.get(lane) == inside
        self._insides[lane] = inside
        reason = f"in a step of {inside}" if inside else "its step goes on"
        if number != step.number:
            why = "the program begins" if lane == MAIN and number < 0 else reason_of(step.cause)
            reason = why if known or not inside else f"{why}; {reason}"
        return replace(row, reason=reason, deviation=deviation)

    def _deviation(self, moment: Moment, iteration: int) -> str:
        """Which deviations a row shows: that which caused it, and those that showed in no row."""
        mine = _deviation_of(moment)
        shown: list[str] = []
        left: list[tuple[int, Deviation]] = []
        for when, each in self._deviations:
            if each is mine:
                shown.insert(0, f"{each.what} {each.how}")
            elif when < iteration and each not in self._shows:
                shown.append(f"{each.what} {each.how}")
            else:
                left.append((when, each))
        self._deviations = left
        return "; ".join(shown)

    def _note_place(self, event: Event) -> None:
        places = self._places.setdefault(event.task, {})
        match event.did:
            case Did.EXITING:
                places[f"exit of {event.subject}"] = None
            case Did.EXITED:
                places.pop(f"exit of {event.subject}", None)
            case Did.HELPS:
                places[f"call of {event.subject}"] = None
            case Did.HELPED:
                places.pop(f"call of {event.subject}", None)
            case _:
                pass


def _deviation_of(moment: Moment) -> Deviation | None:
    """What the world did otherwise than in the canonical run, and so caused what happens."""
    cause = moment.step.cause
    return cause.deviation if isinstance(cause, Completed | Fired) else None


def _is_it(asking: Asking, event: Event, moment: Moment) -> bool:
    """Whether a call of `Task.cancel` is the one that an event tells of."""
    return (
        asking.before == event.number + 1
        and asking.moment.step.number == moment.step.number
        and asking.request.by == event.task
    )


def _joined(*reasons: str) -> str:
    return "; ".join(each for each in reasons if each)


def _inside(lane: str, moment: Moment) -> str:
    """The other task in whose step something happens; empty if it is in the lane's own."""
    if moment.task is not None and moment.task != lane:
        return moment.task
    return moment.around or ""
