"""Make a timeline of a run: `timeline_of`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    HelperCall,
    Iterate,
    Merge,
    Open,
    Resource,
    Scope,
    Spawn,
    Start,
)
from haiway_conformance.simulation import Completed, Deviation, Did, Event, Fired, Trace
from haiway_conformance.timeline.reasons import reason_of, source_of
from haiway_conformance.timeline.timeline import Row, Timeline
from haiway_conformance.timeline.watch import Asking, Moment, Watch

__all__ = ("timeline_of",)

MAIN: Final = "main"


def timeline_of(program: Program, trace: Trace, watch: Watch | None) -> Timeline:
    """Make the timeline of a run.

    Args:
        program: The program that was run.
        trace: What happened.
        watch: Who watched this very run; None if nobody did.
    """
    if watch is None:
        rows = tuple(_row(each) for each in trace)
    else:
        rows = tuple(_Explaining(trace, watch).rows())
    return Timeline(_lanes(program, trace), rows, watch is not None)


def _said(event: Event) -> str:
    """What happened in an event, without who did it.

    Args:
        event: The event.
    """
    subject = "" if event.subject == event.task else f" {event.subject}"
    detail = f": {event.detail}" if event.detail else ""
    return f"{event.did}{subject}{detail}"


def _row(event: Event) -> Row:
    return Row(event.time, event.iteration, event.task, _said(event), event.did)


class _Explaining:
    """Puts the notes of who watched beside the events."""

    def __init__(self, trace: Trace, watch: Watch) -> None:
        self._trace = trace
        self._watch = watch
        self._lanes = {each.task for each in trace}
        self._deviations = list(watch.deviations)
        self._last: tuple[int, str] = (-1, "")  # the number of the step, and the lane
        self._places: dict[str, dict[str, None]] = {}

    def rows(self) -> Iterator[Row]:
        """All rows."""
        requests = list(self._watch.requests)
        events = list(zip(self._trace, self._watch.moments, strict=True))
        for event, moment in events:
            while requests and requests[0].before == event.number:
                yield from self._asking(requests.pop(0))
            row = self._explained(_row(event), moment)
            if event.did is Did.REQUESTS and requests and _is_it(requests[0], event, moment):
                # The program's own request, and its row is there already.
                requests.pop(0)
                row = replace(row, reason=row.reason or "the program asks")
            self._note_place(event)
            yield row
        for each in requests:
            yield from self._asking(each)

    def _asking(self, asking: Asking) -> Iterator[Row]:
        request = asking.request
        by, target = request.by, request.target
        if by in self._lanes:
            lane, text = by, "cancels itself" if by == target else f"cancels {target}"
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
        yield replace(row, reason="; ".join(each for each in reasons if each))

    def _explained(self, row: Row, moment: Moment) -> Row:
        step, lane = moment.step, row.lane
        number, before = self._last
        self._last = (step.number, lane)
        deviation = self._deviation(moment, row.iteration)
        if (number, before) == (step.number, lane):
            return replace(row, deviation=deviation)
        inside = _inside(lane, moment)
        reason = f"in a step of {inside}" if inside else ""
        if number != step.number:
            why = "the program begins" if lane == MAIN and number < 0 else reason_of(step.cause)
            reason = f"{why}; {reason}" if reason else why
        elif not reason:
            reason = "its step goes on"
        return replace(row, reason=reason, deviation=deviation)

    def _deviation(self, moment: Moment, iteration: int) -> str:
        """Which deviations a row shows: that which caused it, and those that showed in no row."""
        cause = moment.step.cause
        mine = cause.deviation if isinstance(cause, Completed | Fired) else None
        shown: list[str] = []
        left: list[tuple[int, Deviation]] = []
        for when, each in self._deviations:
            if each is mine:
                shown.append(each.how)
            elif when < iteration:
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


def _is_it(asking: Asking, event: Event, moment: Moment) -> bool:
    """Whether a call of `Task.cancel` is the one that an event tells of."""
    return (
        asking.before == event.number + 1
        and asking.moment.step.number == moment.step.number
        and asking.request.by == event.task
    )


def _inside(lane: str, moment: Moment) -> str:
    """The other task in whose step something happens; empty if it is in the lane's own."""
    if moment.task is not None and moment.task != lane:
        return moment.task
    return moment.around or ""


# Whose columns there are.


def _lanes(program: Program, trace: Trace) -> tuple[str, ...]:
    found = dict.fromkeys(each.task for each in trace)
    found |= dict.fromkeys(each.subject for each in trace.of(Did.SPAWNED))
    named = {name: place for place, name in enumerate([MAIN, *_named(program)])}
    return tuple(sorted(found, key=lambda each: named.get(_owner(each, named), len(named))))


def _owner(lane: str, named: Iterable[str]) -> str:
    """The name in the program to which a lane belongs, such as the helper of a handler's call."""
    if lane in named:
        return lane
    return re.sub(r"\.[bc]$|\[[^]]*\]$", "", lane.removeprefix("source of "))


def _named(program: Program) -> Iterator[str]:
    for each in program:
        match each:
            case Spawn(task=name) | Start(task=name) | Open(stream=name):
                yield name
            case Iterate(stream=name) | Merge(stream=name):
                yield name
            case HelperCall(helper=name):
                yield name
            case Scope(resources=resources):
                yield from map(_name_of, resources)
            case _:
                pass


def _name_of(resource: Resource) -> str:
    return resource.name
