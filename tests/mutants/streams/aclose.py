"""Mutants of `streams/aclose`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_request_after_aclose_hangs",
        symptom="a loop over a stream that was closed never ends",
        module="streams",
        right=(
            "        self._stop()\n"
            "        cancelled = await self._tasks.wait()\n"
            "        if cancelled is not None:\n"
            "            raise cancelled\n"
        ),
        wrong=(
            "        self._next = asyncio.Event().wait\n"
            "        self._stop()\n"
            "        cancelled = await self._tasks.wait()\n"
            "        if cancelled is not None:\n"
            "            raise cancelled\n"
        ),
        clauses=("streams/aclose",),
        message=r"never ends: .*waits for an item of s1",
    ),
    Mutant(
        name="aclose_forgets_who_waits",
        symptom="a consumer hangs when another task closes its stream",
        module="streams",
        right=(
            "        self._stop()\n"
            "        cancelled = await self._tasks.wait()\n"
            "        if cancelled is not None:\n"
            "            raise cancelled\n"
        ),
        wrong=(
            "        self._given = asyncio.Event()\n"
            "        self._stop()\n"
            "        cancelled = await self._tasks.wait()\n"
            "        if cancelled is not None:\n"
            "            raise cancelled\n"
        ),
        clauses=("streams/aclose",),
        message=r"never ends: .*reader waits for an item of s1",
    ),
    Mutant(
        name="a_second_aclose_does_not_wait",
        symptom="`aclose()` returns at once if another task is closing the stream",
        module="streams",
        right=(
            "        self._stop()\n"
            "        cancelled = await self._tasks.wait()\n"
            "        if cancelled is not None:\n"
            "            raise cancelled\n"
        ),
        wrong=(
            "        if self._tasks.stopped:\n"
            "            return\n"
            "        self._stop()\n"
            "        cancelled = await self._tasks.wait()\n"
            "        if cancelled is not None:\n"
            "            raise cancelled\n"
        ),
        clauses=("streams/aclose",),
        message=r"`aclose\(\)` .*before source of s1 had ended",
    ),
    Mutant(
        name="aclose_does_not_wait",
        symptom="the file is still open when `aclose()` has returned",
        module="streams",
        right=(
            "        self._stop()\n"
            "        cancelled = await self._tasks.wait()\n"
            "        if cancelled is not None:\n"
            "            raise cancelled\n"
        ),
        wrong=(
            "        self._stop()\n"
            "        cancelled = None\n"
            "        if cancelled is not None:\n"
            "            raise cancelled\n"
        ),
        clauses=("streams/aclose",),
        message=r"`aclose\(\)` .*before source of s1 had ended",
    ),
)
