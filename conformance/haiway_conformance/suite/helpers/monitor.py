"""Monitors of both helpers: what chapters `process` and `execute` ask of any program."""

import re
from collections.abc import Callable
from typing import Final, Literal

from haiway_conformance.judgement import expect
from haiway_conformance.programs.execution import tells_cancellation
from haiway_conformance.programs.operations import Execute, Process
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.helpers.calls_in_history import (
    caller_may_be_cancelled,
    calls_of,
    ends_of_calls,
    returned_uncancelled,
    succeeded,
)
from haiway_conformance.suite.helpers.checks import (
    described_end,
    expect_calls_ended_first,
    handler_calls,
    helper_end,
    is_handler_call,
    unfinished_calls,
)
from haiway_conformance.suite.monitoring import History, Monitor, monitored
from haiway_conformance.suite.tasks.checks import named_result

__all__ = ("MONITORS",)

type _Kind = type[Process | Execute]


def _each_once(kind: _Kind) -> Callable[[History], bool]:
    """Make a monitor: the handler is called once for each element, if the helper returns."""

    def monitor(history: History) -> bool:
        met = False
        for call in calls_of(history, kind):
            names = [each.subject for each in handler_calls(history.run, call.helper)]
            met = met or bool(names)
            for name in names:
                expect(
                    names.count(name) == 1,
                    f"the handler was called {names.count(name)} times for one element (call"
                    f" {name})",
                )
            # What a call that ends cancelled by itself does to others, `handler-cancelled` judges.
            if returned_uncancelled(history, call) and not ends_of_calls(
                history, call, Did.STOPPED
            ):
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
        for call in calls_of(history, kind):
            for began, unfinished in unfinished_calls(history.run, call.helper):
                met = met or len(unfinished) == call.limit < len(call.source.elements)
                expect(
                    len(unfinished) <= call.limit,
                    f"handler call {began.subject} began although the limit of {call.limit} was"
                    f" reached; unfinished were {', '.join(unfinished[:-1])}",
                )
        return met

    return monitor


type _Reason = Literal["caller cancelled", "source failed", "call failed"]


def _reason(history: History, end: Event) -> _Reason | None:
    """Return why a helper raised; None if a call that ended cancelled by itself is the reason."""
    if tells_cancellation(end.detail):
        return "caller cancelled" if caller_may_be_cancelled(history, end) else None
    failed = history.run.trace.first(Did.FAILED, subject=f"source of {end.subject}")
    return "source failed" if failed and failed.detail in end.detail else "call failed"


def _calls_ended_first(kind: _Kind, reason: _Reason) -> Callable[[History], bool]:
    """Make a monitor: all calls have ended when the helper raises, for a reason."""

    def monitor(history: History) -> bool:
        met = False
        for call in calls_of(history, kind):
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
        for call in calls_of(history, kind):
            end = helper_end(history.run, call.helper)
            of_calls = ends_of_calls(history, call, Did.FAILED)
            of_source = history.run.trace.of(Did.FAILED, subject=f"source of {call.helper}")
            by_calls = reason == "call failed"
            failures, others = (of_calls, of_source) if by_calls else (of_source, of_calls)
            if end is None or not failures or others:
                continue
            if (call.tolerant and by_calls) or ends_of_calls(history, call, Did.STOPPED):
                continue
            if caller_may_be_cancelled(history, end):
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
        for call in calls_of(history, kind):
            end = helper_end(history.run, call.helper)
            failed = ends_of_calls(history, call, Did.FAILED)
            if not call.tolerant or end is None or not failed:
                continue
            if ends_of_calls(history, call, Did.STOPPED) or history.run.trace.of(
                Did.FAILED, subject=f"source of {call.helper}"
            ):
                continue
            if caller_may_be_cancelled(history, end):
                continue
            met = True
            expect(
                end.detail.startswith("returned"),
                f"helper {call.helper} tolerates failures, and {failed[0].subject} raised"
                f" {failed[0].detail}, but the helper {end.detail}",
            )
            if kind is Execute and call.source.kind != "set":  # that has no order
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
    for call in calls_of(history, Process):
        if succeeded(history, call):
            met = True
            end = described_end(history.run, call.helper)
            expect(end == "returned None", f"helper {call.helper} {end}, not None")
    return met


def _ordered(history: History) -> bool:
    """Check that each result is in the place of its element, if the helper and all calls return."""
    met = False
    for call in calls_of(history, Execute):
        if not succeeded(history, call) or call.source.kind == "set":
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


def _failure_ends_calls(kind: _Kind) -> Callable[[History], bool]:
    """Make a monitor: all calls have ended when a failure leaves the helper."""
    reasons: tuple[_Reason, ...] = ("call failed", "source failed")
    monitors = [_calls_ended_first(kind, reason) for reason in reasons]
    return lambda history: sum(monitor(history) for monitor in monitors) > 0


# In few calls does the source fail and no call of the handler.
_SOURCES_THAT_FAIL: Final = 5

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
            "process/first-failure": _raised_as_itself(Process, "call failed"),
            "process/failure-ends-calls": _failure_ends_calls(Process),
            "process/tolerates": _tolerates(Process),
        },
        "process",
        "process",
        failing=True,
        cancelling=False,
    ),
    **monitored(
        {"process/source-failure": _raised_as_itself(Process, "source failed")},
        *("process",) * _SOURCES_THAT_FAIL,
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
            "execute/first-failure": _raised_as_itself(Execute, "call failed"),
            "execute/failure-ends-calls": _failure_ends_calls(Execute),
            "execute/returns-exceptions": _tolerates(Execute),
        },
        "execute",
        "execute",
        failing=True,
        cancelling=False,
    ),
    **monitored(
        {"execute/source-failure": _raised_as_itself(Execute, "source failed")},
        *("execute",) * _SOURCES_THAT_FAIL,
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
