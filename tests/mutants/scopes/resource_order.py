"""Mutants of `scopes/resource-order`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="resources_are_exited_in_order_of_entering",
        symptom="a connection is closed before the transaction on it is committed",
        module="resources",
        right="        self._entered.push_async_exit(exit_unsuppressed)\n",
        wrong=(
            "        self._entered.push_async_exit(exit_unsuppressed)\n"
            "        self._entered._exit_callbacks.rotate(1)\n"
        ),
        clauses=("scopes/resource-order",),
        message=r"resource\d was entered before resource\d, and its exit began before",
    ),
    Mutant(
        name="resources_are_exited_together",
        symptom="a connection is closed while the transaction on it is being committed",
        module="resources",
        right=(
            "            async with self._entered:\n"
            "                if leaving is not None:\n"
            "                    raise leaving  # noqa: TRY301 - so that the stack passes "
            "it to the resources\n"
        ),
        wrong=(
            "            import asyncio\n"
            "\n"
            "            told = (None,) * 3 if leaving is None else (type(leaving), "
            "leaving, None)\n"
            "            exits = [each(*told) for _, each in "
            "self._entered.pop_all()._exit_callbacks]\n"
            "            ends = await asyncio.gather(*exits, return_exceptions=True)\n"
            "            for error in (*ends, leaving):\n"
            "                if error is not None:\n"
            "                    raise error\n"
        ),
        clauses=("scopes/resource-order", "scopes/resource-task"),
        message=(
            r"resource\d was entered before resource\d, and its exit began before|was exited "
            r"in another task"
        ),
    ),
)
