"""What the chapters on the helpers that call a handler for each element say of any run."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from haiway_conformance.judgement import expect
from haiway_conformance.programs.operations import Execute, HelperCall, Process
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.helpers.checks import begun, calls_ended_inside, is_call, unfinished
from haiway_conformance.suite.monitoring import History, Monitor, monitored
from haiway_conformance.suite.monitoring.cancellation_reasons import may_be_cancelled
from haiway_conformance.suite.tasks.checks import named_result

__all__ = ("MONITORS",)

type _Kind = type[Process | Execute]


def _calls(history: History, kind: _Kind) -> Iterator[HelperCall]:
    for each in history.run.trace.of(Did.HELPS):
        place = history.places.of(each.subject)
        if place is not None and isinstance(place.operation, kind):
            yield place.operation


def _done(history: History, call: HelperCall) -> Event | None:
    return history.run.trace.first(Did.HELPED, subject=call.helper)


def _ends(history: History, call: HelperCall, *did: Did) -> list[Event]:
    """The ends of a helper's calls, of the kinds named."""
    return [each for each in history.run.trace.of(*did) if is_call(each.subject, call.helper)]


def _returned(history: History, call: HelperCall) -> bool:
    """Whether the helper returned, and no call of it failed or ended cancelled."""
    done = _done(history, call)
    return (
        done is not None
        and done.detail.startswith("returned")
        and not _ends(history, call, Did.FAILED, Did.STOPPED)
    )


def _each_once(kind: _Kind) -> Callable[[History], bool]:
    def monitor(history: History) -> bool:
        met = False
        for call in _calls(history, kind):
            names = [each.subject for each in begun(history.run, call.helper)]
            met = met or bool(names)
            for name in names:
                expect(
                    names.count(name) == 1,
                    f"the handler was called {names.count(name)} times for one element: {name}",
                )
            done = _done(history, call)
            if done is not None and done.detail.startswith("returned"):
                count = len(call.source.elements)
                expect(
                    len(names) == count,
                    f"helper {call.helper} returned after {len(names)} handler calls; its source"
                    f" has {count} elements",
                )
        return met

    return monitor


def _at_most_limit(kind: _Kind) -> Callable[[History], bool]:
    def monitor(history: History) -> bool:
        met = False
        for call in _calls(history, kind):
            for began, together in unfinished(history.run, call.helper):
                met = met or len(together) == call.limit < len(call.source.elements)
                expect(
                    len(together) <= call.limit,
                    f"with a limit of {call.limit}, handler call {began.subject} began while so"
                    f" many were unfinished: {', '.join(together[:-1])}",
                )
        return met

    return monitor


def _why(history: History, done: Event) -> str:
    """Why a helper raised: because its caller was stopped, its source failed, or a call did."""
    if "CancelledError" in done.detail:
        return "stopped"
    failed = history.run.trace.first(Did.FAILED, subject=f"source of {done.subject}")
    return "source" if failed is not None and failed.detail in done.detail else "call"


def _ended_inside(kind: _Kind, why: str) -> Callable[[History], bool]:
    """Make a monitor: all calls have ended when the helper raises."""

    def monitor(history: History) -> bool:
        met = False
        for call in _calls(history, kind):
            done = _done(history, call)
            if done is None or not done.detail.startswith("raised"):
                continue
            if _why(history, done) == why:
                met = met or len(begun(history.run, call.helper)) > 1
                calls_ended_inside(history.run, call.helper)
        return met

    return monitor


def _raises_as_itself(kind: _Kind, whose: str) -> Callable[[History], bool]:
    """Make a monitor: where calls or the source fail, and nobody is stopped, one failure leaves."""

    def monitor(history: History) -> bool:
        met = False
        for call in _calls(history, kind):
            done, place = _done(history, call), history.places.of(call.helper)
            calls = _ends(history, call, Did.FAILED)
            source = history.run.trace.of(Did.FAILED, subject=f"source of {call.helper}")
            mine, others = (calls, source) if whose == "call" else (source, calls)
            if done is None or place is None or not mine or others:
                continue
            if (call.tolerant and whose == "call") or _ends(history, call, Did.STOPPED):
                continue
            if may_be_cancelled(history, place.frame, done.number, place.scope):
                continue
            met = True
            names = [f"raised the exception object {each.detail}" for each in mine]
            # A group, or what a refused spawn raised, has no name of its own.
            if all(each.detail.startswith("error") for each in mine):
                expect(
                    done.detail in names,
                    f"{' and '.join(each.subject for each in mine)} failed with"
                    f" {', '.join(each.detail for each in mine)}; helper {call.helper}"
                    f" {done.detail}",
                )
            expect(
                done.detail.startswith("raised"),
                f"{mine[0].subject} failed with {mine[0].detail}, and helper {call.helper}"
                f" {done.detail}",
            )
        return met

    return monitor


