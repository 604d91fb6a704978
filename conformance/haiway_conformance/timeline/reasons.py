"""Say in a few words why something happened: `reason_of`, `source_of`."""

from haiway_conformance.simulated_loop import (
    CancelCall,
    CancelRequested,
    Cause,
    EventCompleted,
    TaskEnded,
    TaskStarted,
    ThreadCalled,
    TimerFired,
    Woken,
    Yielded,
)

__all__ = ("reason_of", "source_of")

_INTERPRETER = "haiway_conformance.programs"
_SIMULATION = "haiway_conformance.simulated_loop"


def reason_of(cause: Cause) -> str:  # noqa: PLR0911 - one for each cause
    """Say why a task, or a callback, runs.

    Args:
        cause: The cause.
    """
    match cause:
        case TaskStarted(by=""):
            return "started by a callback"
        case TaskStarted(by):
            return f"started by {by}"
        case Yielded():
            return "resumes after yielding"
        case EventCompleted(event):
            return f"{event} completes"
        case TimerFired():
            return "a timer fires"
        case TaskEnded(task, how):
            return f"{task} {how}"
        case Woken(by):
            return f"woken by {by}"
        case CancelRequested(call):
            return f"cancelled by {_caller(call)}" if call else "cancelled"
        case ThreadCalled():
            return "called by a thread"


def source_of(call: CancelCall, place: str) -> str:
    """Say where a request to cancel comes from.

    Args:
        call: The call of `Task.cancel`.
        place: What the calling task was doing, such as `exit of s`; empty for nothing special.
    """
    if call.passed_on_by:
        return f"passed on: {call.passed_on_by} awaits it"
    function = _function(call)
    if call.by is None:
        return f"by {function or 'a callback'}: {reason_of(call.cause)}"
    return ", ".join(
        each for each in (place and f"in the {place}", function and f"by {function}") if each
    )


def _caller(call: CancelCall) -> str:
    return call.passed_on_by or call.by or _function(call) or "a callback"


def _function(call: CancelCall) -> str:
    if call.module.startswith(_INTERPRETER):
        return "the program"
    if call.module.startswith(_SIMULATION):
        return "the loop's runner"
    if call.module == "asyncio.timeouts":
        return "a timeout"
    if call.module.startswith("asyncio"):
        return f"asyncio's {call.function}"
    return f"{call.function}()" if call.function else ""
