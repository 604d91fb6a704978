"""Mutants that are wrong only with many of something, or deep within."""

from mutant import Mutant

__all__ = ("MUTANTS",)

GIVEN = "            await self._given.wait()\n"

MUTANTS = (
    Mutant(
        "bookkeeping_is_cut_back",
        "after some thousand requests, one is cut off in the middle of its clean-up",
        "tasks",
        "        del self.running[task]\n",
        "        self.running.pop(task, None)\n"
        "        self.count = getattr(self, 'count', 0) + 1\n"
        "        if self.count > 20:\n"
        "            self.running = {it: None for it in self.running if not it.cancelling()}\n",
        "scopes/exit-awaits-tasks",
        r"scope scope1 was exited .* before its task t\d+ had ended",
    ),
    Mutant(
        "ten_streams_at_once",
        "the eleventh stream of a scope waits for one of the others to end",
        "streams",
        GIVEN,
        "            while self._scope is not None and not self._tasks.stopped:\n"
        "                if self._tasks in list(self._scope._streams)[:10]:\n"
        "                    break\n"
        "                await asyncio.sleep(0.01)\n" + GIVEN,
        "streams/independent",
        r"1\d streams are open, and a request for an item of s1\d was never served",
    ),
    Mutant(
        "long_streams_are_closed_later",
        "a stream that has given much is closed some time after `aclose()`",
        "streams",
        "        if end is None:\n            return item\n",
        "        self.count = getattr(self, 'count', 0) + 1\n"
        "        if self.count == 20:\n"
        "            async def nobody():\n"
        "                return None\n"
        "            self._tasks.wait = nobody\n"
        "        if end is None:\n            return item\n",
        "streams/aclose",
        r"`aclose\(\)` of stream s1 done before source of s1 had ended and cleaned up",
        also=("merge/aclose",),
    ),
    Mutant(
        "streams_deep_within_are_nobodys",
        "what a generator within a generator has opened is never closed",
        "streams",
        "        if scope is not None:\n            scope.keep_stream(self._tasks, self._stop)\n",
        "        import contextvars\n\n"
        "        if not hasattr(Stream, 'depth'):\n"
        "            Stream.depth = contextvars.ContextVar('depth', default=0)\n"
        "        if Stream.depth.get() > 1:\n"
        "            scope = self._scope = None\n"
        "        self._context.run(Stream.depth.set, Stream.depth.get() + 1)\n"
        "        if scope is not None:\n            scope.keep_stream(self._tasks, self._stop)\n",
        "streams/early-stop",
        r"scope scope1, in which stream s[34] was made, was exited .* before source of s[34] had",
        also=("merge/early-stop",),
    ),
    Mutant(
        "tasks_of_handlers_within_handlers_end_with_them",
        "a job that an inner handler has spawned is cancelled when that handler returns",
        "calls",
        "        return await self._handler(element)\n",
        "        import contextvars\n\n"
        "        from .surroundings import current\n\n"
        "        if not hasattr(Calls, 'depth'):\n"
        "            Calls.depth = contextvars.ContextVar('depth', default=0)\n"
        "        here, depth = current.get(), Calls.depth.get()\n"
        "        Calls.depth.set(depth + 1)\n"
        "        before = set(here.tasks._tasks.running) if here and depth else set()\n"
        "        try:\n"
        "            return await self._handler(element)\n"
        "        finally:\n"
        "            for task in tuple(here.tasks._tasks.running) if here and depth else ():\n"
        "                if task not in before:\n"
        "                    task.cancel()\n",
        "process/handler-context",
        r"task t\d, spawned by handler call h\d\[\d\], was cancelled before scope1",
        also=("execute/handler-context",),
    ),
)
