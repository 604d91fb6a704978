"""Every command that is shown in the docs is a real one: its program, files and options exist.

Those that take a second or two are run. `tests/readme` runs those of the README.
"""

import configparser
import re
import shlex
import subprocess
import sys
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
ASSIGNMENT = re.compile(r"\w+=\S*")


def commands() -> list[str]:
    """Return the commands in all shell blocks, each once."""
    found: dict[str, None] = {}
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in re.findall(r"^```sh\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
            for line in block.splitlines():
                found |= dict.fromkeys(each.strip() for each in line.split("&&") if each.strip())
    return list(found)


def words(command: str) -> list[str]:
    """Split a command, without comments, variables, and where its output goes."""
    split = shlex.split(command.partition(" > ")[0], comments=True)
    while split and ASSIGNMENT.fullmatch(split[0]):
        del split[0]
    return split


def options(arguments: list[str]) -> set[str]:
    return {each.partition("=")[0] for each in arguments if each.startswith("--") and each != "--"}


def partition(arguments: list[str], at: str) -> tuple[list[str], list[str]]:
    """Return the arguments before a word and after it."""
    index = arguments.index(at) if at in arguments else len(arguments)
    return arguments[:index], arguments[index + 1 :]


@cache
def help_of(*program: str) -> str:
    done = subprocess.run(
        [sys.executable, *program, "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def must_have(text: str, wanted: set[str]) -> None:
    """Check that a text names all options."""
    assert not {each for each in wanted if not re.search(rf"{re.escape(each)}(?![\w-])", text)}


def must_be_pytest(arguments: list[str]) -> None:
    must_have(help_of("-m", "pytest"), options(arguments))
    missing = [each for each in arguments if each.startswith("tests/") and not exists(each)]
    assert not missing


def must_be_tox(arguments: list[str]) -> None:
    own, passed = partition(arguments, "--")
    tox = configparser.ConfigParser()
    tox.read(ROOT / "tox.ini")
    environments = own[own.index("-e") + 1].split(",") if "-e" in own else []
    assert options(own) == set()
    for environment in environments:
        section = tox[f"testenv:{environment}"]
        commands_of = section.get("commands", tox["testenv"]["commands"])
        if "pytest" in commands_of:
            must_be_pytest(passed)
        elif commands_of.startswith("haiway-conformance"):
            must_be_ours([words(commands_of)[1], *passed])
        else:
            # Its script may need packages that only its environment has.
            for script in re.findall(r"\S+\.py", commands_of):
                quoted = {f'"{each}"' for each in options(passed)}
                must_have((ROOT / script).read_text(encoding="utf-8"), quoted)


def must_be_ours(arguments: list[str]) -> None:
    must_have(help_of("-m", "haiway_conformance", arguments[0]), options(arguments))


def must_be_pip(arguments: list[str]) -> None:
    # The environments of tox-uv have no pip that could be asked for its options.
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [after for each, after in pairwise(arguments) if each == "--group"]
    assert arguments[0] == "install"
    assert set(groups) <= set(project["dependency-groups"])


def must_be_a_script(path: str, arguments: list[str]) -> None:
    assert exists(path)
    if options(arguments):
        assert "argparse" in (ROOT / path).read_text(encoding="utf-8")
        must_have(help_of(path), options(arguments))


def exists(path: str) -> bool:
    return (ROOT / path.partition("::")[0]).exists()


@pytest.mark.parametrize("command", commands())
def test_a_command_is_a_real_one(command: str) -> None:
    match words(command):
        case ["python" | "python3", "-m", "tox", *arguments]:
            must_be_tox(arguments)
        case ["python" | "python3", "-m", "pip", *arguments]:
            must_be_pip(arguments)
        case ["python", "-m", "pytest", *arguments] | ["pytest", *arguments]:
            must_be_pytest(arguments)
        case ["python", path, *arguments] if path.endswith(".py"):
            must_be_a_script(path, arguments)
        case ["haiway-conformance", *arguments]:
            must_be_ours(arguments)
        case _:
            pytest.fail(f"no test knows how to check this command: {command}")


@pytest.mark.parametrize("command", [each for each in commands() if "mutants/judge.py" in each])
def test_a_mutant_that_is_named_is_found(command: str) -> None:
    done = subprocess.run(
        [sys.executable, *words(command)[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\nCounterexample:\n" in done.stdout


def test_commands_are_found() -> None:
    assert len(commands()) > 20
