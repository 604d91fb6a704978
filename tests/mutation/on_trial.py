"""A plugin for pytest, for the run in which a mutant is judged."""

import resource

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    parser.addoption("--first", action="append", default=[], help="a property that is run first")
    parser.addoption("--cpu-seconds", type=int, help="what the run may take of a processor")


def pytest_configure(config: pytest.Config) -> None:
    """Let the system end the run when it has taken too much."""
    if seconds := config.getoption("cpu_seconds"):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put those first that are to be; the rest stays in its order."""
    names: list[str] = config.getoption("first")
    ranks = {name: rank for rank, name in enumerate(names)}
    items.sort(key=lambda item: ranks.get(item.name, len(ranks)))
