"""Code that a program starts by itself, in a copy of the context: `in_callback`, `in_thread`."""

import asyncio
from collections.abc import Coroutine
from contextvars import copy_context
from threading import Thread
from typing import Any

__all__ = ("in_callback", "in_thread")


async def in_callback(work: Coroutine[Any, Any, None]) -> None:
    """Carry out work in a callback of the loop, which gets a copy of this context.

    Args:
        work: It must not suspend.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    loop.call_soon(_carry_out, work, done)
    await done


async def in_thread(work: Coroutine[Any, Any, None]) -> None:
    """Carry out work in a thread, which gets a copy of this context, as `to_thread` gives it.

    The loop stands still meanwhile, so that the same happens in every run.

    Args:
        work: It must not suspend.
    """
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    # `done` is settled before anything waits for it, so the thread has nothing to tell the loop.
    thread = Thread(target=copy_context().run, args=(_carry_out, work, done))
    thread.start()
    thread.join()
    await done


def _carry_out(work: Coroutine[Any, Any, None], done: asyncio.Future[None]) -> None:
    try:
        work.send(None)
    except StopIteration:
        done.set_result(None)
    except BaseException as error:  # noqa: BLE001 - raised where it is awaited
        done.set_exception(error)
    else:
        work.close()
        done.set_result(None)
