"""Mutants of `process/interpreter-exit` and `execute/interpreter-exit`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="ctrl_c_is_one_more_failure",
        symptom="Ctrl-C is logged as a failed element, and the batch goes on",
        module="calls",
        right="        return await self._handler(element)\n",
        wrong=(
            "        try:\n"
            "            return await self._handler(element)\n"
            "        except (KeyboardInterrupt, SystemExit) as error:\n"
            "            raise RuntimeError from error\n"
        ),
        clauses=("process/interpreter-exit", "execute/interpreter-exit"),
        message=r"h1\[\d\] raised a KeyboardInterrupt .*left the program was (nothing|Runtime)",
    ),
    Mutant(
        name="ctrl_c_is_a_result",
        symptom="Ctrl-C ends one element of a batch, and nothing else",
        module="calls",
        right="        return await self._handler(element)\n",
        wrong=(
            "        try:\n"
            "            return await self._handler(element)\n"
            "        except BaseException as error:\n"
            "            if self._tolerates is None or isinstance(error, (Exception, "
            "CancelledError)):\n"
            "                raise\n"
            "            return error\n"
        ),
        clauses=("process/interpreter-exit", "execute/interpreter-exit"),
        message=r"h1\[\d\] raised a KeyboardInterrupt .*left the program was (nothing|Runtime)",
    ),
)
