"""Mutants of `process/open-failures-end` and `execute/open-failures-end`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="base_exceptions_keep_their_place",
        symptom="after some exceptions of a rare kind a tolerant helper hangs",
        module="calls",
        right="        self._unfinished -= 1\n",
        wrong=(
            "        if failure is None or isinstance(failure, (Exception, CancelledError)):\n"
            "            self._unfinished -= 1\n"
        ),
        clauses=("process/open-failures-end", "execute/open-failures-end"),
        message=r"never ends",
    ),
    Mutant(
        name="calls_that_raise_keep_their_place",
        symptom="after some errors of a handler that is a plain function a helper hangs",
        module="calls",
        right=(
            "        call = self._tasks.start(self._call(element), self._context, "
            "self._call_ended)\n"
        ),
        wrong=(
            "        try:\n"
            "            begun = self._context.copy().run(self._handler, element)\n"
            "        except Exception:\n"
            "            if self._tolerates is None:\n"
            "                raise\n"
            "            while self._unfinished >= self._limit:\n"
            "                await self._tasks.one_ended()\n"
            "            return\n"
            "\n"
            "        async def awaited() -> Result:\n"
            "            return await begun\n"
            "\n"
            "        call = self._tasks.start(awaited(), self._context, self._call_ended)\n"
        ),
        clauses=("process/open-failures-end", "execute/open-failures-end"),
        message=r"never ends|source of h1 has|sequence",
    ),
)
