"""Streams over one source, and merges of two."""

import asyncio
import weakref
from collections.abc import AsyncGenerator, AsyncIterable, Callable
from contextvars import copy_context
from typing import Any

from .mailbox import Flow, Mailbox
from .scopes import current, enclosing

__all__ = ("stream", "stream_concurrently")


def stream(source: Callable[..., AsyncGenerator[Any, None]], /, *args: Any, **kwargs: Any) -> Flow:
    """Iterate over an async generator, which runs in a context of its own.

    Raises:
        RuntimeError: There is no scope, or it has exited.
    """
    scope = current(f"the stream of {source!r}")
    context = copy_context()
    generator = context.run(source, *args, **kwargs)
    mailbox = Mailbox([generator], context, until_all_end=True, closed=scope.has_closed)
    scope.close_at_exit(mailbox)
    return Flow(mailbox)


def stream_concurrently(
    source_a: AsyncIterable[Any], source_b: AsyncIterable[Any], /, exhaustive: bool = False
) -> Flow:
    """Iterate over the items of two sources as they come.

    Args:
        source_a: One source.
        source_b: The other one.
        exhaustive: Whether to go on when one of them has ended.
    """
    scope = enclosing()
    mailbox = Mailbox(
        [source_a, source_b],
        copy_context(),
        until_all_end=exhaustive,
        closed=scope.has_closed if scope is not None else _nothing,
    )
    if scope is None:
        return Flow(mailbox, _close_when_dropped)
    scope.close_at_exit(mailbox)
    return Flow(mailbox)


def _close_when_dropped(flow: Flow) -> None:
    """Have a merge outside any scope closed when the program has dropped it.

    A plain async generator is closed by the event loop then.
    """
    weakref.finalize(flow, _stop, flow.mailbox, asyncio.get_running_loop()).atexit = False


def _stop(mailbox: Mailbox, loop: asyncio.AbstractEventLoop) -> None:
    if not loop.is_closed():
        mailbox.stop()


def _nothing(mailbox: Mailbox) -> None:
    """Forget nothing: no scope has kept it."""
