"""Mutants of `merge/own-context`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="sources_run_in_the_context_of_the_consumer",
        symptom="log records of a source name the scope of its consumer",
        module="streams",
        right="self._tasks.start(self._read(self._unread.pop(0)), self._context)",
        wrong="self._tasks.start(self._read(self._unread.pop(0)), own_context())",
        clauses=("merge/own-context",),
        message=r"source of s1(\.b)? saw (state A|context x)|record of source of s1|context y =",
    ),
    Mutant(
        name="sources_lack_the_creators_context_variables",
        symptom="log records of a source lack the request id",
        module="helpers/concurrent",
        right="    return Stream(sources, scope, ends=len(sources) if exhaustive else 1)\n",
        wrong=(
            "    from contextvars import Context\n"
            "    stream = Stream(sources, scope, ends=len(sources) if exhaustive else 1)\n"
            "    bare = Context()\n"
            "    bare.run(current.set, stream._context.get(current))\n"
            "    stream._context = bare\n"
            "    return stream\n"
        ),
        clauses=("merge/own-context",),
        message=r"known was set before stream s1 was made, .* source of s1(\.b)? saw unset",
    ),
    Mutant(
        name="the_second_source_runs_in_the_context_of_the_consumer",
        symptom="log records of one of two sources name the request that consumes them",
        module="streams",
        right="self._tasks.start(self._read(self._unread.pop(0)), self._context)",
        wrong=(
            "self._tasks.start(self._read(self._unread.pop(0)), "
            "own_context() if self._tasks.running else self._context)"
        ),
        clauses=("merge/own-context",),
        message=r"source of s1\.b saw|record of source of s1\.b",
    ),
)
