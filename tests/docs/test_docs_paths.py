"""Every path that is named in the docs exists."""

import re
from pathlib import Path

import haiway_conformance
import pytest
from haiway_spec import specification

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG")),
    *sorted((ROOT / "docs").rglob("*.md")),
]

# Where a path may start: at the root of the project, or at the kit's package.
STARTS = (ROOT, Path(haiway_conformance.__file__).parent)

# A path has a slash, or is the name of a file of a kind that the project is made of. Sphinx checks
# the paths in its roles itself.
PATH = re.compile(r"(?<!\})`(\.?\w[\w.-]*(?:/[\w.-]*)+|\w+\.(?:md|toml|ini))`")

CLAUSES = {clause.id for clause in specification().clauses}


def paths(text: str) -> list[str]:
    """Return the paths between backticks that name one file or folder, and no clause."""
    return [each for each in PATH.findall(text) if each not in CLAUSES and "..." not in each]


def exists(path: str) -> bool:
    return any((start / path).exists() for start in STARTS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_paths_on_a_page_exist(page: Path) -> None:
    missing = [each for each in paths(page.read_text(encoding="utf-8")) if not exists(each)]
    assert not missing


def test_contributing_names_paths() -> None:
    assert len(paths((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))) > 20


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("see `docs/adapter.md`.", ["docs/adapter.md"]),
        ("`.ci/run` and `tests/mutants`", [".ci/run", "tests/mutants"]),
        ("in `programs/drawing/preambles.py`", ["programs/drawing/preambles.py"]),
        ("`pyproject.toml`, `spec/`", ["pyproject.toml", "spec/"]),
        ("`scopes/exit-awaits-tasks` in `scopes`", []),
        ("`suite/<chapter>/checks.py`, `suite/...`, `a/b c`", []),
        ("`helpers.concurrent`, `report.json`", []),
        ("no/backticks, {doc}`specification/scopes`", []),
    ],
)
def test_what_is_a_path(text: str, named: list[str]) -> None:
    assert paths(text) == named
