"""The page about people's own code is true: its tests do what it shows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "simulation.md"

_CODE = re.compile(
    r"```\{code-block\} py(?:thon)?\n:caption: (test_\w+\.py)\n\n(.*?)```", re.DOTALL
)
_CONSOLE = re.compile(r"```console\n\$ python -m pytest ([^\n]*)\n(.*?)```", re.DOTALL)


def files(page: Path) -> dict[str, str]:
    return dict(_CODE.findall(page.read_text(encoding="utf-8")))


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:randomly", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def written(tmp_path: Path) -> Path:
    for name, code in files(PAGE).items():
        (tmp_path / name).write_text(code, encoding="utf-8")
    return tmp_path


def test_each_command_prints_what_is_shown(written: Path) -> None:
    shown = _CONSOLE.findall(PAGE.read_text(encoding="utf-8"))
    assert len(shown) == 2
    for command, output in shown:
        printed = run(written, *command.split()).stdout
        for part in output.split("...\n"):
            assert part.rstrip() in printed, printed
            printed = printed[printed.index(part.rstrip()) :]


def test_tests_for_which_nothing_is_shown_pass(written: Path) -> None:
    told = PAGE.read_text(encoding="utf-8")
    passing = [name for name in files(PAGE) if f"pytest -q {name}" not in told]
    assert passing
    done = run(written, "-q", *passing)
    assert done.returncode == 0, done.stdout


def test_the_readme_shows_the_same_test_and_the_same_table() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"```python\n{files(PAGE)['test_search.py']}```" in readme
    [(_, shown)] = _CONSOLE.findall(readme)
    on_the_page = dict(_CONSOLE.findall(PAGE.read_text(encoding="utf-8")))["-q test_search.py"]
    assert [part for part in shown.split("...\n") if part not in on_the_page] == []


def test_the_token_that_is_printed_replays_the_failure(written: Path) -> None:
    printed = run(written, "-q", "test_search.py").stdout
    (token,) = set(re.findall(r"--haiway-replay (\S+)", printed))
    again = run(written, "-q", "--haiway-replay", token)
    assert "1 failed" in again.stdout
    assert f"--haiway-replay {token}" in again.stdout


def test_every_argument_and_leak_is_named() -> None:
    import inspect

    from haiway_conformance.simulation import Leak, simulate

    told = PAGE.read_text(encoding="utf-8")
    arguments = [*inspect.signature(simulate).parameters][1:]
    assert [each for each in arguments if f"| `{each}=" not in told] == []
    assert [each for each in Leak if f"`{each}`" not in told] == []
