"""Mutants of `observability/trace-distinct`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="the_trace_is_a_constant",
        symptom="all requests have one trace",
        module="scope",
        right="trace_id = scope_id if outer is None",
        wrong='trace_id = "trace" if outer is None',
        clauses=("observability/trace-distinct",),
        message=r"are both outermost scopes, but .* the same id, trace 1",
    ),
    Mutant(
        name="the_trace_is_the_name",
        symptom="all requests of one kind have one trace",
        module="scope",
        right="trace_id = scope_id if outer is None",
        wrong="trace_id = self._name if outer is None",
        clauses=("observability/trace-distinct",),
        message=r"are both outermost scopes, but .* the same id, trace 1",
    ),
    Mutant(
        name="a_task_has_one_trace",
        symptom="requests that are served one after the other have one trace",
        module="scope",
        right="trace_id = scope_id if outer is None",
        wrong="trace_id = tasks._host.get_name() if outer is None",
        clauses=("observability/trace-distinct",),
        message=r"are both outermost scopes, but .* the same id, trace 1",
    ),
    Mutant(
        name="trace_ids_wrap",
        symptom="the trace of a request is that of fifty others",
        module="scope",
        right="        trace_id = scope_id if outer is None else outer.identity.trace_id\n",
        wrong=(
            '        Scope.opened = getattr(Scope, "opened", 0) + 1\n'
            "        trace_id = str(Scope.opened % 50) if outer is None else "
            "outer.identity.trace_id\n"
        ),
        clauses=("observability/trace-distinct",),
        message=r"are both outermost scopes",
    ),
)
