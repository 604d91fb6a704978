"""Monitors of both helpers: what chapters `process` and `execute` ask of any program."""

import re
from collections.abc import Callable, Iterator
from typing import Final, Literal

from haiway_conformance.judgement import expect
from haiway_conformance.programs.execution import tells_cancellation
from haiway_conformance.programs.operations import Execute, HelperCall, Process
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.helpers.checks import (
    described_end,
    expect_calls_ended_first,
    handler_calls,
    helper_end,
    helper_returned,
    is_handler_call,
    unfinished_calls,
)
from haiway_conformance.suite.monitoring import History, Monitor, monitored
from haiway_conformance.suite.monitoring.cancellation_reasons import may_be_cancelled
from haiway_conformance.suite.tasks.checks import named_result

__all__ = ("MONITORS",)

type _Kind = type[Process | Execute]


def _calls(history: History, kind: _Kind) -> Iterator[HelperCall]:
    """Yield the operations that called a helper of a kind."""
    for each in history.run.trace.of(Did.HELPS):
        place = history.ownership.of(each.subject)
        if place is not None and isinstance(place.operation, kind):
            yield place.operation


def _ends(history: History, call: HelperCall, *did: Did) -> list[Event]:
    """Return the ends of a helper's handler calls, of some kinds."""
    return [
        each for each in history.run.trace.of(*did) if is_handler_call(each.subject, call.helper)
    ]


def _returned_uncancelled(history: History, call: HelperCall) -> bool:
    """Return whether the helper returned, and nothing may have cancelled its caller.

    A helper that returns although its caller was cancelled has swallowed the request, which is
    what is to be said of it, and not that calls are missing.
    """
    end, place = helper_end(history.run, call.helper), history.ownership.of(call.helper)
    if end is None or place is None or not helper_returned(history.run, call.helper):
        return False
    return not may_be_cancelled(history, place.frame, end.number, place.scope)


def _succeeded(history: History, call: HelperCall) -> bool:
    """Return whether the helper returned, and none of its calls failed or ended cancelled."""
    return _returned_uncancelled(history, call) and not _ends(
        history, call, Did.FAILED, Did.STOPPED
    )


def _each_once(kind: _Kind) -> Callable[[History], bool]:
    """Make a monitor: the handler is called once for each element, if the helper returns."""

    def monitor(history: History) -> bool:
        met = False
        for call in _calls(history, kind):
            names = [each.subject for each in handler_calls(history.run, call.helper)]
            met = met or bool(names)
            for name in names:
                expect(
                    names.count(name) == 1,
                    f"the handler was called {names.count(name)} times for one element (call"
                    f" {name})",
                )
            # What a call that ends cancelled by itself does to others, `handler-cancelled` judges.
            if _returned_uncancelled(history, call) and not _ends(history, call, Did.STOPPED):
                count = len(call.source.elements)
                expect(
                    len(names) == count,
                    f"helper {call.helper} returned after {len(names)} handler calls, but its"
                    f" source has {count} elements",
                )
        return met

    return monitor


def _at_most_limit(kind: _Kind) -> Callable[[History], bool]:
    """Make a monitor: there are never more unfinished calls than the limit."""

    def monitor(history: History) -> bool:
        met = False
        for call in _calls(history, kind):
            for began, unfinished in unfinished_calls(history.run, call.helper):
                met = met or len(unfinished) == call.limit < len(call.source.elements)
                expect(
                    len(unfinished) <= call.limit,
                    f"handler call {began.subject} began although the limit of {call.limit} was"
                    f" reached; unfinished were {', '.join(unfinished[:-1])}",
                )
        return met

    return monitor


def _may_be_cancelled(history: History, end: Event) -> bool:
    """Return whether there is a reason to cancel the caller of a helper by its end."""
    place = history.ownership.of(end.subject)
    return place is not None and may_be_cancelled(history, place.frame, end.number, place.scope)


type _Reason = Literal["caller cancelled", "source failed", "call failed"]


def _reason(history: History, end: Event) -> _Reason | None:
    """Return why a helper raised; None if a call that ended cancelled by itself is the reason."""
    if tells_cancellation(end.detail):
        return "caller cancelled" if _may_be_cancelled(history, end) else None
    failed = history.run.trace.first(Did.FAILED, subject=f"source of {end.subject}")
    return "source failed" if failed and failed.detail in end.detail else "call failed"


def _calls_ended_first(kind: _Kind, reason: _Reason) -> Callable[[History], bool]:
    """Make a monitor: all calls have ended when the helper raises, for a reason."""

    def monitor(history: History) -> bool:
        met = False
        for call in _calls(history, kind):
            end = helper_end(history.run, call.helper)
            if end is None or not end.detail.startswith("raised"):
                continue
            if _reason(history, end) == reason:
                met = met or len(handler_calls(history.run, call.helper)) > 1
                expect_calls_ended_first(history.run, call.helper)
        return met

    return monitor


