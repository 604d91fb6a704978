"""The table of mutants in the docs is about the mutants that there are."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "mutants"))


def test_the_table_lists_each_mutant_at_each_of_its_clauses():
    from catalogue import MUTANTS
    from haiway_conformance.judgement.explorer import PROFILES

    table = (ROOT / "docs" / "_kill_table.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (\w+) \| (\w+/[\w-]+) \|", table, re.MULTILINE)
    expected = [(mutant.name, clause) for mutant in MUTANTS for clause in mutant.clauses]
    apart = ("hygiene/", "guide/")
    assert sorted(listed) == sorted(each for each in expected if not each[1].startswith(apart))
    page = (ROOT / "docs" / "mutants.md").read_text(encoding="utf-8")
    quick, default = PROFILES["quick"].programs, PROFILES["default"].programs
    assert f"Profile quick draws {quick} programs for each property, default {default}." in page
