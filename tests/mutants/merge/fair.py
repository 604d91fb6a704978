"""Mutants of `merge/fair`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="the_first_source_is_preferred",
        symptom="a busy queue keeps all other messages from being seen",
        module="streams",
        right="                await self._wanted.wait()\n",
        wrong=(
            "                if asyncio.current_task() is not next(iter(self._tasks.running)):\n"
            "                    await self._wanted.wait()\n"
            "                while self._held:\n"
            "                    await asyncio.sleep(0)\n"
        ),
        clauses=("merge/fair",),
        message=r"64 deliveries .*s1 alone",
    ),
    Mutant(
        name="the_first_source_comes_in_bursts_later",
        symptom="after a while, a busy queue keeps all other messages from being seen",
        module="streams",
        right="                await self._wanted.wait()\n",
        wrong=(
            "                if asyncio.current_task() is next(iter(self._tasks.running)):\n"
            "                    self._taken = getattr(self, '_taken', 0) + 1\n"
            "                    if self._taken > 100 and self._taken % 100:\n"
            "                        continue\n"
            "                await self._wanted.wait()\n"
        ),
        clauses=("merge/fair",),
        message=r"64 deliveries .*s1 alone",
    ),
)
