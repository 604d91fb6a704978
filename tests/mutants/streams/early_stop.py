"""Mutants of `streams/early-stop`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="clean_ups_of_generators_are_cut_off",
        symptom="a connection is not returned to the pool, though `finally` would do it",
        module="scope_tasks",
        right="            for tasks in streams:\n",
        wrong=(
            "            for tasks in streams:\n"
            "                for each in tasks.running:\n"
            "                    each.get_loop().call_soon(each.cancel)\n"
            "            for tasks in streams:\n"
        ),
        clauses=("streams/early-stop",),
        message=r"source of s1 had begun to clean up",
    ),
    Mutant(
        name="generators_of_failing_scopes_are_not_awaited",
        symptom="a file is still open when the error of a task is handled",
        module="scope_tasks",
        right="                cancelled = await tasks.wait() or cancelled\n",
        wrong=(
            "                if not self.failures:\n"
            "                    cancelled = await tasks.wait() or cancelled\n"
        ),
        clauses=("streams/early-stop",),
        message=r"was exited \(.*error\d.*\) before source of s1 had ended",
    ),
    Mutant(
        name="streams_within_generators_stay_open",
        symptom="a generator that filters another one keeps its file open",
        module="streams",
        right="            scope.keep_stream(self._tasks, self._stop)\n",
        wrong=(
            "            task = asyncio.current_task()\n"
            "            if all(task not in each.running for each in scope._streams):\n"
            "                scope.keep_stream(self._tasks, self._stop)\n"
        ),
        clauses=("streams/early-stop",),
        message=r"was exited \(.*\) before source of s2 had ended",
    ),
    Mutant(
        name="abandoned_generators_stay_open",
        symptom="files stay open when a loop is left by `break`",
        module="streams",
        right="            scope.keep_stream(self._tasks, self._stop)\n",
        wrong="            pass\n",
        clauses=("streams/early-stop",),
        message=r"was exited \(.*\) before source of s1 had ended",
    ),
    Mutant(
        name="streams_made_in_clean_ups_stay_open",
        symptom="a connection that a clean-up opens to say good-bye is never closed",
        module="scope_tasks",
        right="        while self._streams:\n",
        wrong="        if self._streams:\n",
        clauses=("streams/early-stop",),
        message=r"was exited \(.*\) before source of s1 had ended",
    ),
    Mutant(
        name="a_hundred_streams_are_closed",
        symptom="under load, some connections stay open",
        module="scope_tasks",
        right="        self._streams[tasks] = stop\n",
        wrong=("        if len(self._streams) < 100:\n            self._streams[tasks] = stop\n"),
        clauses=("streams/early-stop",),
        message=r"was exited \(.*\) before source of s1 had ended",
    ),
    Mutant(
        name="scopes_refer_to_streams_weakly",
        symptom="now and then, a file stays open when a loop was left by `break`",
        module="scope_tasks",
        right="        self._streams: dict[Tasks, Callable[[], None]] = {}\n",
        wrong=(
            "        import weakref\n"
            "        class Weakly(weakref.WeakKeyDictionary):\n"
            "            def __setitem__(self, tasks, stop):\n"
            "                super().__setitem__(tasks, weakref.WeakMethod(stop))\n"
            "            def __getitem__(self, tasks):\n"
            "                return super().__getitem__(tasks)()\n"
            "        self._streams = Weakly()\n"
        ),
        clauses=("streams/early-stop",),
        # Which of the two it is depends on when garbage is collected.
        message=(
            r"was exited \(.*\) before source of s1 had ended"
            r"|source of s1 had begun to clean up, but its clean-up was cut off"
        ),
    ),
)
