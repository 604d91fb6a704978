"""The exception that leaves a failed scope, and how a request to cancel survives it.

One rule: *failures leave, and they never use up a request to cancel*. A failure in the chain of a
CancelledError is lost with the task which that ends, so failures come first. A request that met
them stays pending, and is delivered after them.
"""

from collections.abc import Sequence

from .tasks import this_task

__all__ = ["deliver_again", "leaving"]


def leaving(
    scope_name: str, tasks: Sequence[BaseException], *others: BaseException | None
) -> BaseException | None:
    """Choose the exception that leaves a scope.

    Args:
        scope_name: For the message of the group.
        tasks: The exceptions that ended tasks.
        others: The exception that the body raised, unless that is a CancelledError; then, once the
            resources have been exited, the one that an exit raised. Each may be None.

    Returns:
        The exception, or None if nothing failed.
    """
    # failures/body-alone: no task failed. The last of the others leaves as it is; the one before it
    # is its `__context__`, as if a `finally` block had failed.
    if not tasks:
        return others[-1]
    # failures/all-surface, failures/body-and-task, failures/group-shape: all in one group. None of
    # them is raised again, linked to another (failures/history-kept) or taken apart, if it is a
    # group itself (failures/group-members).
    errors = [*tasks, *(error for error in others if error is not None)]
    # An ExceptionGroup, if all are Exceptions.
    return BaseExceptionGroup(f"errors in scope {scope_name!r}", errors)


def deliver_again(requests_before: int) -> None:
    """Cancel this task once more, after the failure that leaves in place of its CancelledError.

    cancellation/simultaneous: without this a loop that catches failures and goes on would never
    notice that it has been cancelled (gh-116720).

    cancellation/not-invented, cancellation/timeouts-compose: this happens in the event loop's next
    iteration, and only if the request is still there. By then the time-out that made it may have
    taken it back. `uncancel(); cancel()` right here would be too early: before Python 3.13
    `uncancel` does not take back a cancellation that is yet to be delivered, so it would be
    delivered outside the time-out.

    Args:
        requests_before: How many requests the task had when the scope or helper began. These have
            been delivered; but if there are no others now, it is the last of them that is meant.
    """
    task = this_task()
    requests = task.cancelling()
    if not requests:
        return  # the CancelledError came from another task, which this one awaited
    acknowledged = min(requests_before, requests - 1)

    def deliver() -> None:
        if task.cancelling() > acknowledged:
            task.uncancel()  # so that the next line leaves the number of requests as it is
            task.cancel()

    task.get_loop().call_soon(deliver)
