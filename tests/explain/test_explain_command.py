"""`haiway-conformance explain CLAUSE`."""

import subprocess
import sys

import pytest
from click.testing import CliRunner, Result
from haiway_conformance.cli import main
from haiway_conformance.explain import explanation
from haiway_spec import specification


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["explain", *arguments])


def test_a_clause_is_explained() -> None:
    done = run("scopes/late-spawn")
    assert done.exit_code == 0
    assert done.stdout == explanation(specification().clause("scopes/late-spawn"))


@pytest.mark.parametrize(
    ("identifier", "advice"),
    [
        ("scopes/late-spwan", "did you mean 'scopes/late-spawn'"),
        ("late-spawn", "did you mean 'scopes/late-spawn'?"),
        ("scopes", "'scopes' is a chapter; name one of its clauses"),
    ],
)
def test_an_unknown_clause_is_a_usage_error_that_names_the_nearest(
    identifier: str, advice: str
) -> None:
    done = run(identifier)
    assert done.exit_code == 2
    assert not done.stdout
    assert (
        f"Invalid value for CLAUSE: the specification has no clause '{identifier}'" in done.stderr
    )
    assert advice in done.stderr


def test_the_clause_is_required() -> None:
    done = run()
    assert done.exit_code == 2
    assert "Missing argument 'CLAUSE'" in done.stderr


def test_no_implementation_is_imported() -> None:
    """The reference is not part of the kit, and may be missing."""
    script = (
        "import sys; sys.modules['haiway_reference'] = None;"
        "from haiway_conformance.cli import main; main(['explain', 'tasks/result'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("tasks/result (MUST)\n")


def test_clauses_are_listed_with_level_and_title() -> None:
    done = CliRunner().invoke(main, ["clauses"])
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert [line.split()[0] for line in lines] == [each.id for each in specification().clauses]
    for line, clause in zip(lines, specification().clauses, strict=True):
        assert line.split()[1:] == [clause.level, *clause.title.split()]


def test_clauses_are_chosen_by_chapter_and_level() -> None:
    done = CliRunner().invoke(main, ["clauses", "--chapter", "hygiene", "--level", "SHOULD"])
    hygiene = specification().chapter("hygiene").clauses
    expected = [each.id for each in hygiene if each.level == "SHOULD"]
    assert expected
    assert [line.split()[0] for line in done.output.splitlines()] == expected


def test_a_level_that_no_clause_of_a_chapter_has_lists_nothing() -> None:
    done = CliRunner().invoke(main, ["clauses", "--chapter", "guide", "--level", "MAY"])
    assert (done.exit_code, done.output) == (0, "")


def test_an_unknown_chapter_is_refused_with_the_nearest() -> None:
    done = CliRunner().invoke(main, ["clauses", "--chapter", "scope"])
    assert done.exit_code == 2
    assert "scopes" in done.output
