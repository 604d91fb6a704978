"""The threads that a program starts: the one part of the environment that is not simulated."""

import threading
from concurrent.futures import Executor
from concurrent.futures import Future as ThreadFuture
from queue import Empty, SimpleQueue
from typing import Any, Final

__all__ = ("Threads",)

# How long a thread of the program is given, in real seconds, before the environment acts without
# it. Where nothing but an executor's threads is left, the loop waits for them without limit.
THREAD_PATIENCE: Final = 0.05

# How long, in real seconds, a thread that the loop did not start is given to call the loop before
# the verdict is that nothing can run: it may never call, so there has to be a limit.
STRANGER_PATIENCE: Final = 2.0


class Threads:
    """The threads that a loop knows of, those started after it was made.

    Attributes:
        running: The calls that the loop has given to threads and that have not ended.
    """

    def __init__(self) -> None:
        self.running: Final[set[ThreadFuture[Any]]] = set()
        self._before = frozenset(threading.enumerate())
        # Not a `threading.Event`, which takes longer to make, and consists of seven objects.
        self._woken: SimpleQueue[None] = SimpleQueue()

    def expect(self, call: ThreadFuture[Any]) -> None:
        """Count a call as running until it has ended.

        Args:
            call: What the executor returned.
        """
        self.running.add(call)
        call.add_done_callback(self._ended)

    def _ended(self, call: ThreadFuture[Any]) -> None:
        self.running.discard(call)
        self._woken.put(None)

    def wake(self) -> None:
        """Note that a thread has called the loop."""
        self._woken.put(None)

    def spoke(self, *, patient: bool) -> bool:
        """Wait, in real time, for a thread to call the loop or to end.

        Args:
            patient: Wait without limit.

        Returns:
            True if one did.
        """
        return self.spoke_within(None if patient else THREAD_PATIENCE)

    def stranger_spoke(self, executor: Executor | None) -> bool:
        """Wait for a thread that the program started by itself, if there is one.

        Args:
            executor: The loop's executor, whose idle threads do not count.

        Returns:
            True if one called the loop.
        """
        idle: set[threading.Thread] = getattr(executor, "_threads", set())
        known = self._before | idle
        if all(each in known for each in threading.enumerate()):
            return False
        return self.spoke_within(STRANGER_PATIENCE)

    def spoke_within(self, seconds: float | None) -> bool:
        """Wait, in real time, for a thread to call the loop or to end.

        Args:
            seconds: For how long; None for without limit.

        Returns:
            True if one did.
        """
        try:
            self._woken.get(timeout=seconds)
            while not self._woken.empty():
                self._woken.get()
        except Empty:
            return False
        return True
