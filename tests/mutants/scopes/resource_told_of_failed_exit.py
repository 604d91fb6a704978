"""Mutants of `scopes/resource-told-of-failed-exit`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="resources_are_told_what_left_at_first",
        symptom="a transaction is committed although what it wrote could not be flushed",
        module="resources",
        right="            await resource.__aexit__(*told)\n",
        wrong='            await resource.__aexit__(*self.__dict__.setdefault("told", told))\n',
        clauses=("scopes/resource-told-of-failed-exit",),
        message=(
            r"resource\d was told of nothing in its exit, after the exit of failing had raised"
        ),
    ),
    Mutant(
        name="errors_of_other_exits_are_kept_back",
        symptom="a lock is released as if nothing had happened, after a write that failed",
        module="resources",
        right="            await resource.__aexit__(*told)\n",
        wrong=(
            '            earlier = self.__dict__.setdefault("errors", [])\n'
            "            if told[1] in earlier:\n"
            "                told = (None, None, None)\n"
            "            try:\n"
            "                await resource.__aexit__(*told)\n"
            "            except BaseException as error:\n"
            "                earlier.append(error)\n"
            "                raise\n"
        ),
        clauses=("scopes/resource-told-of-failed-exit",),
        message=(
            r"resource\d was told of nothing in its exit, after the exit of failing had raised"
        ),
    ),
)