def _raised_as_itself(kind: _Kind, reason: _Reason) -> Callable[[History], bool]:
    """Make a monitor: where only calls or only the source failed, one failure leaves the helper."""

    def monitor(history: History) -> bool:
        met = False
        for call in _calls(history, kind):
            end = helper_end(history.run, call.helper)
            of_calls = _ends(history, call, Did.FAILED)
            of_source = history.run.trace.of(Did.FAILED, subject=f"source of {call.helper}")
            by_calls = reason == "call failed"
            failures, others = (of_calls, of_source) if by_calls else (of_source, of_calls)
            if end is None or not failures or others:
                continue
            if (call.tolerant and by_calls) or _ends(history, call, Did.STOPPED):
                continue
            if _may_be_cancelled(history, end):
                continue
            met = True
            names = [f"raised the exception object {each.detail}" for each in failures]
            # A group, or what a refused spawn raised, has no name of its own.
            if all(each.detail.startswith("error") for each in failures):
                expect(
                    end.detail in names,
                    f"{' and '.join(each.subject for each in failures)} failed with"
                    f" {', '.join(each.detail for each in failures)}, but helper {call.helper}"
                    f" {end.detail}",
                )
            expect(
                end.detail.startswith("raised"),
                f"{failures[0].subject} failed with {failures[0].detail}, but helper {call.helper}"
                f" {end.detail}",
            )
        return met

    return monitor


def _tolerates(kind: _Kind) -> Callable[[History], bool]:
    """Make a monitor: if only handler calls fail, and that is tolerated, the helper returns."""

    def monitor(history: History) -> bool:
        met = False
        for call in _calls(history, kind):
            end = helper_end(history.run, call.helper)
            failed = _ends(history, call, Did.FAILED)
            if not call.tolerant or end is None or not failed:
                continue
            if _ends(history, call, Did.STOPPED) or history.run.trace.of(
                Did.FAILED, subject=f"source of {call.helper}"
            ):
                continue
            if _may_be_cancelled(history, end):
                continue
            met = True
            expect(
                end.detail.startswith("returned"),
                f"helper {call.helper} tolerates failures, and {failed[0].subject} raised"
                f" {failed[0].detail}, but the helper {end.detail}",
            )
            if kind is Execute:
                _expect_failures_in_place(history, failed)
        return met

    return monitor


def _expect_failures_in_place(history: History, failed: list[Event]) -> None:
    for each in failed:
        if not re.fullmatch(r"error\d+", each.detail):
            continue  # a group, or what a refused spawn raised
        got = history.run.trace.first(Did.GOT, subject=each.subject)
        expect(
            got is not None and got.detail == f"the exception object {each.detail}",
            f"handler call {each.subject} raised {each.detail}, but the result in its place is"
            f" {got.detail if got else 'missing'}",
        )


def _returns_none(history: History) -> bool:
    """Check that the helper returns None, if it and all its calls return."""
    met = False
    for call in _calls(history, Process):
        if _succeeded(history, call):
            met = True
            end = described_end(history.run, call.helper)
            expect(end == "returned None", f"helper {call.helper} {end}, not None")
    return met


def _ordered(history: History) -> bool:
    """Check that each result is in the place of its element, if the helper and all calls return."""
    met = False
    for call in _calls(history, Execute):
        if not _succeeded(history, call) or call.source.kind == "set":
            continue  # a set has no order to compare with
        met = met or len(call.source.elements) > 1
        results = {
            each.subject: each.detail
            for each in history.run.trace.of(Did.GOT)
            if is_handler_call(each.subject, call.helper)
        }
        for index, element in enumerate(call.source.elements):
            name = f"{call.helper}[{index}]"
            expected = named_result(element.result, name)
            expect(
                results.get(name) == expected,
                f"handler call {name} returned {expected}, but the result in its place is"
                f" {results.get(name, 'missing')}",
            )
    return met


def _failure(kind: _Kind, reason: _Reason) -> Callable[[History], bool]:
    """Make a monitor: a failure leaves the helper as itself, after all calls have ended."""
    monitors = (_raised_as_itself(kind, reason), _calls_ended_first(kind, reason))
    return lambda history: sum(monitor(history) for monitor in monitors) > 0


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
            "process/first-failure": _failure(Process, "call failed"),
            "process/source-failure": _failure(Process, "source failed"),
            "process/tolerates": _tolerates(Process),
        },
        "process",
        "process",
        failing=True,
        cancelling=False,
    ),
    **monitored(
        {"process/caller-cancelled": _calls_ended_first(Process, "caller cancelled")},
        "process",
        "process",
        failing=False,
        cancelling=True,
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
            "execute/first-failure": _failure(Execute, "call failed"),
            "execute/source-failure": _failure(Execute, "source failed"),
            "execute/returns-exceptions": _tolerates(Execute),
        },
        "execute",
        "execute",
        failing=True,
        cancelling=False,
    ),
    **monitored(
        {"execute/caller-cancelled": _calls_ended_first(Execute, "caller cancelled")},
        "execute",
        "execute",
        failing=False,
        cancelling=True,
    ),
    **monitored(
        {"process/returns-none": _returns_none}, "process", failing=False, cancelling=False
    ),
    **monitored({"execute/ordered": _ordered}, "execute", failing=False, cancelling=False),
}
