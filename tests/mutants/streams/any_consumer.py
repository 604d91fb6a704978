"""Mutants of `streams/any-consumer`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="streams_end_with_their_makers",
        symptom="a task cannot make a stream for another one",
        module="streams",
        right=(
            "        if scope is not None:\n"
            "            scope.keep_stream(self._tasks, self._stop)\n"
        ),
        wrong=(
            "        if scope is not None:\n"
            "            scope.keep_stream(self._tasks, self._stop)\n"
            "            maker = asyncio.current_task()\n"
            "            def over(_):\n"
            "                self._tasks.stop()\n"
            "                self._held.clear()\n"
            "                self._given.set()\n"
            "                self._wanted.set()\n"
            "            if maker in scope._tasks.running:\n"
            "                maker.add_done_callback(over)\n"
        ),
        clauses=("streams/any-consumer",),
        message=r"stream s1 ended after 0 items.*generator gave \d",
    ),
    Mutant(
        name="streams_belong_to_a_task",
        symptom="a worker cannot read what its parent opened",
        module="streams",
        right='        """Return the next item.\n',
        wrong=(
            '        """Return the next item."""\n'
            "        self._owner = getattr(self, '_owner', None) or asyncio.current_task()\n"
            "        if self._owner is not asyncio.current_task():\n"
            "            raise RuntimeError('read by another task')\n"
            '        """\n'
        ),
        clauses=("streams/any-consumer",),
        message=r"RuntimeError: read by another task",
    ),
)
