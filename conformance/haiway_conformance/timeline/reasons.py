"""Why something happened, in a few words: `reason_of`, `source_of`."""

from haiway_conformance.simulation import (
    Asked,
    Cause,
    Completed,
    Ended,
    Fired,
    GaveWay,
    Outside,
    Request,
    Started,
    Woken,
)

__all__ = ("reason_of", "source_of")

_INTERPRETER = "haiway_conformance.programs"
_SIMULATION = "haiway_conformance.simulation"


def reason_of(cause: Cause) -> str:  # noqa: PLR0911 - one a cause
    """Say why a task, or a callback, runs.

    Args:
        cause: The cause.
    """
    match cause:
        case Started(by=""):
            return "started by a callback"
        case Started(by):
            return f"started by {by}"
        case GaveWay():
            return "its turn again"
        case Completed(point):
            return f"{point} completes"
        case Fired():
            return "a timer fires"
        case Ended(task, how):
            return f"{task} {how}"
        case Woken(by):
            return f"woken by {by}"
        case Asked(request):
            return f"asked to stop by {_who(request)}" if request else "asked to stop"
        case Outside():
            return "a thread calls"


def source_of(request: Request, place: str) -> str:
    """Say where a request to stop comes from.

    Args:
        request: The request.
        place: What its task was in the midst of, such as `exit of s`; empty for nothing.
    """
    if request.along:
        return f"passed on: {request.along} awaits it"
    function = _function(request)
    if request.by is None:
        return f"by {function or 'a callback'}: {reason_of(request.cause)}"
    return ", ".join(
        each for each in (place and f"in the {place}", function and f"by {function}") if each
    )


def _who(request: Request) -> str:
    if request.along:
        return request.along
    return request.by or _function(request) or "a callback"


def _function(request: Request) -> str:
    if request.module.startswith(_INTERPRETER):
        return "the program"
    if request.module.startswith(_SIMULATION):
        return "the loop's runner"
    if request.module == "asyncio.timeouts":
        return "a timeout"
    if request.module.startswith("asyncio"):
        return f"asyncio's {request.function}"
    return f"{request.function}()" if request.function else ""
