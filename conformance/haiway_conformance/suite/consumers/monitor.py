"""Monitors of streams: what chapters `streams` and `merge` ask of any program."""

from collections.abc import Callable
from typing import Final

from haiway_conformance.judgement import Run, expect
from haiway_conformance.programs.operations import Merge, Open, OpenAgain
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.consumers.checks import (
    delivered,
    expect_closed_by_exit,
    expect_items_in_order,
)
from haiway_conformance.suite.monitoring import History, Monitor, monitored
from haiway_conformance.suite.monitoring.hangs import asked_by_two_at_once

__all__ = ("MONITORS",)

type _Kind = type[Open | Merge]


def _streams(history: History, kind: _Kind) -> list[str]:
    """Return the names of the streams of a kind, but for those whose items another one has too."""
    shared = {each.of for each in history.run.program if isinstance(each, OpenAgain)}
    return [
        each.subject
        for each in history.run.trace.of(Did.OPENS)
        if (place := history.ownership.of(each.subject)) is not None
        and isinstance(place.operation, kind)
        and each.subject not in shared
    ]


def _in_order(kind: _Kind) -> Callable[[History], bool]:
    """Make a monitor: each source's items are delivered in order, none twice, none left out."""

    def monitor(history: History) -> bool:
        streams = _streams(history, kind)
        for stream in streams:
            expect_items_in_order(history.run, stream)
        return any(delivered(history.run, stream) for stream in streams)

    return monitor


def _closed(kind: _Kind) -> Callable[[History], bool]:
    """Make a monitor: the generators have ended when the scope that made the stream was exited."""

    def monitor(history: History) -> bool:
        streams = _streams(history, kind)
        return sum(expect_closed_by_exit(history.run, each) for each in streams) > 0

    return monitor


def _waiting_for_the_end(history: History, stream: str) -> list[str]:
    """Return the tasks that wait for ever for an item of a stream whose generator returned."""
    run = history.run
    if not run.hung or run.trace.first(Did.RETURNED, subject=f"source of {stream}") is None:
        return []
    if asked_by_two_at_once(run, stream):
        return []  # `streams/concurrent-requests-end`
    last = {each.task: each for each in run.trace}
    return [task for task, each in last.items() if each.did is Did.ASKS and each.subject == stream]


def _ends(history: History) -> bool:
    """Check that a stream ends after its generator has ended, and after all its items."""
    run = history.run
    met = False
    for stream in _streams(history, Open):
        waiting = _waiting_for_the_end(history, stream)
        expect(
            not waiting,
            f"the generator of stream {stream} has ended, but {' and '.join(waiting)} still waits"
            " for an item",
        )
        for end in run.trace.of(Did.ENDED, subject=stream):
            returned = run.trace.first(Did.RETURNED, subject=f"source of {stream}")
            maker = history.ownership.scope_of(stream)
            if maker is not None and history.exiting_by(maker, end.number):
                continue
            if _was_closed_or_failed(run, stream, end):
                continue
            met = True
            gave = len(run.trace.of(Did.READ, task=f"source of {stream}"))
            got = len([each for each in delivered(run, stream) if each.number < end.number])
            expect(
                returned is not None and returned.number < end.number and got == gave,
                f"stream {stream} ended after {got} items; its generator had given {gave} and had"
                f"{'' if returned else ' not'} ended",
            )
    return met


def _was_closed_or_failed(run: Run, stream: str, end: Event) -> bool:
    """Return whether a stream was being closed before it ended, or its generator did not return."""
    closing = run.trace.first(Did.WAITS, subject=f"aclose of {stream}")
    ended = run.ended(f"source of {stream}")
    return (closing is not None and closing.number < end.number) or (
        ended is not None and ended.did is not Did.RETURNED
    )


def _failure(kind: _Kind) -> Callable[[History], bool]:
    """Make a monitor: what a consumer gets as an exception is what a source raised, as itself."""

    def monitor(history: History) -> bool:
        run = history.run
        met = False
        for stream in _streams(history, kind):
            for got in run.trace.of(Did.GOT, subject=stream):
                maker = history.ownership.scope_of(stream)
                if maker is not None and history.exiting_by(maker, got.number):
                    continue
                owners = [stream, f"{stream}.b"]
                failed = [
                    each
                    for owner in owners
                    for each in run.trace.of(Did.FAILED, subject=f"source of {owner}")
                ]
                if not failed:
                    continue  # an exception out of nowhere belongs to the clause that is judged
                met = True
                expect(
                    got.detail in [f"raised the exception object {each.detail}" for each in failed],
                    f"asking stream {stream} for an item {got.detail}, but what its sources raised"
                    f" is {', '.join(each.detail for each in failed)}",
                )
        return met

    return monitor


MONITORS: Final[dict[str, Monitor]] = {
    **monitored(
        {
            "streams/order": _in_order(Open),
            "streams/end": _ends,
            "streams/early-stop": _closed(Open),
        },
        "stream",
    ),
    **monitored({"streams/failure": _failure(Open)}, "stream", failing=True),
    **monitored(
        {"merge/per-source-order": _in_order(Merge), "merge/early-stop": _closed(Merge)}, "merge"
    ),
    **monitored({"merge/failure": _failure(Merge)}, "merge", failing=True),
}
