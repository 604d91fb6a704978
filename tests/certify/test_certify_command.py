"""The command line itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from haiway_conformance.cli import main
from haiway_conformance.report.formats import FORMATS

IMPLEMENTATIONS = Path(__file__).parent.parent / "plugin"


def command(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--jobs", "0"], "neither a number from 1 upwards nor `auto`"),
        (["--jobs", "many"], "neither a number from 1 upwards nor `auto`"),
        (["--profile", "slow"], "'quick', 'default', 'thorough'"),
        (["--seed", "x"], "not a valid integer"),
        (["--clause", "scopes/late-spwan"], "'scopes/late-spawn'"),
        (["--chapter", "scope"], "'scopes'"),
        (["--no-such-option"], "No such option"),
        (["--format", "html5", "--output", "out"], "there is no format 'html5'"),
        (["--format", "junit"], "name its folder with --output"),
        ([], "there is no module 'no_such_module'"),
    ],
)
def test_bad_usage(arguments, words):
    code, output = command("certify", "no_such_module", *arguments)
    assert code == 2
    assert words in output


def test_help_names_the_options_and_exit_codes():
    assert "certify" in command("--help")[1]
    output = command("certify", "--help")[1]
    for option in (
        "--profile",
        "--seed",
        "--clause",
        "--chapter",
        "--jobs",
        "--eager",
        "--isolate",
        "--output",
    ):
        assert option in output
    *names, last = FORMATS
    assert f"{', '.join(names)} or {last}" in " ".join(output.split())


def test_a_target_is_judged_under_eager_tasks(tmp_path):
    options = ("--clause", "tasks/eager-start", "--profile", "quick", "--output", str(tmp_path))

    def seen(*more: str) -> tuple[str, list[str]]:
        command("certify", "haiway_reference", *options, *more)
        report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
        (clause,) = report["clauses"]
        return report["implementation"]["target"], clause["observed"]

    (plain, lazily), (target, eagerly) = seen(), seen("--eager")
    assert (plain, target) == ("haiway_reference", "haiway_reference+eager")
    assert lazily != eagerly


def test_the_module_judges_a_target_in_the_current_folder(tmp_path):
    (tmp_path / "mine.py").write_bytes((IMPLEMENTATIONS / "fake_implementations.py").read_bytes())
    done = subprocess.run(
        [
            *(sys.executable, "-m", "haiway_conformance", "certify", "mine:OnlyScopesAndTasks"),
            *("--clause", "scopes/exit-awaits-tasks", "--profile", "quick", "--output", "out"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in {0, 1}
    assert done.stdout.startswith("only-scopes-and-tasks 1.0 (mine:OnlyScopesAndTasks) on Python")
    assert "\nverdict (partial): " in done.stdout
    assert (tmp_path / "out" / "report.json").exists()
    assert {each.name for each in tmp_path.iterdir()} - {"__pycache__"} == {"mine.py", "out"}
