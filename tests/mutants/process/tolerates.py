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
    Mutant(
        name="what_has_failed_is_not_tried_again",
        symptom="of two equal orders the second is refused because the first one was",
        module="calls",
        right="        return await self._handler(element)\n",
        wrong=(
            "        failed = self.__dict__.setdefault('failed', [])\n"
            "        for other, error in failed:\n"
            "            if self._tolerates is not None and other == element:\n"
            "                raise error\n"
            "        try:\n"
            "            return await self._handler(element)\n"
            "        except Exception as error:\n"
            "            failed.append((element, error))\n"
            "            raise\n"
        ),
        clauses=("process/tolerates", "execute/returns-exceptions"),
        message=r"after \d handler calls, but its source|but there are",
    ),
)
