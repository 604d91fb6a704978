"""Every clause is judged by a property, and every id of a clause in code and docs exists."""

import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import haiway_conformance
import haiway_reference
import pytest
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.hygiene import checks
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import Canonical
from haiway_spec import specification

ROOT = Path(__file__).parents[2]
SUITE = Path(haiway_conformance.__file__).parent / "suite"
CHAPTERS = "|".join(chapter.name for chapter in specification().chapters)

# What looks like a clause's id, and not like part of a path or the name of a file.
REFERENCE = re.compile(rf"(?<![\w/.-])(?:{CHAPTERS})/[a-z][a-z0-9-]*+(?![\w/]|\.\w)")


def properties() -> Iterator[tuple[str, list[list[str]]]]:
    """Each property of the suite, with the clauses that its marks name: a list for each case."""
    for path in sorted(SUITE.rglob("test_*.py")):
        name = ".".join(path.relative_to(SUITE).with_suffix("").parts)
        module = importlib.import_module(f"haiway_conformance.suite.{name}")
        for function, test in vars(module).items():
            if function.startswith("test_"):
                yield f"{name}::{function}", cases(test)


def cases(test: Any) -> list[list[str]]:
    marks = getattr(test, "pytestmark", [])
    own = clauses(marks)
    of_parameters = [
        clauses(parameter.marks)
        for mark in marks
        if mark.name == "parametrize"
        for parameter in mark.args[1]
    ]
    return [[*own, *each] for each in of_parameters] or [own]


def clauses(marks: Any) -> list[str]:
    return [argument for mark in marks if mark.name == "haiway_clause" for argument in mark.args]


PROPERTIES = dict(properties())


@pytest.mark.parametrize("cited", PROPERTIES.values(), ids=PROPERTIES)
def test_a_property_is_about_one_clause_that_exists(cited: list[list[str]]) -> None:
    for case in cited:
        (identifier,) = case
        assert identifier in {each.id for each in specification().clauses}
        assert identifier not in checked_after_each_run()


@cache
def checked_after_each_run() -> set[str]:
    run = execute(resolve("haiway_reference"), Program(()), Canonical())
    return {each.clause for each in checks(run)}


def test_every_clause_is_judged() -> None:
    judged = checked_after_each_run() | {
        identifier for cited in PROPERTIES.values() for (identifier,) in cited
    }
    assert [each.id for each in specification().clauses if each.id not in judged] == []


def texts() -> Iterator[Path]:
    """Yield the files that mention clauses. Other tests are left out: they name wrong ones too."""
    yield from (ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG"))
    yield from (ROOT / "docs").rglob("*.md")
    for folder in ("docs", "tests/mutants", "tests/implementations", "tests/reference"):
        yield from (ROOT / folder).rglob("*.py")
    for package in (haiway_conformance, haiway_reference):
        yield from Path(package.__file__ or "").parent.rglob("*.py")


TEXTS = {path.as_posix().rpartition(f"{ROOT.name}/")[2]: path for path in sorted(texts())}


@pytest.mark.parametrize("path", TEXTS.values(), ids=TEXTS)
def test_a_text_names_clauses_that_exist(path: Path) -> None:
    named = REFERENCE.findall(path.read_text(encoding="utf-8"))
    assert sorted({each for each in named if not exists(each)}) == []


def exists(identifier: str) -> bool:
    return identifier in {clause.id for clause in specification().clauses}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("`scopes/late-spwan`: 0", ["scopes/late-spwan"]),
        ("see {clause}`merge/ends`.", ["merge/ends"]),
        ("(streams/order)", ["streams/order"]),
        ("it fails at tasks/result.", ["tasks/result"]),
        ("docs/guide/first", []),
        ("guide/first.md", []),
        ("guide/first/second", []),
        ("process/EXECUTE, process / execute", []),
    ],
)
def test_what_looks_like_a_reference(text: str, named: list[str]) -> None:
    assert REFERENCE.findall(text) == named
