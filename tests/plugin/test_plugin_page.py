"""The page about pytest is true: its example is what is printed, and its codes are pytest's."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "pytest.md").read_text(encoding="utf-8")


def test_the_example_ends_as_the_page_shows(tmp_path):
    (example,) = re.findall(
        r"^\$ python -m ([^\n]*)\n\.\.\.\n(.*?)\n\.\.\.$", PAGE, re.MULTILINE | re.DOTALL
    )
    words, shown = example
    done = subprocess.run(
        [sys.executable, "-m", *words.split(), "-p", "no:cacheprovider"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert f"\n{shown}\n" in done.stdout
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED


def test_the_codes_are_those_of_pytest():
    told = {int(code) for code in re.findall(r"^\| (\d) \|", PAGE, re.MULTILINE)}
    assert told == {0, 1, 2, 4, 5}
    assert told < {int(each) for each in pytest.ExitCode}


def test_every_marker_is_named():
    from haiway_conformance import plugin

    declared = re.findall(r'"(haiway_\w+)[(:]', Path(plugin.__file__).read_text(encoding="utf-8"))
    assert declared
    assert {f"`{each}`" for each in declared} <= set(re.findall(r"`haiway_\w+`", PAGE))
