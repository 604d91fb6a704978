"""Mutants of `merge/failure`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="failures_of_sources_are_wrapped",
        symptom="`except` of the error that a source raises catches nothing",
        module="streams",
        right="        raise end\n",
        wrong=("        raise end if isinstance(end, StopAsyncIteration) else RuntimeError()\n"),
        clauses=("merge/failure",),
        message=r"raised error of source of s1(\.b)?; .*consumer .*raised",
    ),
    Mutant(
        name="a_failure_after_an_end_is_an_end",
        symptom="with `exhaustive=True` the error of the longer source looks like its end",
        module="streams",
        right=(
            "            if not self._ends:\n"
            "                self._give(None, end)\n"
            "        except BaseException as error:  # noqa: BLE001 - held for the consumer, "
            "whatever it is\n"
        ),
        wrong=(
            "            self._ended = True\n"
            "            if not self._ends:\n"
            "                self._give(None, end)\n"
            "        except BaseException as error:\n"
            "            if hasattr(self, '_ended'):\n"
            "                error = StopAsyncIteration()\n"
        ),
        clauses=("merge/failure",),
        message=r"raised error of source of s1(\.b)?, but .*consumer .*no exception",
    ),
)
