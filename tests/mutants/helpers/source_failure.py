"""Mutants of `process/source-failure` and `execute/source-failure`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="failures_of_sources_are_tolerated",
        symptom="a broken connection looks like the end of the data",
        module="calls",
        right="        self._note(failure, None)\n",
        wrong="        self._note(failure, self._tolerates)\n",
        clauses=("process/source-failure", "execute/source-failure"),
        message=r"source of h1 raised error.* h1 returned",
    ),
    Mutant(
        name="an_index_error_is_the_end_of_the_source",
        symptom="a bug in the code that reads a file looks like the end of the file",
        module="calls",
        right="            for element in source:\n                await self._begin(element)\n",
        wrong=(
            "            try:\n"
            "                for element in source:\n"
            "                    await self._begin(element)\n"
            "            except IndexError:\n"
            "                return\n"
        ),
        clauses=("process/source-failure", "execute/source-failure"),
        message=r"source of h1 raised error.* h1 returned|never ends.* waits for helper h1",
    ),
)
