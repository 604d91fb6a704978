"""What leaves a scope when something went wrong in it, and how a request to cancel gets through.

One rule: *what failed leaves, and a request to cancel is never used up by it*. A failure hidden in
the chain of a cancelled task is seldom seen, so errors win; a request that met them stays pending.
"""

from asyncio import CancelledError, Task
from collections.abc import Sequence
from typing import Any

from .tasks import this_task

__all__ = ["leaving", "settle"]


def leaving(
    scope_name: str,
    body: BaseException | None,
    tasks: Sequence[BaseException],
    clean_up: Sequence[BaseException],
    cancelled: CancelledError | None,
) -> BaseException | None:
    """Choose the one exception that stands for everything that went wrong.

    - Only the body raised: that very object (`failures/body-alone`).
    - Tasks failed: a group of their failures, the body's and the resources' errors
      (`failures/all-surface`, `failures/body-and-task`, `failures/group-shape`).
    - A resource's exit failed and no task: that error itself, as an error in a `finally` block
      would be; the interpreter keeps the body's as its `__context__`. Several: a group.

    Args:
        scope_name: For the message of the group.
        body: What the body raised, unless that is a CancelledError: those are requests.
        tasks: What ended tasks.
        clean_up: What the exits of resources raised.
        cancelled: The request that met them, if any: it becomes the cause of a group.

    Returns:
        The exception, or None if nothing failed.
    """
    if not tasks and len(clean_up) <= 1:
        return clean_up[0] if clean_up else body
    errors: list[BaseException] = []
    for error in (*tasks, *(() if body is None else (body,)), *clean_up):
        # The body may have raised what it got by awaiting a failed task: once is enough.
        if not any(error is known for known in errors):
            errors.append(error)
    message = f"errors in scope {scope_name!r}"
    group = BaseExceptionGroup(message, errors)  # an ExceptionGroup, if all are Exceptions
    # The context is where `asyncio.timeout` (3.13) notes that the request was its own.
    group.__cause__ = group.__context__ = cancelled
    return group


def settle(
    outcome: BaseException,
    tasks: Sequence[BaseException],
    cancelled: CancelledError,
    requests_before: int,
) -> BaseException:
    """Choose what leaves where failures and a request met (`cancellation/simultaneous`).

    What failed, and the request is delivered again. If a task raised KeyboardInterrupt or
    SystemExit, that has left the running loop already, past everything; what arrived is the
    runner's request to main then, which ends as asked, so that the runner can shut down the rest
    (`failures/interpreter-exit`).

    Args:
        outcome: What failed.
        tasks: What ended tasks.
        cancelled: The request, as it was delivered.
        requests_before: How many requests there were when the scope or helper began.
    """
    if any(isinstance(failure, KeyboardInterrupt | SystemExit) for failure in tasks):
        cancelled.__cause__ = outcome
        return cancelled
    here = this_task()
    if requests := here.cancelling():  # none, if the body had got the CancelledError by awaiting
        deliver_again(here, cancelled, min(requests_before, requests - 1))
    return outcome


def deliver_again(task: Task[Any], request: CancelledError, acknowledged: int) -> None:
    """Let a request reach its task once more, after a failure took the place of its CancelledError.

    Clause `cancellation/simultaneous`: without this a loop that catches failures and goes on would
    never notice that it was asked to stop (gh-116720). It runs in the event loop's next iteration
    and looks first: in the meantime the request may have been acknowledged, by the time-out that
    made it for one, and a request that is no longer there must not be delivered.

    That look is why this is no `uncancel(); cancel()` while the failure leaves: before Python 3.13
    `uncancel` does not take an undelivered cancellation back, and it would stray out of the
    time-out.

    Args:
        task: The task that was asked to stop.
        request: The CancelledError as it was delivered, for its message.
        acknowledged: How many requests to the task are not to be delivered again.
    """

    def deliver() -> None:
        if task.cancelling() > acknowledged:
            task.uncancel()  # so that the next line leaves the number of requests as it is
            task.cancel(*request.args[:1])

    task.get_loop().call_soon(deliver)
