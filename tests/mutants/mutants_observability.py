"""Mutants that break clauses of chapter observability."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        "nested_scopes_log_in_the_name_of_the_outermost",
        "a filter by an inner scope finds nothing",
        "scope",
        "identity=Identity(name=self._name, scope_id",
        "identity=Identity(name=outer.identity.name if outer else self._name, scope_id",
        "observability/log-scope",
        r"a record logged in the body of scope scope\d, which is within scope\d, identifies scope"
        r" scope\d",
    ),
    Mutant(
        "tasks_log_in_no_scope",
        "the interesting lines are those without a scope",
        "logs",
        "    surroundings = current.get()\n",
        "    import asyncio\n"
        "    task = asyncio.current_task()\n"
        "    surroundings = current.get()\n"
        "    if surroundings and surroundings.tasks._host is not task:\n"
        "        surroundings = None\n",
        "observability/log-scope",
        r"one logged in scope\d by t\d identifies",
    ),
    Mutant(
        "the_log_knows_one_scope_for_all",
        "lines of concurrent requests are mixed up",
        "logs",
        "    surroundings = current.get()\n",
        "    surroundings = log.__dict__.setdefault('first', current.get())\n",
        "observability/log-scope",
        r"a record logged in (the body of )?scope scope\d.* identifies",
    ),
    Mutant(
        "generators_log_in_the_scope_of_the_reader",
        "lines of a generator turn up under whoever reads it first",
        "streams",
        "self._tasks.start(self._read(self._unread.pop(0)), self._context)",
        "self._tasks.start(self._read(self._unread.pop(0)), own_context())",
        "observability/log-scope",
        r"one logged in scope\d by source of stream identifies scope scope\d",
    ),
    Mutant(
        "debug_records_have_no_scope",
        "who looks for the cause of a failure can't filter the details by its scope",
        "logs",
        "None if surroundings is None else surroundings.identity",
        "None if surroundings is None or level == logging.DEBUG else surroundings.identity",
        "observability/log-scope",
        r"a record logged in the body of scope scope\d, .* identifies neither; one logged in scope",
    ),
    Mutant(
        "handlers_log_in_no_scope",
        "the lines of a batch belong to nothing",
        "calls",
        "        self._context = own_context()\n",
        "        from .surroundings import current\n\n"
        "        self._context = own_context()\n"
        "        self._context.run(current.set, None)\n",
        "observability/log-scope",
        r"one logged in scope\d by h1\[\d\] identifies",
    ),
    Mutant(
        "warnings_lose_their_exception",
        "a warning in the log has no traceback",
        "context",
        "        log(logging.WARNING, message, args, exception, extra)\n",
        "        log(logging.WARNING, message, args, None, extra)\n",
        "observability/log-exception",
        r"an exception given to log_warning made: a record with exc_info of None",
    ),
    Mutant(
        "the_exception_being_handled_is_logged",
        "a failure that was returned instead of raised is logged without its traceback",
        "logs",
        "        else (type(exception), exception, exception.__traceback__),\n",
        "        else True,\n",
        "observability/log-exception",
        r"an exception given to log_\w+ made: a record with exc_info of None",
    ),
    Mutant(
        "exceptions_that_are_false_are_not_logged",
        "an exception with a length of 0 has no traceback in the log",
        "logs",
        "        if exception is None\n",
        "        if not exception\n",
        "observability/log-exception",
        r"made: a record with exc_info of None",
    ),
    Mutant(
        "exceptions_are_dropped_where_the_message_has_arguments",
        "a failure whose message names the element has no traceback in the log",
        "logs",
        "        if exception is None\n",
        "        if exception is None or args\n",
        "observability/log-exception",
        r"an exception given to log_\w+ made: a record with exc_info of None",
    ),
    Mutant(
        "warnings_are_dropped",
        "what was logged as a warning is nowhere",
        "context",
        "        log(logging.WARNING, message, args, exception, extra)\n",
        "",
        "observability/log-exception",
        r"an exception given to log_warning made: nothing at all",
    ),
    Mutant(
        "each_scope_begins_a_trace",
        "a request is torn into pieces in the tracing tool",
        "scope",
        "trace_id = scope_id if outer is None else outer.identity.trace_id",
        "trace_id = scope_id",
        "observability/trace-continues",
        r"`trace_id\(\)` gave trace 1 to \w+ in scope scope\d and then trace 2 to",
    ),
    Mutant(
        "each_task_begins_a_trace",
        "what a request does in its tasks is missing from its trace",
        "surroundings",
        "replace(surroundings, variables={}))",
        "replace(surroundings, variables={}, identity=replace("
        "surroundings.identity, trace_id=object())))",
        "observability/trace-continues",
        r"`trace_id\(\)` gave trace 1 to \w+ in scope scope\d and then trace \d to",
    ),
    Mutant(
        "the_trace_is_that_of_the_latest_request",
        "concurrent requests share their traces",
        "context",
        'return required("A trace id").identity.trace_id',
        'trace_id = required("A trace id").identity.trace_id\n'
        "        traces = log.__dict__.setdefault('traces', [])\n"
        "        traces += [trace_id] if trace_id not in traces else []\n"
        "        return traces[-1]",
        "observability/trace-continues",
        r"all under scope scope\d is one trace, but `trace_id\(\)` gave trace \d to \w+ in scope",
    ),
    Mutant(
        "there_is_no_trace",
        "nothing ties together what happened for a request",
        "context",
        'return required("A trace id").identity.trace_id',
        "return None",
        "observability/trace-continues",
        r"under scope scope\d, `trace_id\(\)` gave \w+ None, which is no identity",
    ),
    Mutant(
        "a_metric_without_a_value_is_accepted",
        "there is a gap in the numbers",
        "records",
        ">= METRIC",
        ">= METRIC - {'value'}",
        "observability/record",
        r"made a record of metric.*, which is incomplete, and there was no error",
    ),
    Mutant(
        "a_value_without_a_metric_is_accepted",
        "numbers are recorded that belong to nothing",
        "records",
        '    if given.keys() & {*METRIC, "unit"}',
        "    alone = 'metric' not in given and 'attributes' in given\n"
        '    if not alone and given.keys() & {*METRIC, "unit"}',
        "observability/record",
        r"made a record of .*attributes, which is incomplete, and there was no error",
    ),
    Mutant(
        "a_kind_alone_is_accepted",
        "a counter that nobody named is lost",
        "records",
        '    if given.keys() & {*METRIC, "unit"}',
        '    if given.keys() & {"metric", "value", "unit"}',
        "observability/record",
        r"made a record of kind(, attributes)?, which is incomplete, and there was no error",
    ),
    Mutant(
        "attributes_are_those_of_the_log_record",
        "an attribute called `name` is an error of logging",
        "logs",
        '            "attributes": dict(extra),\n',
        '            "attributes": dict(extra),\n            **(extra.get("attributes") or {}),\n',
        "observability/record",
        r"could not make a record of .*attributes: raised KeyError",
    ),
    Mutant(
        "a_value_of_zero_is_taken_for_none",
        "a counter that stands at zero cannot be recorded",
        "records",
        "if each is not None",
        "if each",
        "observability/record",
        r"could not make a record of metric, value.*: raised TypeError",
    ),
)
