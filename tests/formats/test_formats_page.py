"""The page about formats is true: its tables are those of the code, and its recipes work."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from haiway_conformance.cli import main
from haiway_conformance.report.formats import FORMATS
from haiway_conformance.report.formats.ctrf import STATUSES
from haiway_conformance.report.formats.github import COMMANDS
from haiway_conformance.report.formats.in_toto import LISTS
from haiway_conformance.report.formats.junit import ELEMENTS
from haiway_conformance.report.formats.markdown import SECTIONS
from haiway_conformance.report.formats.outcomes import OUTCOMES, UNJUDGED

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """Return the cells of a table, without code's backticks."""
    table = PAGE.partition(f"| {heading} |")[2].partition("\n\n")[0]
    lines = table.splitlines()[2:]
    return [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in lines]


def test_the_formats_are_those_that_there_are():
    assert [row[:2] for row in rows("`--format`")] == [
        [each.name, each.file] for each in FORMATS.values()
    ]


def test_outcomes_are_called_what_the_table_says():
    expected: list[list[str]] = []
    for outcome, meaning in OUTCOMES.items():
        levels = (("MUST", meaning.must), ("others", meaning.other))
        if meaning.must is meaning.other:
            levels = (("all", meaning.must),)
        for level, weight in levels:
            element = ELEMENTS[weight]
            expected.append(
                [
                    outcome,
                    level,
                    "passed" if element in {"", "system-out"} else element,
                    "pending" if outcome == UNJUDGED else STATUSES[weight],
                    LISTS[weight],
                    COMMANDS[weight],
                    SECTIONS[weight],
                ]
            )
    assert rows("outcome") == expected


def recipes() -> list[str]:
    return [
        block
        for block in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
        if "certify" in block
    ]


@pytest.mark.parametrize("recipe", recipes(), ids=["GitHub", "GitLab"])
def test_a_recipe_writes_the_files_that_it_uses(recipe, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (command,) = re.findall(r"haiway-conformance (certify .*)", recipe)
    words = ["haiway_reference" if word == "my_library" else word for word in shlex.split(command)]
    done = CliRunner().invoke(main, [*words, "--profile", "quick", "--clause", "tasks/result"])
    assert done.exit_code == 0, done.output
    used = re.findall(r"conformance/[\w.]+", recipe)
    assert used
    assert [each for each in used if not Path(each).read_bytes()] == []


def test_the_limits_are_those_of_the_code():
    from haiway_conformance.report.formats import cases, github

    assert f"shortened to {cases._LONGEST_MESSAGE} characters" in PAGE
    assert f"{cases._LONGEST_TEXT:,}, with the number" in PAGE
    assert "shows ten errors and ten warnings" in " ".join(PAGE.split())
    assert github.PER_STEP == 10
