"""Mutants of `observability/record`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="nothing_is_recorded_in_clean_ups",
        symptom="metrics recorded at the end of a scope are lost",
        module="context",
        right='        values = {"event": event,',
        wrong=(
            '        if required("A record").tasks._closing:\n'
            '            raise RuntimeError("the scope has been closed")\n'
            '        values = {"event": event,'
        ),
        clauses=("observability/record",),
        message=r"not make a record of",
    ),
    Mutant(
        name="attributes_are_those_of_the_log_record",
        symptom="an attribute called `name` is an error of logging",
        module="logs",
        right='            "attributes": dict(extra),\n',
        wrong=(
            '            "attributes": dict(extra),\n'
            '            **(extra.get("attributes") or {}),\n'
        ),
        clauses=("observability/record",),
        message=r"not make a record of .*attributes: raised KeyError",
    ),
    Mutant(
        name="a_value_of_zero_is_taken_for_none",
        symptom="a counter that stands at zero cannot be recorded",
        module="records",
        right="if each is not None",
        wrong="if each",
        clauses=("observability/record",),
        message=r"not make a record of metric, value.*: raised TypeError",
    ),
)
