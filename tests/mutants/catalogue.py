"""All mutants, found by walking the folders: one for each chapter, with a module for each clause.

The mutants of `scopes/exit-awaits-tasks` are in `scopes/exit_awaits_tasks.py`. Clauses that two
chapters share have a folder of their own: a mutant that breaks a clause of both `process` and
`execute` is in `helpers`, one that breaks a clause of both `streams` and `merge` in `consumers`. A
mutant that breaks several clauses is in the module of the first one; a search for the id finds it.
"""

import runpy
from pathlib import Path

from mutant import WrongImplementation

__all__ = ("HERE", "MODULES", "MUTANTS")

HERE = Path(__file__).parent

MODULES: dict[str, tuple[WrongImplementation, ...]] = {
    f"{path.parent.name}/{path.stem}": runpy.run_path(str(path))["MUTANTS"]
    for path in sorted(HERE.glob("*/*.py"))
}
"""The mutants by folder and module."""

MUTANTS = tuple(mutant for module in MODULES.values() for mutant in module)
