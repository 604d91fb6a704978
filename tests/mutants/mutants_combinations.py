"""Mutants that are wrong only in combinations: in clean-ups, deep inside, for odd sources."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        "failures_that_say_the_same_are_one",
        "of two connections that were refused, one is reported",
        "tasks",
        "        self.failures.append(failure)\n",
        "        known = [(type(each), each.args) for each in self.failures]\n"
        "        if (type(failure), failure.args) not in known:\n"
        "            self.failures.append(failure)\n",
        "failures/all-surface",
        r"failed with error\d+, which nobody has handled, but it did not surface",
    ),
    Mutant(
        "eight_failures_are_kept",
        "of a dozen that failed together, some are never heard of",
        "tasks",
        "        self.failures.append(failure)\n",
        "        if len(self.failures) < 8:\n            self.failures.append(failure)\n",
        "failures/all-surface",
        r"failed with error\d+, which nobody has handled, but it did not surface",
    ),
    Mutant(
        "what_comes_from_a_cancellation_is_one",
        "an error that a clean-up raises `from` the cancellation is never heard of",
        "tasks",
        "        if failure is None or task.cancelled():\n",
        "        cause = getattr(failure, '__cause__', None)\n"
        "        if failure is None or task.cancelled() or isinstance(cause, CancelledError):\n",
        "failures/in-clean-up",
        r"failed with error\d, which nobody has handled, but it did not surface",
    ),
    Mutant(
        "records_of_deep_scopes_name_another",
        "deep inside, records name the scope around",
        "scope",
        "        trace_id = scope_id if outer is None else outer.identity.trace_id\n"
        "        surroundings = Surroundings(\n"
        "            identity=Identity(",
        "        trace_id = scope_id if outer is None else outer.identity.trace_id\n"
        "        tasks.depth = 1 if outer is None else outer.tasks.depth + 1\n"
        "        surroundings = Surroundings(\n"
        "            identity=outer.identity if tasks.depth > 4 else Identity(",
        "observability/log-scope",
        r"a record logged .* of scope scope\d, which is within scope\d, identifies scope",
    ),
    Mutant(
        "deep_scopes_begin_a_trace",
        "deep inside, one request has two traces",
        "scope",
        "        trace_id = scope_id if outer is None else outer.identity.trace_id\n",
        "        tasks.depth = 1 if outer is None else outer.tasks.depth + 1\n"
        "        begins = outer is None or tasks.depth > 4\n"
        "        trace_id = scope_id if begins else outer.identity.trace_id\n",
        "observability/trace-continues",
        r"all under scope scope\d is one trace, but `trace_id\(\)` gave",
    ),
    Mutant(
        "streams_end_with_their_makers",
        "a task cannot make a stream for another one",
        "streams",
        "        if scope is not None:\n            scope.keep_stream(self._tasks, self._stop)\n",
        "        if scope is not None:\n"
        "            scope.keep_stream(self._tasks, self._stop)\n"
        "            maker = asyncio.current_task()\n"
        "            def over(_):\n"
        "                self._tasks.stop()\n"
        "                self._held.clear()\n"
        "                self._given.set()\n"
        "                self._wanted.set()\n"
        "            if maker in scope._tasks.running:\n"
        "                maker.add_done_callback(over)\n",
        "streams/any-consumer",
        r"stream s1 ended after 0 items; its generator gave \d",
    ),
    Mutant(
        "false_sources_are_empty",
        "a queue that is false while it is empty is not waited for",
        "calls",
        "        if not isinstance(source, AsyncIterable):\n",
        "        if not source:\n"
        "            return\n"
        "        if not isinstance(source, AsyncIterable):\n",
        "process/sources",
        r"helper h1 returned after 0 handler calls, but its source, an? .*, has \d+ elements?",
    ),
    Mutant(
        "dicts_give_pairs",
        "the keys of a dict are not handled",
        "calls",
        "            for element in source:\n",
        "            for element in source.items() if isinstance(source, dict) else source:\n",
        "process/each-once",
        r"the handler of h1 was called with what its source never gave",
    ),
    Mutant(
        "exceptions_that_are_none_come_first",
        "an error is hidden by what a clean-up raised after it",
        "calls",
        "        if self._failure is None:\n            self._failure = failure\n",
        "        known = isinstance(failure, (Exception, CancelledError))\n"
        "        if self._failure is None or not known:\n"
        "            self._failure = failure\n",
        "process/first-failure",
        r"handler call h1\[\d\] raised error\d, but helper h1 raised the exception object error\d",
    ),
    Mutant(
        "state_is_gone_in_clean_ups",
        "a transaction cannot be rolled back: its connection is not there",
        "context",
        '        return find_state(required("State").state, state_type, default)\n',
        '        here = required("State")\n'
        "        gone = here.tasks._closing and this_task() in here.tasks._tasks.running\n"
        "        return find_state({} if gone else here.state, state_type, default)\n",
        "state/in-tasks",
        r"looked up the state of type \w and found: raised",
    ),
    Mutant(
        "nothing_is_recorded_in_clean_ups",
        "what is counted at the end is never counted",
        "context",
        '        values = {"event": event,',
        '        if required("A record").tasks._closing:\n'
        '            raise RuntimeError("the scope has been closed")\n'
        '        values = {"event": event,',
        "observability/record",
        r"could not make a record of ",
    ),
    Mutant(
        "scopes_clear_variables_in_generators",
        "a generator forgets what it has set once it used a scope",
        "scope",
        "            current.set(self._outer)\n            self._outer = None\n",
        "            inner = current.get()\n"
        "            import asyncio\n"
        "            me = asyncio.current_task()\n"
        "            outer = self._outer\n"
        "            streams = [] if outer is None else outer.tasks._streams\n"
        "            if inner is not None and any(me in each.running for each in streams):\n"
        "                current.set(replace(self._outer, variables={}))\n"
        "            else:\n"
        "                current.set(self._outer)\n"
        "            self._outer = None\n",
        "variables/generators",
        r"saw variable \w = None; all that it had set itself",
    ),
    Mutant(
        "tasks_of_handlers_inherit_variables",
        "a job sees the user of the request that started it",
        "surroundings",
        "        context.run(current.set, replace(surroundings, variables={}))\n",
        "        import asyncio\n"
        "        me = asyncio.current_task()\n"
        "        name = getattr(me.get_coro(), '__qualname__', '') if me is not None else ''\n"
        "        if name == 'Calls._call':\n"
        "            return context\n"
        "        context.run(current.set, replace(surroundings, variables={}))\n",
        "variables/not-inherited",
        r"saw variable \w = value\d, which h\d\[0\], by which it was spawned, had set",
    ),
)
