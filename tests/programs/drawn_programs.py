"""Programs that all strategies draw, the same ones in every run of the tests."""

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache

from haiway_conformance.programs import Program, strategies
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

# What the others are built of.
PARTS = ("building", "events", "sources")

MODULES = sorted(
    each.name for each in pkgutil.iter_modules(strategies.__path__) if each.name not in PARTS
)

STRATEGIES = {
    f"{name}.{function}": getattr(module, function)
    for name in MODULES
    for module in [importlib.import_module(f"{strategies.__name__}.{name}")]
    for function in module.__all__
}
"""All functions that give a strategy for programs, by module and name."""


@cache
def drawn(name: str, number: int, of_seed: int = 1) -> tuple[Program, ...]:
    """Draw some programs from one strategy."""
    return drawn_by(STRATEGIES[name], number, of_seed)


def drawn_by(
    strategy: Callable[[], SearchStrategy[Program]], number: int, of_seed: int
) -> tuple[Program, ...]:
    """Draw some programs from a strategy that need not be one of the kit's."""
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
