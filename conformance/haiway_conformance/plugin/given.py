"""The implementation that a run of pytest judges."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pytest

from haiway_conformance.adapter import (
    Adapter,
    Implementation,
    TargetError,
    capabilities,
    identify,
    resolve,
    smoke_check,
)

__all__ = ("Given", "control", "given_implementation", "target_of")


@dataclass(frozen=True, slots=True)
class Given:
    """An implementation that was plugged in and can be judged.

    Attributes:
        adapter: Its adapter.
        identity: Which one it is.
        present: The capabilities it has.
    """

    adapter: Adapter
    identity: Implementation
    present: frozenset[str]


CONTROL: Final = "haiway_reference"
"""By which counterexamples are made smaller: it keeps every clause. Where it is not installed, they
stay as large as they were found."""

_GIVEN: Final = pytest.StashKey[Given]()


def target_of(config: pytest.Config) -> str | None:
    """The target that the command line names, else the configuration; None if neither does.

    Args:
        config: pytest's.
    """
    return config.getoption("implementation") or config.getini("haiway_implementation") or None


@lru_cache(maxsize=1)
def control() -> Adapter | None:
    """Plug in the control; None if there is none."""
    try:
        return resolve(CONTROL)
    except TargetError:
        return None


def given_implementation(config: pytest.Config) -> Given:
    """Plug in the implementation; it is done once in each process.

    Args:
        config: pytest's.

    Raises:
        UsageError: If there is none, or if it can't be judged.
    """
    if _GIVEN not in config.stash:
        config.stash[_GIVEN] = _plug_in(target_of(config))
    return config.stash[_GIVEN]


def _plug_in(target: str | None) -> Given:
    if target is None:
        raise pytest.UsageError(
            "there are properties to judge by, but no implementation to judge. Name it with"
            " --implementation TARGET or with the ini option haiway_implementation; TARGET is an"
            " importable module in the guide's shape, such as `haiway`, or `module:attribute` for"
            " an Adapter. To run other tests only, deselect the properties."
        )
    try:
        adapter = resolve(target)
        smoke_check(adapter)
    except TargetError as error:
        raise pytest.UsageError(f"{target} cannot be judged: {error}") from error
    return Given(adapter, identify(adapter, target), capabilities(adapter))
