"""The fixtures of properties, above all `explore`: an explorer for one property."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

import pytest
from haiway_spec import Clause, Level

from haiway_conformance.judgement import explorer
from haiway_conformance.judgement.blame import FindViolated, find_nothing
from haiway_conformance.plugin.property import property_of
from haiway_conformance.plugin.shrinking_plan import plan_of
from haiway_conformance.plugin.stopping import StopLatch
from haiway_conformance.plugin.under_test import implementation_under_test, oracles
from haiway_conformance.suite.blame import violated_by

__all__ = (
    "Exploration",
    "exploration_of",
    "exploring",
    "finding_violated",
    "with_own_fixtures",
)


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


def finding_violated(clause: Clause) -> FindViolated:
    """Return what finds the clauses that are to blame for a run of a property that ends badly.

    Args:
        clause: The clause that the property judges. If it is no MUST, nothing is found: its
            programs may do what the specification leaves open, where nothing is evidence against
            other clauses.
    """
    return violated_by if clause.level is Level.MUST else find_nothing


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
        find_violated=finding_violated(judging.clause),
        hygiene_budget=partial(plan_of(item.config).budget_for, judging.test),
        present=under_test.present_for(judging.clause.id),
        raise_if_stopped=latch.raise_if_stopped,
    )
    item.stash[_EXPLORATION] = Exploration(explore, latch)
    try:
        yield explore
    finally:
        del item.stash[_EXPLORATION]


@contextmanager
def with_own_fixtures(item: pytest.Item) -> Generator[None]:
    """Give a property of the suite what it asks for, even if a project has fixtures of these names.

    Those of a `conftest.py` at the root of a project take precedence over those of plugins, also in
    tests that are installed elsewhere.

    Args:
        item: The test. A project's own keeps the fixtures that the project gives it.

    Yields:
        Nothing.
    """
    module = getattr(getattr(item, "module", None), "__name__", "")
    if not isinstance(item, pytest.Function) or not module.startswith("haiway_conformance.suite."):
        yield
        return
    with ExitStack() as stack:
        if "implementation" in item.funcargs:
            item.funcargs["implementation"] = implementation_under_test(item.config).adapter
        if "explore" in item.funcargs and exploration_of(item) is None:
            item.funcargs["explore"] = stack.enter_context(exploring(item))
        yield
