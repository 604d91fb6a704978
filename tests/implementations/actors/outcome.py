"""Choosing the exception that leaves a scope when several things went wrong in it."""

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
    """Choose the exception that leaves; the others become its causes.

    Args:
        ways: The answers to open questions.
        scope_name: The name in the message of an exception group.
        exits: The exceptions raised by the body and by the exits of resources.
        failures: The exceptions that ended tasks.
        requests: The CancelledErrors that arrived in the scope's exit.
        pending: True if the task was cancelled after it entered the scope, and not uncancelled.
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
    """Cancel the task once more, unless that could reach code outside."""
    task = asyncio.current_task()
    if task is not None and task.cancelling() and sys.version_info >= (3, 13):
        task.uncancel()  # so that the next line does not change the number of requests
        task.cancel()
