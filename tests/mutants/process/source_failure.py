"""Mutants of `process/source-failure`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_runtime_error_is_the_end_of_the_source",
        symptom="an error of a source that is already being read looks like its end",
        module="calls",
        right="        except StopAsyncIteration:\n            pass\n",
        wrong="        except (StopAsyncIteration, RuntimeError):\n            pass\n",
        clauses=("process/source-failure",),
        message=r"source of h1 raised error.* h1 returned|never ends.* waits for helper h1",
    ),
)
