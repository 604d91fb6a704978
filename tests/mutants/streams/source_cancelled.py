"""Mutants of `streams/source-cancelled`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="cancelled_generators_are_never_noticed",
        symptom="a loop hangs for ever when what its generator awaits is cancelled",
        module="context",
        right="        return Stream((source(*args, **kwargs),), scope, ends=1)\n",
        wrong=(
            "        stream = Stream((source(*args, **kwargs),), scope, ends=1)\n"
            "        give = stream._give\n"
            "\n"
            "        def told(item, end):\n"
            "            if not isinstance(end, CancelledError):\n"
            "                give(item, end)\n"
            "\n"
            "        stream._give = told\n"
            "        return stream\n"
        ),
        clauses=("streams/source-cancelled",),
        message=r"never ends",
    ),
    Mutant(
        name="cancelled_generators_look_like_the_end",
        symptom="half of a table is taken for all of it when the query is cancelled elsewhere",
        module="context",
        right="        return Stream((source(*args, **kwargs),), scope, ends=1)\n",
        wrong=(
            "        stream = Stream((source(*args, **kwargs),), scope, ends=1)\n"
            "        give = stream._give\n"
            "\n"
            "        def told(item, end):\n"
            "            cancelled = isinstance(end, CancelledError)\n"
            "            give(item, StopAsyncIteration() if cancelled else end)\n"
            "\n"
            "        stream._give = told\n"
            "        return stream\n"
        ),
        clauses=("streams/source-cancelled",),
        message=r"raised CancelledError by itself, but asking .*gave StopAsyncIteration",
    ),
)
