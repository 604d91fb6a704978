"""Mutants of `merge/failure-closes`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_failure_leaves_the_other_source",
        symptom="a connection stays open after an error on another",
        module="streams",
        right=(
            "        self._stop()\n"
            "        cancelled = await self._tasks.wait()\n"
            "        if cancelled is not None:\n"
            "            self._held"
        ),
        wrong=(
            "        cancelled = None\n        if cancelled is not None:\n            self._held"
        ),
        clauses=("merge/failure-closes",),
        message=r"failed, .* was not closed",
    ),
    Mutant(
        name="a_failure_closes_the_other_source_at_its_next_element",
        symptom="after an error on one connection a silent one is never closed",
        module="streams",
        right=(
            "        self._stop()\n"
            "        cancelled = await self._tasks.wait()\n"
            "        if cancelled is not None:\n"
            "            self._held"
        ),
        wrong=(
            "        cancelled = None\n"
            "        if isinstance(end, StopAsyncIteration):\n"
            "            self._stop()\n"
            "            cancelled = await self._tasks.wait()\n"
            "        else:\n"
            "            async def over():\n"
            "                return None, StopAsyncIteration()\n"
            "            self._next = over\n"
            "            self._wanted.set()\n"
            "        if cancelled is not None:\n"
            "            self._held"
        ),
        clauses=("merge/failure-closes",),
        message=r"failed, .* was not closed",
    ),
    Mutant(
        name="sources_that_are_ahead_stay_open",
        symptom="after an error on one connection the other stays open if it was the faster one",
        module="streams",
        right=(
            "                await self._wanted.wait()\n        except StopAsyncIteration as end:\n"
        ),
        wrong=(
            "                try:\n"
            "                    await self._wanted.wait()\n"
            "                except asyncio.CancelledError:\n"
            "                    loop = asyncio.get_running_loop()\n"
            "                    loop.__dict__.setdefault('kept', []).append(iterator)\n"
            "                    iterator = None\n"
            "                    raise\n"
            "        except StopAsyncIteration as end:\n"
        ),
        clauses=("merge/failure-closes",),
        message=r"failed, .* was not closed",
    ),
    Mutant(
        name="streams_that_are_merged_are_left_to_the_scope",
        symptom="a connection that is read by a merged stream is open long after the merge failed",
        module="streams",
        right="    with suppress(Exception):\n        await source.aclose()\n",
        wrong=(
            "    with suppress(Exception):\n"
            "        if not isinstance(source, Stream):\n"
            "            await source.aclose()\n"
        ),
        clauses=("merge/failure-closes",),
        message=r"idle since, but the other source, source of s2, was not closed",
    ),
)
