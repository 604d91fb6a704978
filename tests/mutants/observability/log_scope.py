"""Mutants of `observability/log-scope`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="records_of_deep_scopes_name_another",
        symptom="in nested scopes, log records name the outer scope",
        module="scope",
        right=(
            "        trace_id = scope_id if outer is None else outer.identity.trace_id\n"
            "        surroundings = Surroundings(\n"
            "            identity=Identity("
        ),
        wrong=(
            "        trace_id = scope_id if outer is None else outer.identity.trace_id\n"
            "        tasks.depth = 1 if outer is None else outer.tasks.depth + 1\n"
            "        surroundings = Surroundings(\n"
            "            identity=outer.identity if tasks.depth > 4 else Identity("
        ),
        clauses=("observability/log-scope",),
        message=r"record logged .* of scope scope\d, which is within scope\d, identifies scope",
    ),
    Mutant(
        name="nested_scopes_log_in_the_name_of_the_outermost",
        symptom="a filter by an inner scope finds nothing",
        module="scope",
        right="identity=Identity(name=self._name, scope_id",
        wrong="identity=Identity(name=outer.identity.name if outer else self._name, scope_id",
        clauses=("observability/log-scope",),
        message=(
            r"record logged in the body of scope scope\d, which is within scope\d, identifies"
            r" scope scope\d"
        ),
    ),
    Mutant(
        name="tasks_log_in_no_scope",
        symptom="log records of errors have no scope",
        module="logs",
        right="    surroundings = current.get()\n",
        wrong=(
            "    import asyncio\n"
            "    task = asyncio.current_task()\n"
            "    surroundings = current.get()\n"
            "    if surroundings and surroundings.tasks._host is not task:\n"
            "        surroundings = None\n"
        ),
        clauses=("observability/log-scope",),
        message=r"one logged in scope\d by t\d identifies",
    ),
    Mutant(
        name="the_log_knows_one_scope_for_all",
        symptom="lines of concurrent requests are mixed up",
        module="logs",
        right="    surroundings = current.get()\n",
        wrong="    surroundings = log.__dict__.setdefault('first', current.get())\n",
        clauses=("observability/log-scope",),
        message=r"record logged in (the body of )?scope scope\d.* identifies",
    ),
    Mutant(
        name="generators_log_in_the_scope_of_the_reader",
        symptom="log records of a generator name the scope of its first consumer",
        module="streams",
        right="self._tasks.start(self._read(self._unread.pop(0)), self._context)",
        wrong="self._tasks.start(self._read(self._unread.pop(0)), own_context())",
        clauses=("observability/log-scope",),
        message=r"one logged in scope\d by source of stream identifies scope scope\d",
    ),
    Mutant(
        name="debug_records_have_no_scope",
        symptom="debug records cannot be filtered by scope",
        module="logs",
        right="None if surroundings is None else surroundings.identity",
        wrong="None if surroundings is None or level == logging.DEBUG else surroundings.identity",
        clauses=("observability/log-scope",),
        message=(
            r"record logged in the body of scope scope\d, .* identifies neither; one logged in"
            r" scope"
        ),
    ),
    Mutant(
        name="handlers_log_in_no_scope",
        symptom="the log records of a batch have no scope",
        module="calls",
        right="        self._context = own_context()\n",
        wrong=(
            "        from .surroundings import current\n"
            "\n"
            "        self._context = own_context()\n"
            "        self._context.run(current.set, None)\n"
        ),
        clauses=("observability/log-scope",),
        message=r"one logged in scope\d by h1\[\d\] identifies",
    ),
)
