"""The page about pytest is true: its example is what is printed, and its codes are pytest's."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "pytest.md").read_text(encoding="utf-8")


def test_the_example_ends_as_the_page_shows(tmp_path):
    (example,) = re.findall(
        r"^\$ python -m (pytest --pyargs [^\n]*)\n\.\.\.\n(.*?)\n\.\.\.$",
        PAGE,
        re.MULTILINE | re.DOTALL,
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


def written(folder, *, skipping=False):
    """Write the files of the page; of two that have the same name, the first, or both."""
    found = re.findall(
        r"```\{code-block\} python\n:caption: (\w+\.py)\n\n(.*?)```", PAGE, re.DOTALL
    )
    for name in dict.fromkeys(name for name, _ in found):
        parts = [code for its, code in found if its == name]
        text = "\n".join(parts if skipping else parts[:1])
        (folder / name).write_text(text, encoding="utf-8")


def run(folder, *arguments):
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_properties_among_other_tests_judge_what_the_fixture_returns(tmp_path):
    written(tmp_path)
    command, shown = re.findall(
        r"^\$ python -m pytest (-q test_conf[^\n]*)\n\.\.\.\n(.*?)\n\.\.\.$",
        PAGE,
        re.MULTILINE | re.DOTALL,
    )[0]
    done = run(tmp_path, *command.split())
    assert shown in done.stdout
    assert done.returncode == 0


def test_clauses_are_chosen_by_their_marker(tmp_path):
    written(tmp_path, skipping=True)
    imports = "from haiway_conformance.suite.observability.test_log_scope import *"
    (tmp_path / "test_logs.py").write_text(f"{imports}\n\n\ndef test_other():\n    pass\n")
    assert "1 passed" in run(tmp_path, "-q", "test_logs.py").stdout
    assert "1 passed, " in run(tmp_path, "-q", "test_logs.py", "-m", "not haiway_clause").stdout


@pytest.mark.parametrize(
    ("fixture", "part"),
    [
        ("def haiway_implementation(tmp_path):\n    return 1", "it can ask for no other fixtures"),
        ("def haiway_implementation():\n    yield 1", "has to return, not to yield"),
        ("def haiway_implementation():\n    return 1", "not an Adapter"),
    ],
)
def test_a_fixture_that_is_of_no_use_is_refused(tmp_path, fixture, part):
    written(tmp_path)
    (tmp_path / "conftest.py").write_text(
        f"import pytest\n\n\n@pytest.fixture\n{fixture}\n", encoding="utf-8"
    )
    done = run(tmp_path, "-q", "test_conformance.py")
    assert part in done.stdout + done.stderr
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
