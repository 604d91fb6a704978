"""Mutants of `process/source-failure`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_runtime_error_is_the_end_of_the_source",
        symptom="a source that is read by two looks like one that has come to its end",
        module="calls",
        right=("        except StopAsyncIteration:\n            pass\n"),
        wrong=("        except (StopAsyncIteration, RuntimeError):\n            pass\n"),
        clauses=("process/source-failure",),
        message=r"source of h1 raised error.* h1 returned",
    ),
)
