"""Mutants of `process/handler-tasks` and `execute/handler-tasks`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="tasks_of_handlers_within_handlers_end_with_them",
        symptom="a job that an inner handler has spawned is cancelled when that handler returns",
        module="calls",
        right="        return await self._handler(element)\n",
        wrong=(
            "        import contextvars\n"
            "\n"
            "        from .surroundings import current\n"
            "\n"
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
            "                    task.cancel()\n"
        ),
        clauses=("process/handler-tasks", "execute/handler-tasks"),
        message=r"task t\d, spawned by handler call h\d\[\d\], was cancelled before scope1",
    ),
    Mutant(
        name="what_handlers_spawned_ends_with_a_failing_helper",
        symptom="a background job is cancelled because a batch had one bad message",
        module="calls",
        right=(
            "        self._tasks.start(self._read(source), self._context, self._source_ended)\n"
            "        cancelled = await self._tasks.wait()\n"
            "        if self._failure is not None:\n"
        ),
        wrong=(
            "        from .surroundings import current\n"
            "        here = self._context.get(current)\n"
            "        before = {} if here is None else dict(here.tasks._tasks.running)\n"
            "        self._tasks.start(self._read(source), self._context, self._source_ended)\n"
            "        cancelled = await self._tasks.wait()\n"
            "        if self._failure is not None:\n"
            "            for each in () if here is None else here.tasks._tasks.running:\n"
            "                if each not in before:\n"
            "                    each.cancel()\n"
        ),
        clauses=("process/handler-tasks", "execute/handler-tasks"),
        message=r"spawned by handler call h1\[\d\], was cancelled before scope\d",
    ),
)
