"""Mutants of `observability/record-incomplete`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_metric_without_a_value_is_accepted",
        symptom="some metrics are lost",
        module="records",
        right=">= METRIC",
        wrong=">= METRIC - {'value'}",
        clauses=("observability/record-incomplete",),
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
        clauses=("observability/record-incomplete",),
        message=r"made a record of .*attributes.*incomplete",
    ),
    Mutant(
        name="a_kind_alone_is_accepted",
        symptom="a metric without attributes is lost",
        module="records",
        right='    if given.keys() & {*METRIC, "unit"}',
        wrong='    if given.keys() & {"metric", "value", "unit"}',
        clauses=("observability/record-incomplete",),
        message=r"made a record of kind(, attributes)?.*incomplete",
    ),
)
