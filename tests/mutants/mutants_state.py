"""Mutants that break clauses of chapter state."""

from mutant import Mutant

__all__ = ("MUTANTS",)


def found_is(task: str, value: str) -> str:
    """What is said of a task that finds something else than it has to."""
    return rf"{task} looked up the state of type \w and found: {value}.*; the nearest scope"


MUTANTS = (
    Mutant(
        "state_is_copied",
        "a client given to a scope is another object in it, with connections of its own",
        "state",
        "        merged[type(value)] = value\n",
        "        merged[type(value)] = type(value)(**vars(value))\n",
        "state/provided",
        found_is("main", r"of scope\d, but another object"),
    ),
    Mutant(
        "false_state_is_none",
        "state that is empty, such as a list of rules, is not found",
        "state",
        "    if isinstance(found, wanted):\n",
        "    if found:\n",
        "state/provided",
        found_is("main", "(fallback|raised)"),
    ),
    Mutant(
        "the_default_wins",
        "`default=` replaces the configuration that a scope was given",
        "state",
        "    if isinstance(found, wanted):\n",
        "    if isinstance(found, wanted) and default is None:\n",
        "state/provided",
        found_is("main", "fallback"),
    ),
    Mutant(
        "state_is_kept_by_name",
        "two libraries that both call their settings `Settings` get each other's",
        "state",
        "    found = available.get(wanted)\n    if isinstance(found, wanted):\n",
        "    by_name = {each.__qualname__: state for each, state in available.items()}\n"
        "    found = by_name.get(wanted.__qualname__)\n"
        "    if found is not None:\n",
        "state/provided",
        found_is("main", r"of scope\d"),
    ),
    Mutant(
        "outer_state_wins",
        "a nested scope with another client has no effect",
        "state",
        "        merged[type(value)] = value\n",
        "        merged.setdefault(type(value), value)\n",
        "state/overrides",
        found_is(r"(main|t\d)", r"of scope\d"),
    ),
    Mutant(
        "equal_state_overrides_nothing",
        "a nested scope with a new client of the same address goes on with the old one",
        "state",
        "        merged[type(value)] = value\n",
        "        if merged.get(type(value)) != value:\n            merged[type(value)] = value\n",
        "state/overrides",
        found_is(r"(main|t\d)", r"of scope\d"),
    ),
    Mutant(
        "inner_state_hides_the_outer",
        "a nested scope that gives one type loses all others",
        "state",
        "    merged = dict(outer)\n",
        "    given = tuple(given)\n    merged = {} if given else dict(outer)\n",
        "state/overrides",
        found_is(r"(main|t\d)", "(raised|fallback|made by default)"),
    ),
    Mutant(
        "nothing_is_restored_after_an_error",
        "after a part of a program has failed, the rest runs with that part's settings",
        "scope",
        "            current.set(self._outer)\n",
        "            if exception is None:\n                current.set(self._outer)\n",
        "state/restored",
        found_is(r"(main|runner|t\d)", r"(of scope\d|raised|fallback|made by default)"),
    ),
    Mutant(
        "nothing_is_restored_after_a_failed_resource",
        "after a connection could not be made, the rest runs with settings meant for it",
        "scope",
        "            await self.__aexit__(type(error), error, error.__traceback__)\n",
        "            if not isinstance(error, Exception):\n"
        "                await self.__aexit__(type(error), error, error.__traceback__)\n",
        "state/restored",
        found_is(r"(main|t\d)", r"of scope\d"),
    ),
    Mutant(
        "what_was_made_once_stays",
        "`default=` is ignored if the same type was looked up without it before",
        "state",
        "    found = available.get(wanted)\n",
        '    made = find_state.__dict__.setdefault("made", {})\n'
        "    found = available.get(wanted, made.get(id(available), {}).get(wanted))\n"
        "    if found is None and default is None:\n"
        "        try:\n"
        "            made.setdefault(id(available), {})[wanted] = wanted()\n"
        "        except Exception:\n"
        "            pass\n",
        "state/default",
        r"with the default (first|second); it found: made by default",
    ),
    Mutant(
        "a_false_default_is_none",
        "a default that is empty is not returned",
        "state",
        "    if default is not None:\n",
        "    if default:\n",
        "state/default",
        r"type F, .* with the default (first|second); it found: raised",
    ),
    Mutant(
        "a_default_of_a_derived_type_is_none",
        "a default that is more than what was asked for is not returned",
        "state",
        "    if default is not None:\n",
        "    if type(default) is wanted:\n",
        "state/default",
        r"type A, .* with the default (first|second) of type G, derived from it; it found: raised",
    ),
    Mutant(
        "what_cannot_be_made_is_none",
        "a None turns up far from where a scope should have been given something",
        "state",
        "    return wanted()\n",
        "    try:\n        return wanted()\n    except TypeError:\n        return None\n",
        "state/default",
        r"can't be made without arguments; instead of a clear error there was: None",
    ),
    Mutant(
        "nothing_is_made",
        "state all of whose attributes have defaults must be given all the same",
        "state",
        "    return wanted()\n",
        "    raise LookupError(wanted)\n",
        "state/default",
        r"which can be made without arguments; it found: raised",
    ),
    Mutant(
        "tasks_see_only_their_scope",
        "a task does not find what was given further out",
        "context",
        "tasks.spawn(function, args, kwargs, own_context())",
        "tasks.spawn(function, args, kwargs, self._context())\n\n"
        "    def _context(self):\n"
        "        from dataclasses import replace\n"
        "        from .surroundings import current\n"
        "        context = own_context()\n"
        "        context.run(current.set, replace(current.get(), state={}))\n"
        "        return context",
        "state/in-tasks",
        found_is(r"t\d", "(raised|fallback|made by default)"),
    ),
    Mutant(
        "scopes_share_their_state",
        "a background task finds the settings of whatever its spawner is doing now",
        "state",
        "    merged = dict(outer)\n",
        "    merged = outer if isinstance(outer, dict) and outer else dict(outer)\n",
        "state/at-spawn",
        found_is(r"t\d", r"of scope\d"),
    ),
    Mutant(
        "streams_run_where_they_are_read",
        "a generator finds other state when somebody else iterates",
        "streams",
        "self._tasks.start(self._read(self._unread.pop(0)), self._context)",
        "self._tasks.start(self._read(self._unread.pop(0)), own_context())",
        "state/in-streams",
        found_is("source of stream", "of around"),
    ),
    Mutant(
        "handlers_run_without_state",
        "a handler does not find its client",
        "calls",
        "        self._context = own_context()\n",
        "        self._context = own_context()\n"
        "        from .surroundings import current, replace\n"
        "        if here := self._context.get(current):\n"
        "            self._context.run(current.set, replace(here, state={}))\n",
        "state/in-helpers",
        found_is(r"(helper\[\d\]|t\d)", "(raised|fallback|made by default)"),
    ),
)
