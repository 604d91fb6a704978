"""Mutants of `scopes/resource-exited-once`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
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
        clauses=("scopes/resource-exited-once",),
        message=r"resource\d was entered, and exited 0 times",
    ),
    Mutant(
        name="a_failed_enter_exits_nothing",
        symptom="a server that cannot be reached leaves a connection to another one open each time",
        module="scope",
        right="            await self.__aexit__(type(error), error, error.__traceback__)\n",
        wrong=(
            "            self._resources = Resources()\n"
            "            await self.__aexit__(type(error), error, error.__traceback__)\n"
        ),
        clauses=("scopes/resource-exited-once",),
        message=r"resource\d was entered, and exited 0 times",
    ),
    Mutant(
        name="the_last_resource_is_exited_when_the_first_one_is",
        symptom="a lock is released twice, the second time while somebody else holds it",
        module="resources",
        right="        self._entered.push_async_exit(exit_unsuppressed)\n",
        wrong=(
            "        self._entered.push_async_exit(exit_unsuppressed)\n"
            '        if self.__dict__.setdefault("several", False):\n'
            "            self._entered.push_async_exit(exit_unsuppressed)\n"
            "        self.several = True\n"
        ),
        clauses=("scopes/resource-exited-once",),
        message=r"resource\d was entered, and exited 2 times",
    ),
    Mutant(
        name="an_error_of_one_exit_ends_all",
        symptom="a lock that cannot be released keeps all others held",
        module="resources",
        right="            await resource.__aexit__(*told)\n",
        wrong=(
            "            try:\n"
            "                await resource.__aexit__(*told)\n"
            "            except Exception:\n"
            "                self._entered.pop_all()\n"
            "                raise\n"
        ),
        clauses=("scopes/resource-exited-once",),
        message=r"resource\d was entered, and exited 0 times",
    ),
    Mutant(
        name="what_a_resource_yields_is_read_too_early",
        symptom="a connection stays open if the settings that it yields cannot be read",
        module="resources",
        right="        given = await resource.__aenter__()\n",
        wrong=(
            "        given = await resource.__aenter__()\n"
            "        if given is not None and not isinstance(given, State):\n"
            "            given = tuple(given)\n"
        ),
        clauses=("scopes/resource-exited-once",),
        message=r"failing was entered, and exited 0 times",
    ),
    Mutant(
        name="only_the_last_resources_are_exited",
        symptom="of a pool of many connections the first ones stay open",
        module="resources",
        right="        self._entered.push_async_exit(exit_unsuppressed)\n",
        wrong=(
            "        self._entered.push_async_exit(exit_unsuppressed)\n"
            "        while len(self._entered._exit_callbacks) > 16:\n"
            "            self._entered._exit_callbacks.popleft()\n"
        ),
        clauses=("scopes/resource-exited-once",),
        message=r"resource1 was entered, and exited 0 times",
    ),
)
