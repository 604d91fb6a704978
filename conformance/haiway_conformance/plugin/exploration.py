"""The fixture `explore`: an explorer for one property."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import pytest

from haiway_conformance.judgement import explorer
from haiway_conformance.plugin.property import property_of
from haiway_conformance.plugin.stopping import StopLatch
from haiway_conformance.plugin.under_test import implementation_under_test, oracles

__all__ = ("Exploration", "exploration_of", "exploring")


@dataclass(frozen=True, slots=True)
class Exploration:
    """The exploration of one property.

    Attributes:
        explorer: Runs its programs.
        latch: Stops it between two runs.
    """

    explorer: explorer.Explorer
    latch: StopLatch


_EXPLORATION: Final = pytest.StashKey[Exploration]()


def exploration_of(item: pytest.Item) -> Exploration | None:
    """Return the exploration of a test that asked for `explore`; None if it did not.

    Args:
        item: The test.
    """
    return item.stash.get(_EXPLORATION, None)


@contextmanager
def exploring(item: pytest.Item) -> Generator[explorer.Explorer]:
    """Make the explorer of a test.

    Args:
        item: The test.

    Yields:
        The explorer.

    Raises:
        UsageError: If the test is no property.
    """
    judging = property_of(item)
    if judging is None:
        raise pytest.UsageError(
            f"{item.nodeid} asks for `explore`, which judges a clause, but does not say which:"
            " mark it with haiway_conformance.judgement.clause('chapter/slug')."
        )
    under_test = implementation_under_test(item.config)
    latch = StopLatch()
    explore = explorer.Explorer(
        under_test.adapter,
        seed=judging.seed,
        profile=judging.profile,
        implementation=under_test.identity,
        clause=judging.clause.id,
        oracles=oracles(),
        present=under_test.present,
        raise_if_stopped=latch.raise_if_stopped,
    )
    item.stash[_EXPLORATION] = Exploration(explore, latch)
    try:
        yield explore
    finally:
        del item.stash[_EXPLORATION]
