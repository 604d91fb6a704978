"""Mutants of `scopes/resources`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="resources_are_closed_first",
        symptom="a task finds its connection closed while it cleans up",
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            await self._resources.exit(exception)\n"
            "            cancelled = await tasks.end() or cancelled\n"
        ),
        clauses=("scopes/resources",),
        message=r"resource\d was exited while task t\d of scope scope\d",
    ),
    Mutant(
        name="equal_resources_are_one",
        symptom="of two connections with the same settings one is never opened",
        module="scope",
        right="        self._disposables = tuple(disposables)\n",
        wrong="        self._disposables = tuple(dict.fromkeys(disposables))\n",
        clauses=("scopes/resources",),
        message=(
            r"resource\d of scope1, some of .* equal, was never entered; those that were:"
            r" resource1"
        ),
    ),
    Mutant(
        name="what_equals_the_error_of_the_body_is_no_error",
        symptom="the error of closing a connection is dropped if it equals the error of the body",
        module="scope",
        right="outcome is not exception",
        wrong="outcome != exception",
        clauses=("scopes/resources",),
        message=r"resource of scope2 .*exited.*error.*surface",
    ),
    Mutant(
        name="a_false_state_of_a_resource_is_none",
        symptom="settings that a resource yields are missing if they are false",
        module="resources",
        right="        if given is None:\n",
        wrong="        if not given:\n",
        clauses=("scopes/resources",),
        message=r"saw '.*' as the state of type F in scope2, where 'F of resource1' is current",
    ),
    Mutant(
        name="only_exceptions_of_a_resource_let_others_be_exited",
        symptom="a connection stays open because a lock could not be released",
        module="resources",
        right="            await resource.__aexit__(*told)\n",
        wrong=(
            "            try:\n"
            "                await resource.__aexit__(*told)\n"
            "            except BaseException as error:\n"
            "                import asyncio\n"
            "\n"
            "                if not isinstance(error, Exception | asyncio.CancelledError):\n"
            "                    self._entered.pop_all()\n"
            "                raise\n"
        ),
        clauses=("scopes/resources",),
        message=r"resource\d was entered, and exited 0 times",
    ),
    Mutant(
        name="a_failed_enter_hides_failed_tasks",
        symptom=(
            "data that a task could not write is lost, and only a refused connection is reported"
        ),
        module="scope",
        right="            await self.__aexit__(type(error), error, error.__traceback__)\n",
        wrong="            await self._end(self._tasks, error)\n",
        clauses=("scopes/resources",),
        message=r"task t\d, spawned by a resource of scope2, failed with 'error of task'.*surfaced",
    ),
)
