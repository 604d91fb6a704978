"""All implementations that are wrong on purpose."""

import importlib
from pathlib import Path

from mutant import Mutant
from mutants_helpers import Naive

__all__ = ("HERE", "MUTANTS")

HERE = Path(__file__).parent

MUTANTS: list[Mutant | Naive] = [
    mutant
    for module in sorted(HERE.glob("mutants_*.py"))
    for mutant in importlib.import_module(module.stem).MUTANTS
]
