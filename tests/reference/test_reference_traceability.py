"""The reference names the clauses that it satisfies, at the lines that do so."""

import re
from pathlib import Path

import haiway_reference
import pytest
from haiway_spec import Level, specification

MODULES = sorted(Path(haiway_reference.__file__).parent.rglob("*.py"))
CHAPTERS = "|".join(chapter.name for chapter in specification().chapters)
# A clause's id, and not a part of a path.
IDENTIFIER = re.compile(rf"(?<![\w/.-])(?:{CHAPTERS})/[a-z][a-z0-9-]*+(?![\w/]|\.\w)")

# Its programs rely on the clauses of all other chapters.
GUIDE = "guide"


def named(module: Path) -> set[str]:
    return set(IDENTIFIER.findall(module.read_text(encoding="utf-8")))


def test_every_must_is_named_where_it_is_satisfied():
    asked = {
        clause.id
        for clause in specification().clauses
        if clause.level is Level.MUST and clause.chapter != GUIDE
    }
    assert sorted(asked - set().union(*map(named, MODULES))) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_every_clause_that_a_module_names_exists(module):
    assert sorted(named(module) - {clause.id for clause in specification().clauses}) == []
