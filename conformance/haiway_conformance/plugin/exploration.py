"""The fixture `explore`: an explorer for one property."""

from collections.abc import Generator
from contextlib import closing, contextmanager
from typing import Any, Final

import pytest

from haiway_conformance.judgement import explorer
from haiway_conformance.plugin.collection import Property, property_of
from haiway_conformance.plugin.given import Given, control, given_implementation
from haiway_conformance.plugin.stopping import Watch

__all__ = ("Exploration", "exploration_of", "exploring")


class Exploration:
    """An explorer that also minds whether the property was stopped from outside.

    Args:
        given: The implementation.
        judging: The property.
    """

    def __init__(self, given: Given, judging: Property) -> None:
        self.explorer = explorer.Explorer(
            given.adapter,
            seed=judging.seed,
            profile=judging.profile,
            implementation=given.identity,
            clause=judging.clause.id,
            control=control(),
        )
        self.watch = Watch()

    def __call__(self, *args: Any, **kwargs: Any) -> Generator[Any]:
        """Explore a program.

        Args:
            args: As `Explorer` takes them.
            kwargs: As `Explorer` takes them.

        Yields:
            What it yields.
        """
        self.watch.check()
        with closing(self._runs(*args, **kwargs)) as runs:
            for run in runs:
                self.watch.check()
                yield run
        self.watch.check()

    def work(self, program: Any) -> None:
        """Run a worked program.

        Args:
            program: As `Explorer.work` takes it.
        """
        self.watch.check()
        self.explorer.work(program)
        self.watch.check()

    def _runs(self, *args: Any, **kwargs: Any) -> Generator[Any]:
        # A generator of our own, whatever the explorer gives, so that it can be closed.
        yield from self.explorer(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.explorer, name)


_EXPLORATION: Final = pytest.StashKey[Exploration]()


def exploration_of(item: pytest.Item) -> Exploration | None:
    """The exploration that a test asked for; None if it did not.

    Args:
        item: The test.
    """
    return item.stash.get(_EXPLORATION, None)


@contextmanager
def exploring(item: pytest.Item) -> Generator[Exploration]:
    """Make the explorer for a test.

    Args:
        item: The test.

    Yields:
        The exploration.

    Raises:
        UsageError: If the test is no property.
    """
    judging = property_of(item)
    if judging is None:
        raise pytest.UsageError(
            f"{item.nodeid} asks for `explore`, which judges a clause, but does not say which:"
            " mark it with haiway_conformance.judgement.clause('chapter/slug')."
        )
    given = given_implementation(item.config)
    exploration = Exploration(given, judging)
    item.stash[_EXPLORATION] = exploration
    try:
        yield exploration
    finally:
        del item.stash[_EXPLORATION]
