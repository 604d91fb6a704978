"""Mutants that break clauses of chapter variables."""

from mutant import Mutant

__all__ = ("MUTANTS",)

LOOKED_UP = ".variables.get(wanted, default)\n"
FOUND = '    return cast("V | None", found)\n'
KEPT = "    variables = {**surroundings.variables, type(value): value}\n"
SET = "    current.set(replace(surroundings, variables=variables))\n"
STARTS = "        context.run(current.set, replace(surroundings, variables={}))\n"

# A context that is not copied for a task that is started in it.
SHARED_FROM = "        self._context = own_context()\n"
SHARED = """        class Shared:
            def __init__(self) -> None:
                self.context = own_context()

            def copy(self) -> Any:
                return self

            def run(self, create: Any, coroutine: Any) -> Any:
                return create(coroutine, context=self.context)

        contexts = vars(asyncio.get_running_loop()).setdefault("contexts", {})
        self._context = contexts.setdefault(asyncio.current_task(), Shared())
"""

MUTANTS = (
    Mutant(
        "variables_are_inherited",
        "a request's id turns up in a background task of another request",
        "surroundings",
        "replace(surroundings, variables={})",
        "surroundings",
        "variables/not-inherited",
        r"t\d+ saw variable \w = value\d+, which [\w\[\]]+, by which it was spawned, had set",
    ),
    Mutant(
        "unset_variables_are_made",
        "a setting that nobody made seems to be there",
        "variables",
        FOUND,
        "    try:\n"
        "        return wanted() if found is None else found\n"
        "    except TypeError:\n"
        "        return None\n",
        "variables/unset",
        r"saw variable D = made by default, though none of that type was ever set",
    ),
    Mutant(
        "defaults_are_ignored",
        "a reader that says what to take instead gets None",
        "variables",
        LOOKED_UP,
        ".variables.get(wanted)\n",
        "variables/unset",
        r"saw variable \w = None, though none of that type was ever set; expected default",
    ),
    Mutant(
        "false_defaults_are_ignored",
        "a reader that says to take an empty value instead gets None",
        "variables",
        LOOKED_UP,
        ".variables.get(wanted, default or None)\n",
        "variables/unset",
        r"saw variable F = None, though none of that type was ever set; expected default",
    ),
    Mutant(
        "defaults_are_for_those_who_set_nothing",
        "a reader that says what to take instead gets None once another library has set something",
        "variables",
        LOOKED_UP,
        ".variables\n    found = found.get(wanted) if found else default\n",
        "variables/unset",
        r"saw variable \w = None, though none of that type was ever set; expected default",
    ),
    Mutant(
        "unset_variables_are_an_error",
        "who reads a variable has to know whether somebody wrote before",
        "variables",
        FOUND,
        "    if found is None:\n        raise LookupError(wanted)\n" + FOUND,
        "variables/unset",
        r"LookupError",
    ),
    Mutant(
        "false_values_are_unset",
        "an empty basket is taken for none",
        "variables",
        LOOKED_UP,
        ".variables.get(wanted) or default\n",
        "variables/set-get",
        r"saw variable F = None; it had set value\d",
    ),
    Mutant(
        "values_are_copied",
        "who changes what is read changes a copy",
        "variables",
        FOUND,
        "    import copy\n\n    return copy.copy(found)\n",
        "variables/set-get",
        r"saw variable \w = value\d, but another object; it had set value\d",
    ),
    Mutant(
        "an_inner_scope_clears_the_variables",
        "a request forgets its id as soon as a part of it was done in a scope of its own",
        "scope",
        "            current.set(self._outer)\n",
        "            current.set(self._outer and replace(self._outer, variables={}))\n",
        "variables/set-get",
        r"saw variable \w = None; it had set value\d",
    ),
    Mutant(
        "variables_are_set_once",
        "a variable keeps its first value for ever",
        "variables",
        KEPT,
        "    variables = {type(value): value, **surroundings.variables}\n",
        "variables/replace",
        r"saw variable \w = value\d; it had set, one after the other: value\d, value\d",
    ),
    Mutant(
        "false_values_replace_nothing",
        "a basket cannot be emptied",
        "variables",
        KEPT,
        "    variables = {type(value): value, **surroundings.variables}\n"
        "    if value:\n"
        "        variables[type(value)] = value\n",
        "variables/replace",
        r"saw variable F = value\d; it had set, one after the other: value\d, value\d",
    ),
    Mutant(
        "equal_values_replace_nothing",
        "a new connection does not replace the old one if it is made with the same address",
        "variables",
        KEPT,
        "    if surroundings.variables.get(type(value)) == value:\n        return\n" + KEPT,
        "variables/replace",
        r"saw variable E = value\d; it had set, one after the other: value\d, value\d",
    ),
    Mutant(
        "there_is_one_variable",
        "a library that sets its variable removes another's",
        "variables",
        KEPT,
        "    variables = {type(value): value}\n",
        "variables/by-type",
        r"saw variable \w = None; of that type it had set value\d, of others",
    ),
    Mutant(
        "there_are_two_variables",
        "a third library that sets its variable removes that of the first",
        "variables",
        KEPT,
        KEPT + "    variables = dict(list(variables.items())[-2:])\n",
        "variables/by-type",
        r"saw variable \w = None; of that type it had set value\d, of others",
    ),
    Mutant(
        "variables_are_kept_by_module",
        "two variables of one module are the same",
        "variables",
        KEPT,
        "    same = [each for each in surroundings.variables if each.__module__ == "
        "type(value).__module__]\n"
        "    variables = {**dict.fromkeys(same, value), type(value): value}\n",
        "variables/by-type",
        r"saw variable \w = value\d; of that type it had set value\d, of others",
    ),
    Mutant(
        "spawning_clears_the_variables_of_the_spawner",
        "a request forgets its id as soon as it starts background work",
        "surroundings",
        STARTS,
        "        current.set(replace(surroundings, variables={}))\n"
        "        context = copy_context()\n",
        "variables/not-leaked",
        r"saw variable \w = None; it had set value\d.*, and a task that it spawned undid it",
    ),
    Mutant(
        "variables_move_up_at_the_end_of_a_task",
        "what a task sets appears in its spawner at a moment that depends on the schedule",
        "tasks",
        "        failure = ended_by(task)  # also",
        "        from .surroundings import current\n\n"
        "        mine, its = current.get(), task.get_context().get(current)\n"
        "        if mine is not None and its is not None:\n"
        "            mine.variables.update(its.variables)\n"
        "        failure = ended_by(task)  # also",
        "variables/not-leaked",
        r"saw variable \w = value\d+, which t\d+, a task that it had spawned, had set",
    ),
    Mutant(
        "variables_of_a_tasks_scope_move_up_to_the_body",
        "what a task sets in a scope of its own appears in its spawner when that scope is left",
        "scope",
        "            current.set(self._outer)\n",
        "            if self._outer is not None and (now := current.get()) is not None:\n"
        "                outer = self._outer.tasks._host.get_context()[current]\n"
        "                outer.variables.update(now.variables)\n"
        "            current.set(self._outer)\n",
        "variables/not-leaked",
        r"saw variable \w = value\d+, which t\d+, a task that it had spawned, had set",
    ),
    Mutant(
        "tasks_spawned_together_share_one_context",
        "of two requests that come at the same moment, one sees the id of the other",
        "tasks",
        "        task: Task[R] = context.copy().run(loop.create_task, coroutine)\n",
        "        if loop.__dict__.get('together', (0, 0))[0] == loop.iteration:\n"
        "            context = loop.together[1]\n"
        "        loop.together = (loop.iteration, context)\n"
        "        task: Task[R] = loop.create_task(coroutine, context=context)\n",
        "variables/siblings",
        r"saw variable \w = value\d+, which [\w\[\]]+, neither its spawner nor spawned by it, had",
    ),
    Mutant(
        "values_go_to_all_tasks_that_run",
        "what one request sets, all that are under way see",
        "variables",
        SET,
        SET + "    import asyncio\n\n"
        "    for task in surroundings.tasks._tasks.running:\n"
        "        if task is not asyncio.current_task():\n"
        "            context = task.get_context()\n"
        "            its = context[current]\n"
        "            its = replace(its, variables={**its.variables, type(value): value})\n"
        "            context.run(current.set, its)\n",
        "variables/siblings",
        r"saw variable \w = value\d+, which [\w\[\]]+, neither its spawner nor spawned by it, had",
    ),
    Mutant(
        "variables_are_changed_in_place",
        "what one handler sets, the next one sees",
        "variables",
        KEPT,
        "    surroundings.variables[type(value)] = value\n    variables = surroundings.variables\n",
        "variables/handlers",
        r"helper\[\d\] saw variable \w = value\d; all that it had set itself: .*; that was set by",
    ),
    Mutant(
        "handlers_have_the_callers_variables",
        "a handler takes the id of its caller's request for its own",
        "surroundings",
        "replace(surroundings, variables={})",
        "surroundings",
        "variables/handlers",
        r"helper\[\d\] saw variable \w = value\d; all that it had set itself: .*; that was set by",
    ),
    Mutant(
        "generators_have_the_variables_of_the_consumer",
        "a generator depends on who reads from it",
        "streams",
        "        self._context = own_context()\n",
        "        import contextvars\n\n        self._context = contextvars.copy_context()\n",
        "variables/generators",
        r"stream saw variable \w = value\d; all that it had set itself: .*; that was set by main",
    ),
    Mutant(
        "the_streams_of_a_task_share_one_context",
        "a second stream begins with what the generator of the first one has set",
        "streams",
        SHARED_FROM,
        SHARED,
        "variables/generators",
        r"stream\d? saw variable \w = value\d; all that it had set itself: .*; that was set by"
        r"|source of stream looked up the state of type \w and found: (of earlier|fallback|raised)",
        also=("state/in-streams",),
    ),
    Mutant(
        "consumers_have_the_variables_of_the_generator",
        "a loop over a stream changes the variables of whoever runs it",
        "streams",
        "        return self._held.popleft()\n",
        "        from dataclasses import replace\n\n"
        "        from .surroundings import current\n\n"
        "        for task in self._tasks.running:\n"
        "            its = task.get_context()[current].variables\n"
        "            mine = current.get()\n"
        "            current.set(replace(mine, variables={**mine.variables, **its}))\n"
        "        return self._held.popleft()\n",
        "variables/generators",
        r"main saw variable \w = value\d; all that it had set itself: .*; that was set by stream",
    ),
)
