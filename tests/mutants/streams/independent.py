"""Mutants of `streams/independent`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="ten_streams_at_once",
        symptom="the eleventh stream of a scope waits for one of the others to end",
        module="streams",
        right="            await self._given.wait()\n",
        wrong=(
            "            while self._scope is not None and not self._tasks.stopped:\n"
            "                if self._tasks in list(self._scope._streams)[:10]:\n"
            "                    break\n"
            "                await asyncio.sleep(0.01)\n"
            "            await self._given.wait()\n"
        ),
        clauses=("streams/independent",),
        message=r"1\d streams .*s1\d .*never",
    ),
    Mutant(
        name="streams_share_what_they_hold",
        symptom="rows of one query turn up in another",
        module="streams",
        right="        self._held: deque[tuple[Any, BaseException | None]] = deque()\n",
        wrong=(
            "        self._held = asyncio.get_running_loop().__dict__.setdefault('held', deque())\n"
        ),
        clauses=("streams/independent",),
        message=r"s\d delivered|consumer got (\d|no exception)",
    ),
    Mutant(
        name="a_stream_that_waits_holds_up_the_others",
        symptom="as long as one sensor is silent, no other one is read",
        module="streams",
        right="        item, end = await self._next()\n",
        wrong=(
            "        loop = asyncio.get_running_loop()\n"
            "        async with loop.__dict__.setdefault('turn', asyncio.Lock()):\n"
            "            item, end = await self._next()\n"
        ),
        clauses=("streams/independent",),
        message=r"gave \d items; .*consumer got \d|fails; its consumer got no exception",
    ),
    Mutant(
        name="streams_of_one_function_are_one",
        symptom="two loops over the same query get every other row",
        module="context",
        right="        return Stream((source(*args, **kwargs),), scope, ends=1)\n",
        wrong=(
            "        known = scope.__dict__.setdefault('known', {})\n"
            "        key = (id(source), *map(id, args))\n"
            "        if key not in known:\n"
            "            made = Stream((source(*args, **kwargs),), scope, ends=1)\n"
            "            known[key] = made, source, args\n"
            "        return known[key][0]\n"
        ),
        clauses=("streams/independent",),
        message=r"made of one generator function, .* gave \d and ended|delivered s1\[[1-9]\]",
    ),
)
