"""Find the calls of helpers in a run, for the monitors: which there were, and how they ended."""

from collections.abc import Iterator

from haiway_conformance.programs.operations import HelperCall
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.helpers.checks import helper_end, helper_returned, is_handler_call
from haiway_conformance.suite.monitoring import History
from haiway_conformance.suite.monitoring.cancellation_reasons import may_be_cancelled

__all__ = (
    "caller_may_be_cancelled",
    "calls_of",
    "ends_of_calls",
    "returned_uncancelled",
    "succeeded",
)


def calls_of(history: History, kind: type[HelperCall]) -> Iterator[HelperCall]:
    """Yield the operations that called a helper of a kind with a source of their own.

    What a helper gets of a source that others read too depends on these, and what an open stream
    gives depends on its generator.
    """
    for each in history.run.trace.of(Did.HELPS):
        place = history.ownership.of(each.subject)
        if place is None or not isinstance(place.operation, kind):
            continue
        if not (place.operation.same_source or place.operation.source.stream):
            yield place.operation


def ends_of_calls(history: History, call: HelperCall, *did: Did) -> list[Event]:
    """Return the ends of a helper's handler calls, of some kinds."""
    return [
        each for each in history.run.trace.of(*did) if is_handler_call(each.subject, call.helper)
    ]


def returned_uncancelled(history: History, call: HelperCall) -> bool:
    """Return whether the helper returned, and nothing may have cancelled its caller.

    A helper that returns although its caller was cancelled has swallowed the request, which is
    what is to be said of it, and not that calls are missing.
    """
    end = helper_end(history.run, call.helper)
    if end is None or not helper_returned(history.run, call.helper):
        return False
    return not caller_may_be_cancelled(history, end)


def succeeded(history: History, call: HelperCall) -> bool:
    """Return whether the helper returned, and none of its calls failed or ended cancelled."""
    return returned_uncancelled(history, call) and not ends_of_calls(
        history, call, Did.FAILED, Did.STOPPED
    )


def caller_may_be_cancelled(history: History, end: Event) -> bool:
    """Return whether there is a reason to cancel the caller of a helper by its end."""
    place = history.ownership.of(end.subject)
    return place is not None and may_be_cancelled(history, place.frame, end.number, place.scope)
