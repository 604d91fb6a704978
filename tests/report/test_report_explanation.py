"""The explanation of a failed clause."""

from collections.abc import Sequence

from haiway_conformance.judgement import Counterexample
from haiway_conformance.report import (
    FailedProperty,
    explain_failure,
)
from haiway_spec import specification


def test_an_explanation_wraps_prose_and_leaves_the_counterexample_alone():
    clause = specification().clause("scopes/exit-awaits-tasks")
    wide = "x" * 200
    failures = [
        FailedProperty("a::test_" + "long_" * 40, "word " * 60, shown(f"  {wide}\n  two")),
        FailedProperty("a::test_b", "more"),
    ]
    lines = explain_failure(clause, failures, "again", label="FAILED").splitlines()
    assert f"      {wide}" in lines
    assert "      two" in lines
    others = [line for line in lines if wide not in line]
    assert max(map(len, others)) <= 88
    assert lines[0].startswith("FAILED scopes/exit-awaits-tasks: word word ")
    assert lines[0].endswith(" word ... (and 1 more)")


def shown(text: str, token: str = "token") -> Counterexample:
    return Counterexample("m", text, token, 1)


def sides(failures: Sequence[FailedProperty], clause="scopes/exit-awaits-tasks") -> str:
    """Return the explanation up to the clause's rationale."""
    text = explain_failure(specification().clause(clause), failures, "again")
    return text.partition("\n\nWhy it is asked:")[0]


ONE_FAILURE = """\
scopes/exit-awaits-tasks: t1 was left

What the clause asks (MUST):
    The exit of a scope MUST complete only after every task of the scope has ended,
    clean-up included, however long that clean-up takes.

Property that fails:
    no task is left

What happened instead:
    t1 was left

Counterexample:
    a run
        indented

Token:
    token"""


SEVERAL_FAILURES = """\
scopes/exit-awaits-tasks: t1 was left (and 4 more)

What the clause asks (MUST):
    The exit of a scope MUST complete only after every task of the scope has ended,
    clean-up included, however long that clean-up takes.

Property that fails, 1 of 5:
    no task is left

What happened instead:
    t1 was left

Counterexample:
    a run
        indented

Token:
    token

Property that fails, 2 of 5:
    the same again

What happened instead:
    t1 was forgotten

Counterexample:
    the same run as above (property 1)

Property that fails, 3 of 5:
    another token

What happened instead:
    t1 was mislaid

Counterexample:
    the same run as above (property 1)

Token:
    another

Property that fails, 4 of 5:
    another run [1]

What happened instead:
    t2 was left

Counterexample:
    another run

Token:
    token

Property that fails, 5 of 5:
    no run

What happened instead:
    nothing was left"""


FAILURES = [
    FailedProperty("test_a::test_no_task_is_left", "t1 was left", shown("a run\n    indented\n")),
    FailedProperty("test_a::test_the_same_again", "t1 was forgotten", shown("a run\n    indented")),
    FailedProperty(
        "test_a::test_another_token", "t1 was mislaid", shown("a run\n    indented", "another")
    ),
    FailedProperty("test_a::test_another_run[1]", "t2 was left", shown("another run")),
    FailedProperty("test_a::test_no_run", "nothing was left"),
]


def test_one_failing_property_is_explained():
    assert sides(FAILURES[:1]) == ONE_FAILURE


def test_each_failing_property_is_explained_and_a_shared_run_shown_once():
    assert sides(FAILURES) == SEVERAL_FAILURES


def test_a_counterexample_that_was_not_made_smaller_is_not_drawn_where_the_first_one_was():
    first = Counterexample("m", "the small run", "small", 1, minimal=True)
    text = sides(
        [
            FailedProperty("test_a", "it leaked", first),
            FailedProperty("test_b", "it leaked", shown("the large run", "large")),
        ]
    )
    assert "the small run" in text
    assert "the large run" not in text
    assert "not drawn: it is as it was found" in text
    assert text.endswith("Token:\n    large")


def test_the_clause_and_its_rationale_are_quoted_once_for_all_failing_properties():
    text = explain_failure(specification().clause("scopes/exit-awaits-tasks"), FAILURES, "again")
    for heading in ("What the clause asks (MUST):", "Why it is asked:", "To judge just this again"):
        assert text.count(heading) == 1
    assert text.endswith("\n\nTo judge just this again:\n    again")


def test_a_hygiene_failure_is_no_failure_of_the_property_whose_programs_show_it():
    text = sides(FAILURES[:1], "hygiene/no-orphans")
    assert "\n\nSeen in the programs of:\n    no task is left\n\nWhat happened instead:" in text
