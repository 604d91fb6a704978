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
    Mutant(
        name="values_are_not_negative",
        symptom="a temperature below zero ends the program",
        module="context",
        right='        values = {"event": event',
        wrong=(
            "        if value is not None and value < 0:\n"
            '            raise ValueError("a value is negative")\n'
            '        values = {"event": event'
        ),
        clauses=("observability/record",),
        message=r"could not make a record of",
    ),
    Mutant(
        name="attributes_are_spread",
        symptom="an attribute called value ends the program",
        module="records",
        right="for name, each in all_values.items() if each is not None}",
        wrong=(
            'for name, each in {**(all_values["attributes"] or {}), **all_values}.items()\n'
            '             if each is not None or name in (all_values["attributes"] or {})}'
        ),
        clauses=("observability/record",),
        message=r"could not make a record of",
    ),
)
