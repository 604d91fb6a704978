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
        name="a_metric_without_a_value_is_accepted",
        symptom="some metrics are lost",
        module="records",
        right=">= METRIC",
        wrong=">= METRIC - {'value'}",
        clauses=("observability/record",),
        message=r"made a record of metric.*incomplete",
    ),
    Mutant(
        name="a_value_without_a_metric_is_accepted",
        symptom="incomplete metrics are recorded",
        module="records",
        right='    if given.keys() & {*METRIC, "unit"}',
        wrong=(
            "    alone = 'metric' not in given and 'attributes' in given\n"
            '    if not alone and given.keys() & {*METRIC, "unit"}'
        ),
        clauses=("observability/record",),
        message=r"made a record of .*attributes.*incomplete",
    ),
    Mutant(
        name="a_kind_alone_is_accepted",
        symptom="a metric without attributes is lost",
        module="records",
        right='    if given.keys() & {*METRIC, "unit"}',
        wrong='    if given.keys() & {"metric", "value", "unit"}',
        clauses=("observability/record",),
        message=r"made a record of kind(, attributes)?.*incomplete",
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
