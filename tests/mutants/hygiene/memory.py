"""Mutants of `hygiene/memory`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="tasks_are_kept_until_the_exit",
        symptom="the memory of a server grows with each request that it has answered",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        task = self._tasks.start(coroutine, context, self._ended)\n"
            '        self.__dict__.setdefault("all", []).append(task)\n'
            "        return task\n"
        ),
        clauses=("hygiene/memory",),
        message=r"200 tasks have ended .* and \d+ of them are still kept",
    ),
    Mutant(
        name="arguments_are_kept_for_the_log",
        symptom="a server keeps each request that it was sent, to name it if it should fail",
        module="scope_tasks",
        right="        coroutine = context.run(function, *args, **kwargs)\n",
        wrong=(
            '        self.__dict__.setdefault("calls", []).append((function, args, kwargs))\n'
            "        coroutine = context.run(function, *args, **kwargs)\n"
        ),
        clauses=("hygiene/memory",),
        message=r"200 tasks have ended .* and \d+ of them are still kept",
    ),
    Mutant(
        name="streams_are_kept_until_the_exit",
        symptom="the memory of a chat server grows with each conversation that has ended",
        module="streams",
        right="            scope.keep_stream(self._tasks, self._stop)\n",
        wrong=(
            "            scope.keep_stream(self._tasks, self._stop)\n"
            '            scope.__dict__.setdefault("all", []).append((self, sources))\n'
        ),
        clauses=("hygiene/memory",),
        message=r"200 streams have ended .* and \d+ of them are still kept",
    ),
    Mutant(
        name="calls_are_kept_until_the_helper_ends",
        symptom="the memory of a consumer of messages grows with each that it has handled",
        module="calls",
        right="        self._unfinished -= 1\n",
        wrong=(
            "        self._unfinished -= 1\n"
            '        self.__dict__.setdefault("ended", []).append(_task)\n'
        ),
        clauses=("hygiene/memory",),
        message=r"200 messages .* and \d+ of them are still kept",
    ),
)
