"""Mutants of `merge/source-cancelled`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="cancelled_sources_are_never_noticed",
        symptom="a loop hangs for ever when a source cancels itself",
        module="streams",
        right="        except BaseException as error:",
        wrong="        except Exception as error:",
        clauses=("merge/source-cancelled",),
        message=r"never ends",
    ),
)
