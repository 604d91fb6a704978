"""Programs drawn from the strategies of all properties, the same in every run of the tests."""

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache

from haiway_conformance import suite
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Programs
from haiway_conformance.programs.drawing.sources import Calls
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy


def _modules() -> dict[str, object]:
    """Import all modules of the suite, by their names within it."""
    packages = pkgutil.walk_packages(suite.__path__, f"{suite.__name__}.")
    modules = [importlib.import_module(each.name) for each in packages]
    return {each.__name__.removeprefix(f"{suite.__name__}."): each for each in modules}


def _strategies() -> dict[str, Programs]:
    """Find all strategies; one that several modules import is named after the first of them."""
    found: dict[Programs, str] = {}
    for name, module in MODULES.items():
        for function, value in vars(module).items():
            if isinstance(value, Programs):
                found.setdefault(value, f"{name}.{function}")
            elif isinstance(value, Calls):
                found.setdefault(value.inside, f"{name}.{function}.inside")
                found.setdefault(value.outside, f"{name}.{function}.outside")
    return {name: strategy for strategy, name in found.items()}


MODULES = _modules()
"""The modules of the suite, by their names within it."""

STRATEGIES = _strategies()
"""The strategies from which properties draw programs, by module and name."""


@cache
def drawn(name: str, number: int, of_seed: int = 1) -> tuple[Program, ...]:
    """Draw some programs from one of the suite's strategies.

    Args:
        name: The name of the strategy in `STRATEGIES`.
        number: The number of programs.
        of_seed: The seed of Hypothesis.
    """
    return drawn_by(STRATEGIES[name], number, of_seed)


def drawn_by(
    strategy: Callable[[], SearchStrategy[Program]], number: int, of_seed: int
) -> tuple[Program, ...]:
    """Draw some programs from any strategy."""
    found: list[Program] = []

    @seed(of_seed)
    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(program=strategy())
    def collect(program: Program) -> None:
        found.append(program)

    collect()
    return tuple(found[:number])
