"""Compute, from the project's sources, everything that is about each clause: `collect`."""

import importlib
import inspect
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from haiway_conformance.adapter import resolve
from haiway_conformance.explain import Links, Place
from haiway_conformance.judgement import hygiene
from haiway_conformance.judgement.execute import execute
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import Canonical
from haiway_conformance.suite.random_programs.monitors import MONITORS
from haiway_spec import specification
from mentions import mentions

__all__ = ("ROOT", "collect")

ROOT = Path(__file__).parents[2]

sys.path += [str(ROOT / "tests" / folder) for folder in ("mutants", "implementations")]
from catalogue import MODULES  # noqa: E402 - found in the folders above
from right_implementations import RIGHT_IMPLEMENTATIONS  # noqa: E402

type Found = Iterator[tuple[str, Place]]
"""Clauses' ids, each with a place that is about the clause."""


def collect() -> dict[str, Links]:
    """Return everything that is about each clause, in the specification's order."""
    properties = _by_clause(_properties, _monitors, _checks_of_hygiene)
    mutants = _by_clause(_mutants)
    reference = _by_clause(partial(_named_in, "reference/haiway_reference"))
    implementations = _by_clause(partial(_named_in, "tests/implementations"), _unmet)
    return {
        clause.id: Links(
            properties=properties[clause.id],
            mutants=mutants[clause.id],
            reference=reference[clause.id],
            implementations=implementations[clause.id],
        )
        for clause in specification().clauses
    }


def _by_clause(*searches: Callable[[], Found]) -> defaultdict[str, tuple[Place, ...]]:
    """Return the places by clause; texts of the same place are joined."""
    texts: defaultdict[str, defaultdict[str, list[str]]]
    texts = defaultdict(lambda: defaultdict(list))
    for search in searches:
        for clause, place in search():
            texts[clause][place.where].append(place.text)
    places: defaultdict[str, tuple[Place, ...]] = defaultdict(tuple)
    for clause, by_place in texts.items():
        places[clause] = tuple(
            Place(where, " ".join(filter(None, dict.fromkeys(said))))
            for where, said in by_place.items()
        )
    return places


def _properties() -> Found:
    suite = sorted((ROOT / "conformance/haiway_conformance/suite").rglob("test_*.py"))
    # The directed properties of a clause first: they say more about it than random programs.
    for path in sorted(suite, key=lambda path: path.parent.name == "random_programs"):
        module = importlib.import_module(_module_name(path))
        for name, test in vars(module).items():
            if name.startswith("test_"):
                place = Place(f"{_from_root(path)}::{name}", _docstring(test))
                for clause in _clauses(test):
                    yield clause, place


def _clauses(test: Any) -> Iterator[str]:
    """Yield the clauses of a property: those of its own marks, or of its parameters'."""
    for mark in getattr(test, "pytestmark", []):
        if mark.name == "haiway_clause":
            yield from mark.args
        elif mark.name == "parametrize":
            for parameter in mark.args[1]:
                yield from (
                    identifier
                    for own in parameter.marks
                    if own.name == "haiway_clause"
                    for identifier in own.args
                )


def _monitors() -> Found:
    for clause, monitor in MONITORS.items():
        check = monitor.holds
        # A check may be made by a function, and then that one has the name and the docstring.
        name = check.__qualname__.partition(".<locals>")[0]
        made_by = getattr(sys.modules[check.__module__], name)
        path = f"conformance/{check.__module__.replace('.', '/')}.py"
        yield clause, Place(f"{path}::{name}", _summary(made_by) or "A monitor of random programs.")


def _checks_of_hygiene() -> Found:
    run = execute(resolve("haiway_reference"), Program(()), Canonical())
    for check in hygiene.checks(run):
        where = "conformance/haiway_conformance/judgement/hygiene.py::checks"
        yield check.clause, Place(where, "Checked after every run of every property.")


def _mutants() -> Found:
    for module, mutants in MODULES.items():
        for mutant in mutants:
            place = Place(f"tests/mutants/{module}.py::{mutant.name}", mutant.symptom)
            for clause in mutant.clauses:
                yield clause, place


def _named_in(folder: str) -> Found:
    for path in sorted((ROOT / folder).rglob("*.py")):
        if path.name.startswith("test_"):
            continue
        for each in mentions(path.read_text(encoding="utf-8")):
            name = f"::{each.name}" if each.name else ""
            yield each.clause, Place(f"{_from_root(path)}{name}", each.sentence)


def _unmet() -> Found:
    for each in RIGHT_IMPLEMENTATIONS:
        where = f"tests/implementations/right_implementations.py::{each.target}"
        for clause in sorted(each.unmet):
            yield clause, Place(where, f"does not keep it: {each.difference}")


def _from_root(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / "conformance").with_suffix("").parts)


def _docstring(documented: object) -> str:
    return " ".join((inspect.getdoc(documented) or "").split())


def _summary(documented: object) -> str:
    return " ".join((inspect.getdoc(documented) or "").partition("\n\n")[0].split())
