"""Jobs that are tried again, after pauses that people can wait for and tests cannot."""

import asyncio
import time


class GaveUpError(Exception):
    """A job has failed too often."""


async def retried(job, *, times, pause):
    """Run a job until it succeeds, with a pause twice as long after each failure."""
    for attempt in range(times):
        try:
            return await job()
        except OSError:
            if attempt + 1 < times:
                await asyncio.sleep(pause * 2**attempt)
    raise GaveUpError(f"failed {times} times")


class Cache:
    """Values that are forgotten after a while.

    Args:
        seconds: How long they are kept.
    """

    def __init__(self, seconds):
        self._seconds = seconds
        self._values = {}

    def put(self, key, value):
        """Keep a value."""
        loop = asyncio.get_running_loop()
        self._values[key] = value
        loop.call_later(self._seconds, self._values.pop, key, None)

    def get(self, key):
        """Return a value; None if it was forgotten."""
        return self._values.get(key)


async def batches(queue, *, size, wait):
    """Yield what comes within a time, at most so many at once; None ends it."""
    while True:
        batch = [await queue.get()]
        try:
            async with asyncio.timeout(wait):
                while len(batch) < size and batch[-1] is not None:
                    batch.append(await queue.get())
        except TimeoutError:
            pass
        yield [each for each in batch if each is not None]
        if batch[-1] is None:
            return


def read_file(seconds):
    """Read a slow file: blocks its thread."""
    time.sleep(seconds)
    return "content"
