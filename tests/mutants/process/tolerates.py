"""Mutants of `process/tolerates`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="only_the_first_failure_is_tolerated",
        symptom="a batch ends at its second error, though errors are to be ignored",
        module="calls",
        right=("        if tolerates is not None and self._context.run(tolerates, failure):\n"),
        wrong=(
            "        if (\n"
            "            tolerates is not None\n"
            "            and self._context.run(tolerates, failure)\n"
            "            and not self.__dict__.setdefault('seen', [])\n"
            "            and self.seen.append(1) is None\n"
            "        ):\n"
        ),
        clauses=("process/tolerates",),
        message=r"tolerated, .*h1\[\d\] failed, helper h1 raised",
    ),
    Mutant(
        name="the_tenth_failure_is_not_tolerated",
        symptom="a batch ends at its tenth error, though errors are to be ignored",
        module="calls",
        right=("        if tolerates is not None and self._context.run(tolerates, failure):\n"),
        wrong=(
            "        if (\n"
            "            tolerates is not None\n"
            "            and self._context.run(tolerates, failure)\n"
            "            and len(self.__dict__.setdefault('seen', [])) < 9\n"
            "            and self.seen.append(1) is None\n"
            "        ):\n"
        ),
        clauses=("process/tolerates",),
        message=r"tolerated, .*h1\[\d+\] failed, helper h1 raised",
    ),
    Mutant(
        name="failures_are_tolerated_up_to_a_number",
        symptom="a batch with many bad rows ends early",
        module="helpers/concurrent",
        right=("        return True\n\n    tolerates"),
        wrong=(
            "        seen.append(failure)\n"
            "        return len(seen) <= 20\n"
            "\n"
            "    seen: list[BaseException] = []\n"
            "    tolerates"
        ),
        clauses=("process/tolerates",),
        message=r"failures are to be tolerated",
    ),
)
