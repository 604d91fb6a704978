"""Mutants of `scopes/resource-enter-fails`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_failed_enter_hides_failed_tasks",
        symptom=(
            "data that a task could not write is lost, and only a refused connection is reported"
        ),
        module="scope",
        right="            await self.__aexit__(type(error), error, error.__traceback__)\n",
        wrong="            await self._end(self._tasks, error)\n",
        clauses=("scopes/resource-enter-fails",),
        message=r"task t\d, spawned by a resource of scope2, failed with 'error of task'.*surfaced",
    ),
    Mutant(
        name="a_scope_that_was_not_entered_stays_current",
        symptom=(
            "after a refused connection the program goes on with the settings that were meant "
            "for it"
        ),
        module="scope",
        right="            await self.__aexit__(type(error), error, error.__traceback__)\n",
        wrong=(
            "            await self.__aexit__(type(error), error, error.__traceback__)\n"
            "            current.set(surroundings)\n"
        ),
        clauses=("scopes/resource-enter-fails",),
        message=r"was .* before scope2 inside it failed|so was refused: spawn task after1",
    ),
    Mutant(
        name="cancelled_entries_are_not_undone",
        symptom="after a time-out while a scope is entered, all code seems to run in that scope",
        module="scope",
        right=("        except BaseException as error:\n            # scopes/resource-enter-fails"),
        wrong=("        except Exception as error:\n            # scopes/resource-enter-fails"),
        clauses=("scopes/resource-enter-fails",),
        message=r"in scope1, (state A|log) was .* before scope2 inside it failed|was exited|exited",
    ),
)
