"""Mutants that break what is promised of the resources of a scope."""

from mutant import Mutant

__all__ = ("MUTANTS",)

ENDED = "            cancelled = await tasks.end() or cancelled\n"
LEFT = "            await self.__aexit__(type(error), error, error.__traceback__)\n"
EXITED = "            await resource.__aexit__(*told)\n"

MUTANTS = (
    Mutant(
        "resources_are_closed_first",
        "a task finds its connection closed while it cleans up",
        "scope",
        ENDED,
        "            await self._resources.exit(exception)\n" + ENDED,
        "scopes/resources",
        r"resource\d was exited while task t\d of scope scope\d, which may be using it",
    ),
    Mutant(
        "equal_resources_are_one",
        "of two connections with the same settings one is never opened",
        "scope",
        "        self._disposables = tuple(disposables)\n",
        "        self._disposables = tuple(dict.fromkeys(disposables))\n",
        "scopes/resources",
        r"resource\d of scope1, some of .* equal, was never entered; those that were: resource1",
    ),
    Mutant(
        "what_equals_the_error_of_the_body_is_no_error",
        "a connection that failed to close, in the same way as what was done with it, seems closed",
        "scope",
        "outcome is not exception",
        "outcome != exception",
        "scopes/resources",
        r"a resource of scope2 could not be exited, but its error did not surface",
    ),
    Mutant(
        "a_false_state_of_a_resource_is_none",
        "settings that are empty are not there, if a resource gives them",
        "resources",
        "        if given is None:\n",
        "        if not given:\n",
        "scopes/resources",
        r"saw '.*' as the state of type F of scope2, where 'F of resource1' is current",
    ),
    Mutant(
        "only_exceptions_of_a_resource_let_others_be_exited",
        "a connection stays open because a lock could not be released",
        "resources",
        EXITED,
        "            try:\n"
        "                await resource.__aexit__(*told)\n"
        "            except BaseException as error:\n"
        "                import asyncio\n\n"
        "                if not isinstance(error, Exception | asyncio.CancelledError):\n"
        "                    self._entered.pop_all()\n"
        "                raise\n",
        "scopes/resources",
        r"resource\d was entered, and exited 0 times",
    ),
    Mutant(
        "a_failed_enter_hides_failed_tasks",
        "data that a task could not write is lost, and only a refused connection is reported",
        "scope",
        LEFT,
        "            await self._end(self._tasks, error)\n",
        "scopes/resources",
        r"task t\d, spawned by a resource of scope2, failed with 'error of task', but that surfaced"
        r" neither",
    ),
    Mutant(
        "an_interrupted_enter_hides_failed_tasks",
        "a program ends as if somebody had cancelled it, and nobody had",
        "scope",
        LEFT,
        "            if isinstance(error, CancelledError):\n"
        "                await self._end(self._tasks, error)\n"
        "            else:\n    " + LEFT,
        "failures/surfaces",
        r"task t\d, spawned by a resource of scope2, failed with 'error', but that surfaced"
        r" neither",
    ),
    Mutant(
        "an_interrupted_enter_leaves_its_request",
        "long after an error that was handled, a time-out does not come as one",
        "scope",
        LEFT,
        "            tasks._interrupted_host = False\n" + LEFT,
        "hygiene/cancelling-balanced",
        r"after scope scope1, `cancelling\(\)` of task main was 1, before it 0",
        beside="failures/surfaces",
    ),
    Mutant(
        "spawning_goes_on_while_resources_are_exited",
        "what the end of a connection starts is still there when all is believed to be over",
        "tasks",
        "            self._exited = True\n",
        '            self._exited = True\n            self._closing = ""\n',
        "scopes/late-spawn",
        r"task t\d, spawned by resource\d, outlived even scope1",
    ),
)
