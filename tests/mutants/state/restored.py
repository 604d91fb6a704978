"""Mutants of `state/restored`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="nothing_is_restored_after_an_error",
        symptom=(
            "after a part of a program has failed, the rest runs with the settings of that part"
        ),
        module="scope",
        right="            current.set(self._outer)\n",
        wrong="            if exception is None:\n                current.set(self._outer)\n",
        clauses=("state/restored",),
        message=(
            r"(main|runner|t\d) .*state of type \w .*(of scope\d|raised|fallback|made by"
            r" default).*nearest"
        ),
    ),
    Mutant(
        name="nothing_is_restored_after_a_failed_resource",
        symptom="after a connection could not be opened, the program goes on with its settings",
        module="scope",
        right="            await self.__aexit__(type(error), error, error.__traceback__)\n",
        wrong=(
            "            if not isinstance(error, Exception):\n"
            "                await self.__aexit__(type(error), error, error.__traceback__)\n"
        ),
        clauses=("state/restored",),
        message=r"(main|t\d) .*state of type \w .*of scope\d.*nearest",
    ),
)
