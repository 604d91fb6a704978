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
