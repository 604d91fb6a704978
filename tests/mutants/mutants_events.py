"""Mutants in which something that is over makes a difference: it was used in the scope before."""

from mutant import Mutant

__all__ = ("MUTANTS",)

ENDED = "            cancelled = await tasks.end() or cancelled\n"
CANCELLED = "        if failure is None or task.cancelled():\n            return  # failures/"
RETURNS = (
    "        return [task.result() if (end := ended_by(task)) is None else end for task in tasks]"
)

# The variables that the current scope has, in this task.
VARIABLES = "current.get().variables"
# The streams that the current scope has to close.
STREAMS = "(around := current.get()) and around.tasks._streams"
FROM = "        from .surroundings import current\n"

MUTANTS = (
    Mutant(
        "two_resources_keep_tasks_going",
        "a service with two connections never ends",
        "scope",
        ENDED,
        "            if len(self._disposables) > 1:\n"
        "                cancelled = await tasks._tasks.wait()\n" + ENDED,
        "scopes/exit-cancels-tasks",
        r"the program never ends: .* is in the exit of scope scope\d"
        r"|a scope waits for tasks that it did not cancel",
    ),
    Mutant(
        "one_cancelled_task_stands_for_all",
        "once a download was cancelled by hand, the application can't be closed any more",
        "tasks",
        CANCELLED,
        "        if task.cancelled() and not self._closing:\n"
        "            self._tasks.stopped = True\n" + CANCELLED,
        "scopes/exit-cancels-tasks",
        r"the program never ends: .* is in the exit of scope scope\d"
        r"|a scope waits for tasks that it did not cancel",
    ),
    Mutant(
        "tasks_with_arguments_are_detached",
        "what was spawned with arguments goes on when its scope has ended",
        "tasks",
        "        try:\n            return self._tasks.start(coroutine, context)\n",
        "        try:\n"
        "            if kwargs:\n"
        "                return context.run(asyncio.create_task, coroutine)\n"
        "            return self._tasks.start(coroutine, context)\n",
        "scopes/exit-awaits-tasks",
        r"scope scope\d was exited \(.*\) before its task t\d+ had ended",
    ),
    Mutant(
        "errors_with_a_cause_wait",
        "an error that was raised from another one is reported when the last task has ended: never",
        "scope",
        ENDED,
        "            if body is not None and body.__cause__ is not None:\n"
        "                cancelled = await tasks._tasks.wait()\n" + ENDED,
        "scopes/error-cancels-tasks",
        r"the program never ends: .* is in the exit of scope scope\d",
    ),
    Mutant(
        "scopes_with_variables_stay_current",
        "after a block that set a variable, logs bear the name of that block",
        "scope",
        "            current.set(self._outer)\n",
        f"            if not {VARIABLES}:\n                current.set(self._outer)\n",
        "scopes/nesting-restores",
        r"in scope scope1, (state A|log) was .* before scope scope2 within it, and .* after"
        r"|refused task after1 with RuntimeError: Scope 'scope2' is exiting",
    ),
    Mutant(
        "failures_after_a_cancelled_task_are_lost",
        "once a download was cancelled by hand, nobody hears of the failures of others",
        "tasks",
        CANCELLED,
        "        self.quiet = getattr(self, 'quiet', False) or (\n"
        "            task.cancelled() and not self._closing)\n"
        "        if self.quiet and not self._closing:\n"
        "            return\n" + CANCELLED,
        "failures/surfaces",
        r"failed with error\d+, which nobody has handled, but it did not surface",
    ),
    Mutant(
        "errors_of_bodies_with_variables_are_grouped",
        "`except ValueError` around a block stops working when the block sets a variable",
        "scope",
        "            failed = leaving(self._name, tasks.failures, body)\n",
        "            failed = leaving(self._name, tasks.failures, body)\n"
        f"            if failed is body and isinstance(body, Exception) and {VARIABLES}:\n"
        "                failed = ExceptionGroup(self._name, [body])\n",
        "failures/body-alone",
        r"the body of scope scope\d raised .*, and no task failed; but the scope was exited .*Gr",
    ),
    Mutant(
        "requests_wait_for_tasks_where_variables_are_set",
        "a request that set a variable is not stopped by its time-out",
        "scope",
        ENDED,
        f"            if cancelled is not None and {VARIABLES}:\n"
        "                cancelled = await tasks._tasks.wait() or cancelled\n" + ENDED,
        "cancellation/downward",
        r"the program never ends: .* is in the exit of scope scope\d",
    ),
    Mutant(
        "requests_are_lost_in_the_exit_of_scopes_with_variables",
        "a service that is stopped while it closes down a part of itself goes on",
        "scope",
        "                return cancelled\n",
        f"                return exception if {VARIABLES} else cancelled\n",
        "cancellation/not-swallowed",
        r"runner was asked to stop while .*, and did not end cancelled: runner returned",
    ),
    Mutant(
        "streams_left_open_count_as_places",
        "after a feed was left early, a server gets more requests at once than it was to",
        "calls",
        "        self._limit = limit\n",
        FROM + f"        self._limit = limit + (len(around.tasks._streams) if {STREAMS} else 0)\n",
        "process/at-most-limit",
        r"with a limit of \d, handler call h1\[\d\] began while so many were unfinished",
        also=("execute/at-most-limit",),
    ),
    Mutant(
        "streams_left_open_are_handled_too",
        "after a feed was left early, some mails are sent twice",
        "calls",
        "        return await self._handler(element)\n",
        FROM + f"        if {STREAMS}:\n"
        "            await self._handler(element)\n"
        "        return await self._handler(element)\n",
        "process/each-once",
        r"the handler was called 2 times for one element",
        also=("execute/each-once",),
    ),
    Mutant(
        "failures_are_tolerated_where_a_stream_was_left",
        "a batch that failed counts as done, since a feed was left early before",
        "calls",
        "        if self._failure is None:\n            self._failure = failure\n",
        FROM + "        around = self._context.get(current)\n"
        "        if self._failure is None and not (around and around.tasks._streams):\n"
        "            self._failure = failure\n",
        "process/first-failure",
        r"handler call h1\[\d\] raised error\d+, but helper h1 returned",
        also=("execute/first-failure",),
    ),
    Mutant(
        "callers_that_left_a_stream_are_not_stopped",
        "a job that had looked into a feed reports success when it is stopped",
        "calls",
        "            if cancelled is not None:\n                raise cancelled\n",
        "    " + FROM + f"            if cancelled is not None and not ({STREAMS}):\n"
        "                raise cancelled\n",
        "process/caller-cancelled",
        r"the caller of h1 was asked to stop while it waited for the helper, but the helper",
        also=("execute/caller-cancelled",),
    ),
    Mutant(
        "results_are_in_another_order_where_variables_are_set",
        "a request with an id gets the answers of others",
        "helpers/concurrent",
        RETURNS,
        f"        if current.get() and {VARIABLES}:\n            tasks.reverse()\n" + RETURNS,
        "execute/ordered",
        r"the result in the place of h1\[\d\] is",
    ),
    Mutant(
        "variables_are_state_too",
        "a variable of a request replaces the configuration of that type",
        "variables",
        "    current.set(replace(surroundings, variables=variables))\n",
        "    state = {**surroundings.state, type(value): value}\n"
        "    current.set(replace(surroundings, variables=variables, state=state))\n",
        "state/provided",
        r"looked up the state of type A and found: value\d; the nearest scope that gives one",
    ),
    Mutant(
        "tasks_lose_the_state_where_variables_are_set",
        "a request with an id runs its jobs with the default configuration",
        "surroundings",
        "        context.run(current.set, replace(surroundings, variables={}))\n",
        "        state = {} if surroundings.variables else surroundings.state\n"
        "        context.run(current.set, replace(surroundings, variables={}, state=state))\n",
        "state/in-tasks",
        r"t\d looked up the state of type [AD] and found: .*; the nearest scope that gives one",
    ),
)
