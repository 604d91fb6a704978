"""Mutants of `observability/log-nested-scope`."""

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
        clauses=("observability/log-nested-scope",),
        message=r"record logged .* of scope scope\d, which is within scope\d, identifies scope",
    ),
    Mutant(
        name="nested_scopes_log_in_the_name_of_the_outermost",
        symptom="a filter by an inner scope finds nothing",
        module="scope",
        right="identity=Identity(name=self._name, scope_id",
        wrong="identity=Identity(name=outer.identity.name if outer else self._name, scope_id",
        clauses=("observability/log-nested-scope",),
        message=(
            r"record logged in the body of scope scope\d, which is within scope\d, identifies"
            r" scope scope\d"
        ),
    ),
    Mutant(
        name="debug_records_have_no_scope",
        symptom="debug records cannot be filtered by scope",
        module="logs",
        right="None if surroundings is None else surroundings.identity",
        wrong="None if surroundings is None or level == logging.DEBUG else surroundings.identity",
        clauses=("observability/log-nested-scope",),
        message=(
            r"record logged in the body of scope scope\d, .* identifies neither; one logged in"
            r" scope"
        ),
    ),
)
