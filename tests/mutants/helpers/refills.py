"""Mutants of `process/refills` and `execute/refills`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="places_are_taken_when_half_are_free",
        symptom="two slow downloads hold up all others",
        module="calls",
        right=(
            "        while self._unfinished >= self._limit:\n"
            "            await self._tasks.one_ended()\n"
        ),
        wrong=(
            "        if self._unfinished >= self._limit:\n"
            "            while self._unfinished > self._limit // 2:\n"
            "                await self._tasks.one_ended()\n"
        ),
        clauses=("process/refills", "execute/refills"),
        message=r"unfinished; but h1\[\d+\] did not begin",
    ),
    Mutant(
        name="the_oldest_call_is_waited_for",
        symptom="a slow first download holds up all others",
        module="calls",
        right=(
            "        while self._unfinished >= self._limit:\n"
            "            await self._tasks.one_ended()\n"
        ),
        wrong=(
            "        self.calls = [*self.__dict__.get('calls', []), call]\n"
            "        self.calls = [each for each in self.calls if not each.done()]\n"
            "        if self._unfinished >= self._limit:\n"
            "            oldest = self.calls[0]\n"
            "            while not oldest.done():\n"
            "                await self._tasks.one_ended()\n"
        ),
        clauses=("process/refills", "execute/refills"),
        message=r"unfinished; but h1\[\d+\] did not begin",
    ),
    Mutant(
        name="all_are_waited_for_after_fifty",
        symptom="now and then, one slow download holds up all others",
        module="calls",
        right=(
            "        while self._unfinished >= self._limit:\n"
            "            await self._tasks.one_ended()\n"
        ),
        wrong=(
            "        while self._unfinished >= self._limit:\n"
            "            await self._tasks.one_ended()\n"
            "        self.count = self.__dict__.get('count', 0) + 1\n"
            "        if self.count % 50 == 0:\n"
            "            while self._unfinished:\n"
            "                await self._tasks.one_ended()\n"
        ),
        clauses=("process/refills", "execute/refills"),
        message=r"unfinished; but h1\[\d+\] did not begin",
    ),
    NaiveHelpers(
        name="Batches",
        symptom="one slow element holds up all others",
        clauses=("process/refills", "execute/refills"),
        message=r"only h1\[\d\] .*unfinished; but h1\[\d\] did not begin",
    ),
    Mutant(
        name="two_endings_free_one_place",
        symptom="a helper gets slower and slower, by one call for each two that end together",
        module="calls",
        right="        self._unfinished -= 1\n",
        wrong=(
            "        tick = _task.get_loop().iteration\n"
            "        if tick != getattr(self, 'tick', None):\n"
            "            self._unfinished -= 1\n"
            "        self.tick = tick\n"
        ),
        clauses=("process/refills", "execute/refills"),
        message=r"wait for each other; .*began",
    ),
)
