"""Put reasons beside events: `explained`."""

from collections.abc import Iterator
from dataclasses import replace

from haiway_conformance.simulated_loop import (
    Deviation,
    Did,
    Event,
    EventCompleted,
    TimerFired,
    Trace,
)
from haiway_conformance.timeline.cause_log import CauseLog, EventContext, LoggedCancel
from haiway_conformance.timeline.lanes import MAIN
from haiway_conformance.timeline.reasons import reason_of, source_of
from haiway_conformance.timeline.timeline import Row, cancels

__all__ = ("explained",)


def explained(trace: Trace, causes: CauseLog) -> tuple[Row, ...]:
    """Make the rows of a run whose causes were recorded, reasons included.

    Args:
        trace: What happened.
        causes: Why it happened.
    """
    explaining = _Explaining(trace, causes)
    rows = list(explaining.rows())
    if rows and (left := explaining.remaining_deviations()):
        # After the last row, the environment did something that nothing in the program noticed.
        last = rows[-1]
        shown = f"{last.deviation}; then {left}" if last.deviation else f"then {left}"
        rows[-1] = replace(last, deviation=shown)
    return tuple(rows)


class _Explaining:
    """Puts the recorded causes beside the events."""

    def __init__(self, trace: Trace, causes: CauseLog) -> None:
        self._trace = trace
        self._causes = causes
        self._lanes = {each.task for each in trace}
        # A deviation that made a row happen shows in that row; all others in the next row.
        self._causing = set(map(_deviation_of, causes.contexts))
        self._deviations = list(causes.deviations)
        self._last: tuple[int, str] = (-1, "")  # the number of the step, and the lane
        self._enclosing: dict[str, str] = {}
        self._surroundings: dict[str, dict[str, None]] = {}

    def rows(self) -> Iterator[Row]:
        """Yield all rows."""
        cancels = list(self._causes.cancels)
        events = list(zip(self._trace, self._causes.contexts, strict=True))
        for event, context in events:
            while cancels and cancels[0].before == event.number:
                yield from self._cancel(cancels.pop(0))
            row = self._explained(Row.of(event), context)
            if event.did is Did.REQUESTS and cancels and _is_it(cancels[0], event, context):
                # The program's own request: the trace has a row for it already.
                cancels.pop(0)
                row = replace(row, reason=_joined(row.reason, "by the program"))
            self._note_surroundings(event)
            yield row
        for each in cancels:
            yield from self._cancel(each)

    def remaining_deviations(self) -> str:
        """Return the deviations that no row has shown."""
        return "; then ".join(f"{each.what} {each.how}" for _, each in self._deviations)

    def _cancel(self, cancel: LoggedCancel) -> Iterator[Row]:
        call = cancel.call
        by, target = call.by, call.target
        if by is not None and by in self._lanes:
            lane, text = by, cancels(by, target)
        elif target in self._lanes:
            lane, text = target, "is cancelled" + (f" by {by}" if by else "")
        else:
            return  # neither task is part of the program
        place = next(reversed(self._surroundings.get(by or "", {})), "")
        row = Row(cancel.time, cancel.iteration, lane, text, subject=target)
        row = self._explained(row, cancel.context)
        source = source_of(call, place)
        # For a callback, the source includes why it runs.
        reasons = [source] if by is None else [row.reason, source]
        yield replace(row, reason=_joined(*reasons))

    def _explained(self, row: Row, context: EventContext) -> Row:
        step, lane = context.step, row.lane
        number, before = self._last
        self._last = (step.number, lane)
        deviation = self._deviation(context, row.iteration)
        if (number, before) == (step.number, lane):
            return replace(row, deviation=deviation)
        enclosing = _enclosing(lane, context)
        known = self._enclosing.get(lane) == enclosing
        self._enclosing[lane] = enclosing
        reason = f"in a step of {enclosing}" if enclosing else "the same step continues"
        if number != step.number:
            why = "the program begins" if lane == MAIN and number < 0 else reason_of(step.cause)
            reason = why if known or not enclosing else f"{why}; {reason}"
        return replace(row, reason=reason, deviation=deviation)

    def _deviation(self, context: EventContext, iteration: int) -> str:
        """Take the deviations that a row shows: the one that caused it, and earlier ones."""
        mine = _deviation_of(context)
        shown: list[str] = []
        left: list[tuple[int, Deviation]] = []
        for when, each in self._deviations:
            if each is mine:
                shown.insert(0, f"{each.what} {each.how}")
            elif when < iteration and each not in self._causing:
                shown.append(f"{each.what} {each.how}")
            else:
                left.append((when, each))
        self._deviations = left
        return "; ".join(shown)

    def _note_surroundings(self, event: Event) -> None:
        surroundings = self._surroundings.setdefault(event.task, {})
        match event.did:
            case Did.EXITING:
                surroundings[f"exit of {event.subject}"] = None
            case Did.EXITED:
                surroundings.pop(f"exit of {event.subject}", None)
            case Did.HELPS:
                surroundings[f"call of {event.subject}"] = None
            case Did.HELPED:
                surroundings.pop(f"call of {event.subject}", None)
            case _:
                pass


def _deviation_of(context: EventContext) -> Deviation | None:
    """Return the deviation of the environment that caused what happens, if there is one."""
    cause = context.step.cause
    return cause.deviation if isinstance(cause, EventCompleted | TimerFired) else None


def _is_it(cancel: LoggedCancel, event: Event, context: EventContext) -> bool:
    """Tell if a call of `Task.cancel` is the one that an event reports."""
    return (
        cancel.before == event.number + 1
        and cancel.context.step.number == context.step.number
        and cancel.call.by == event.task
    )


def _joined(*reasons: str) -> str:
    return "; ".join(each for each in reasons if each)


def _enclosing(lane: str, context: EventContext) -> str:
    """Return the other task in whose step something happens; empty if it is the lane's own."""
    if context.task is not None and context.task != lane:
        return context.task
    return context.enclosing_task or ""
