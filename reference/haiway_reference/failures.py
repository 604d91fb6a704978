"""What leaves a scope when something went wrong in it, and how a request to cancel gets through.

One rule: *what failed leaves, and a request to cancel is never used up by it*. A failure hidden in
the chain of a cancelled task is seldom seen, so errors win; a request that met them stays pending.
"""

from collections.abc import Sequence

from .tasks import this_task

__all__ = ["deliver_again", "leaving"]


def leaving(
    scope_name: str, tasks: Sequence[BaseException], *others: BaseException | None
) -> BaseException | None:
    """Choose the one exception that stands for everything that went wrong.

    - Tasks failed: a group of their failures and the others (`failures/all-surface`,
      `failures/body-and-task`, `failures/group-shape`).
    - No task did: the last of the others, that very object (`failures/body-alone`); the one before
      it is its `__context__`, as if a `finally` block had failed.

    Args:
        scope_name: For the message of the group.
        tasks: What ended tasks.
        others: What the body raised, unless that is a CancelledError, which is a request; then what
            the exit of a resource raised. None where nothing was.

    Returns:
        The exception, or None if nothing failed.
    """
    if not tasks:
        return others[-1]
    errors = [*tasks, *(error for error in others if error is not None)]
    # An ExceptionGroup, if all are Exceptions.
    return BaseExceptionGroup(f"errors in scope {scope_name!r}", errors)


def deliver_again(requests_before: int) -> None:
    """Let a request reach this task once more, after a failure that took its place.

    Clause `cancellation/simultaneous`: without this a loop that catches failures and goes on would
    never notice that it was asked to stop (gh-116720). It runs in the event loop's next iteration
    and looks first: in the meantime the request may have been acknowledged, by the time-out that
    made it for one, and a request that is no longer there must not be delivered.

    That look is why this is no `uncancel(); cancel()` while the failure leaves: before Python 3.13
    `uncancel` does not take an undelivered cancellation back, and it would stray out of the
    time-out.

    Args:
        requests_before: How many requests there were when the scope or helper began: those have
            been delivered, but for the last one if it is the only one that can be meant.
    """
    task = this_task()
    requests = task.cancelling()
    if not requests:
        return  # the CancelledError was another task's, got by awaiting it
    acknowledged = min(requests_before, requests - 1)

    def deliver() -> None:
        if task.cancelling() > acknowledged:
            task.uncancel()  # so that the next line leaves the number of requests as it is
            task.cancel()

    task.get_loop().call_soon(deliver)
