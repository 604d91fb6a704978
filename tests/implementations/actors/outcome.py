"""What leaves a scope, of all that has gone wrong in it."""

import asyncio
import sys
from asyncio import CancelledError
from collections.abc import Sequence

from actors.errors import among, chain, grouped
from actors.resources import Exits
from actors.ways import Ways

__all__ = ("leaving",)


def leaving(
    ways: Ways,
    scope_name: str,
    exits: Exits,
    failures: Sequence[BaseException],
    requests: Sequence[CancelledError],
    *,
    pending: bool,
) -> BaseException | None:
    """Choose what leaves; what does not leave is among its causes.

    Args:
        ways: Which ways are gone.
        scope_name: For the message of a group.
        exits: What the body and the exits of resources have raised.
        failures: What ended tasks.
        requests: What has arrived in the scope's exit.
        pending: Whether the task was asked to stop since the scope was entered, and still is.
    """
    raised, errors = exits.raised, [*failures, *exits.troubles]
    cancelled = isinstance(raised, CancelledError)
    ends_program = raised is not None and not cancelled and not isinstance(raised, Exception)
    if not errors:
        if not requests or cancelled or ends_program:
            return raised
        if raised is not None:
            chain(requests[0], raised)
        return requests[0]
    failed = errors[0] if len(errors) == len(exits.troubles) == 1 else grouped(scope_name, errors)
    if raised is not None and ends_program:
        chain(raised, failed)
        return raised
    asked = pending or bool(requests)
    if asked and ways.failures_leave:
        _deliver_again()
        asked = False
    body_leaves = cancelled if asked else ways.body_leaves and not cancelled
    if raised is not None and not among(raised, errors):
        if body_leaves:
            chain(raised, failed)
            return raised
        chain(failed, raised)
    if not asked:
        return failed
    request = requests[0] if requests else CancelledError()
    chain(request, failed)
    return request


def _deliver_again() -> None:
    """Let the request reach the task once more, where that does not go astray."""
    task = asyncio.current_task()
    if task is not None and task.cancelling() and sys.version_info >= (3, 13):
        task.uncancel()  # so that the next line leaves the number of requests as it is
        task.cancel()