def _tolerates(history: History, kind: _Kind) -> bool:
    """Where failures are tolerated and nothing else happens, the helper returns."""
    met = False
    for call in _calls(history, kind):
        done, place = _done(history, call), history.places.of(call.helper)
        failed = _ends(history, call, Did.FAILED)
        if not call.tolerant or done is None or place is None or not failed:
            continue
        if _ends(history, call, Did.STOPPED) or history.run.trace.of(
            Did.FAILED, subject=f"source of {call.helper}"
        ):
            continue
        if may_be_cancelled(history, place.frame, done.number, place.scope):
            continue
        met = True
        expect(
            done.detail.startswith("returned"),
            f"helper {call.helper} tolerates failures; {failed[0].subject} raised"
            f" {failed[0].detail}, and the helper {done.detail}",
        )
        if kind is Execute:
            _failures_are_in_place(history, failed)
    return met


def _failures_are_in_place(history: History, failed: list[Event]) -> None:
    for each in failed:
        if not re.fullmatch(r"error\d+", each.detail):
            continue  # a group, or what a refused spawn raised
        got = history.run.trace.first(Did.GOT, subject=each.subject)
        expect(
            got is not None and got.detail == f"the exception object {each.detail}",
            f"handler call {each.subject} raised {each.detail}; in its place, the results have"
            f" {got.detail if got else 'nothing'}",
        )


def _tolerating(kind: _Kind) -> Callable[[History], bool]:
    return lambda history: _tolerates(history, kind)


def _returns_none(history: History) -> bool:
    met = False
    for call in _calls(history, Process):
        done = _done(history, call)
        if done is not None and _returned(history, call):
            met = True
            expect(done.detail == "returned None", f"helper {call.helper} {done.detail}")
    return met


def _ordered(history: History) -> bool:
    """Each result is in the place of its element."""
    met = False
    for call in _calls(history, Execute):
        if not _returned(history, call):
            continue
        met = met or len(call.source.elements) > 1
        got = {
            each.subject: each.detail
            for each in history.run.trace.of(Did.GOT)
            if is_call(each.subject, call.helper)
        }
        for index, element in enumerate(call.source.elements):
            name = f"{call.helper}[{index}]"
            expected = named_result(element.result, name)
            expect(
                got.get(name) == expected,
                f"handler call {name} returned {expected}; in its place, the results of helper"
                f" {call.helper} have {got.get(name, 'nothing')}",
            )
    return met


def _both(*monitors: Callable[[History], bool]) -> Callable[[History], bool]:
    return lambda history: sum(monitor(history) for monitor in monitors) > 0


_FAILURE: Final = {
    kind: _both(_raises_as_itself(kind, "call"), _ended_inside(kind, "call"))
    for kind in (Process, Execute)
}
_SOURCE_FAILURE: Final = {
    kind: _both(_raises_as_itself(kind, "source"), _ended_inside(kind, "source"))
    for kind in (Process, Execute)
}

MONITORS: Final[dict[str, Monitor]] = {
    **monitored(
        {
            "process/each-once": _each_once(Process),
            "process/at-most-limit": _at_most_limit(Process),
        },
        "process",
        "process",
    ),
    **monitored(
        {
            "process/first-failure": _FAILURE[Process],
            "process/source-failure": _SOURCE_FAILURE[Process],
            "process/tolerates": _tolerating(Process),
        },
        "process",
        "process",
        failing=True,
        stopping=False,
    ),
    **monitored(
        {"process/caller-cancelled": _ended_inside(Process, "stopped")},
        "process",
        "process",
        failing=False,
        stopping=True,
    ),
    **monitored(
        {
            "execute/each-once": _each_once(Execute),
            "execute/at-most-limit": _at_most_limit(Execute),
        },
        "execute",
        "execute",
    ),
    **monitored(
        {
            "execute/first-failure": _FAILURE[Execute],
            "execute/source-failure": _SOURCE_FAILURE[Execute],
            "execute/returns-exceptions": _tolerating(Execute),
        },
        "execute",
        "execute",
        failing=True,
        stopping=False,
    ),
    **monitored(
        {"execute/caller-cancelled": _ended_inside(Execute, "stopped")},
        "execute",
        "execute",
        failing=False,
        stopping=True,
    ),
    **monitored({"process/returns-none": _returns_none}, "process", failing=False, stopping=False),
    **monitored({"execute/ordered": _ordered}, "execute", failing=False, stopping=False),
}
