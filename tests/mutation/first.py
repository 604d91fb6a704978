"""A plugin for pytest: the properties that are named with `--first` run before all others."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the option."""
    parser.addoption("--first", action="append", default=[], help="a property's name")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put them first; the rest stays in its order."""
    names: list[str] = config.getoption("first")
    ranks = {name: rank for rank, name in enumerate(names)}
    items.sort(key=lambda item: ranks.get(item.name, len(ranks)))
