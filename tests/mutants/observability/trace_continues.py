"""Mutants of `observability/trace-continues`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="deep_scopes_begin_a_trace",
        symptom="in nested scopes, one request has two traces",
        module="scope",
        right="        trace_id = scope_id if outer is None else outer.identity.trace_id\n",
        wrong=(
            "        tasks.depth = 1 if outer is None else outer.tasks.depth + 1\n"
            "        begins = outer is None or tasks.depth > 4\n"
            "        trace_id = scope_id if begins else outer.identity.trace_id\n"
        ),
        clauses=("observability/trace-continues",),
        message=r"scope\d .*`trace_id\(\)` gave",
    ),
    Mutant(
        name="each_scope_begins_a_trace",
        symptom="a request is torn into pieces in the tracing tool",
        module="scope",
        right="trace_id = scope_id if outer is None else outer.identity.trace_id",
        wrong="trace_id = scope_id",
        clauses=("observability/trace-continues",),
        message=r"`trace_id\(\)` gave trace 1 to \w+ in scope scope\d and then trace 2 to",
    ),
    Mutant(
        name="each_task_begins_a_trace",
        symptom="what a request does in its tasks is missing from its trace",
        module="surroundings",
        right="replace(surroundings, variables={}))",
        wrong=(
            "replace(surroundings, variables={}, identity=replace(surroundings.identity, "
            "trace_id=object())))"
        ),
        clauses=("observability/trace-continues",),
        message=r"`trace_id\(\)` gave trace 1 to \w+ in scope scope\d and then trace \d to",
    ),
    Mutant(
        name="the_trace_is_that_of_the_latest_request",
        symptom="concurrent requests share their traces",
        module="context",
        right='return required("A trace id").identity.trace_id',
        wrong=(
            'trace_id = required("A trace id").identity.trace_id\n'
            "        traces = log.__dict__.setdefault('traces', [])\n"
            "        traces += [trace_id] if trace_id not in traces else []\n"
            "        return traces[-1]"
        ),
        clauses=("observability/trace-continues",),
        message=r"`trace_id\(\)` gave trace \d to \w+ in scope",
    ),
    Mutant(
        name="there_is_no_trace",
        symptom="scopes have no trace identity",
        module="context",
        right='return required("A trace id").identity.trace_id',
        wrong="return None",
        clauses=("observability/trace-continues",),
        message=r"scope\d, `trace_id\(\)` gave \w+ None",
    ),
)
