"""The helpers: call a handler for each element of a source, and read two sources as one."""

from asyncio import Task
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable, Sequence
from typing import Any

from haiway_reference.calls import Calls
from haiway_reference.context import ctx
from haiway_reference.frames import clears_frame
from haiway_reference.streams import Stream
from haiway_reference.surroundings import current
from haiway_reference.tasks import ended_by

__all__ = ["execute_concurrently", "process_concurrently", "stream_concurrently"]

CONCURRENT_TASKS = 2  # the default limit


async def process_concurrently[Element](
    source: AsyncIterable[Element] | Iterable[Element],
    /,
    handler: Callable[[Element], Awaitable[Any]],
    *,
    concurrent_tasks: int = CONCURRENT_TASKS,
    ignore_exceptions: bool = False,
) -> None:
    """Call the handler once for each element, a limited number of calls at a time.

    The source is read as places become free. Each call has a context of its own, with the caller's
    state and no variables, and the tasks that it spawns belong to the caller's scope
    (`process/handler-context`).

    Args:
        source: Any iterable or asynchronous iterable, including endless ones (`process/sources`).
        handler: Called with each element. What it returns is dropped (`process/returns-none`).
        concurrent_tasks: How many calls may be unfinished at once.
        ignore_exceptions: Log failures of calls, and go on (`process/tolerates`).

    Raises:
        ValueError: The limit is below 1, and the source has not been touched.
        Exception: The first failure, of a call or of the source, itself. All running calls have
            been cancelled and have ended.

    Example:
        >>> await process_concurrently(mails, send, concurrent_tasks=10)
    """

    # process/tolerates, process/logs-ignored
    def log(failure: BaseException) -> bool:
        name = type(failure).__qualname__
        ctx.log_error("A call failed with %s, which is ignored", name, exception=failure)
        return True

    tolerates = log if ignore_exceptions else None
    await Calls(handler, concurrent_tasks, tolerates=tolerates).run(source)


@clears_frame
async def execute_concurrently[Element, Result](
    handler: Callable[[Element], Awaitable[Result]],
    /,
    elements: AsyncIterable[Element] | Iterable[Element],
    *,
    concurrent_tasks: int = CONCURRENT_TASKS,
    return_exceptions: bool = False,
) -> Sequence[Any]:
    """Call the handler once for each element, and return the results in order.

    It calls the handler as `process_concurrently` does.

    Args:
        handler: Called with each element. What it returns is the element's result.
        elements: Any iterable or asynchronous iterable.
        concurrent_tasks: How many calls may be unfinished at once.
        return_exceptions: Go on when a call fails, with its exception as the result: a
            CancelledError if it ended cancelled (`execute/returns-exceptions`).

    Returns:
        One result for each element, in the order of the elements (`execute/ordered`).

    Raises:
        ValueError: The limit is below 1, and the elements have not been touched.
        Exception: The first failure, of a call or of the source, itself. All running calls have
            been cancelled and have ended.

    Example:
        >>> users = await execute_concurrently(fetch_user, user_ids, concurrent_tasks=5)
    """
    tasks = list[Task[Result]]()
    calls = Calls(
        handler,
        concurrent_tasks,
        begun=tasks.append,
        tolerates=lambda _: return_exceptions,
    )
    await calls.run(elements)
    # execute/ordered: the tasks are in the order of the elements, whatever the order they ended in;
    # execute/results-kept: in a new list.
    return [task.result() if (end := ended_by(task)) is None else end for task in tasks]


def stream_concurrently[A, B](
    source_a: AsyncIterable[A],
    source_b: AsyncIterable[B],
    /,
    exhaustive: bool = False,  # noqa: FBT001, FBT002 - as in haiway
) -> Stream[A | B]:
    """Read two sources as one stream: the elements of both, each as soon as it is there.

    Each source is read in a task of its own, in the context of this call, without its variables. It
    is read when an element is asked for and none is held, so it is at most one element ahead. When
    the merged stream ends, the sources that it has begun to read are closed.

    Args:
        source_a: A source.
        source_b: Another one.
        exhaustive: End with the last source (`merge/ends-exhaustive`), not with the first one that
            ends (`merge/ends`).

    Returns:
        An iterator with `aclose()`. The exit of the current scope closes it. Outside any scope
        (`merge/no-scope`), code that leaves it early has to close it.

    Raises:
        TypeError: A source is no asynchronous iterable.
        RuntimeError: The current scope has exited.

    Example:
        >>> async for event in stream_concurrently(external(), heartbeat()):
        ...     await handle(event)
    """
    sources = (source_a, source_b)
    surroundings = current.get()
    scope = None if surroundings is None else surroundings.tasks
    return Stream(sources, scope, ends=len(sources) if exhaustive else 1)
