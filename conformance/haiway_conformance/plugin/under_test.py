"""The implementation under test, and the oracles."""

import inspect
import warnings
from collections.abc import Sequence
from functools import lru_cache
from types import ModuleType
from typing import Any, Final

import pytest

from haiway_conformance.adapter import (
    Adapter,
    ImplementationUnderTest,
    TargetError,
    plug_in,
    resolve,
)
from haiway_conformance.oracles import EagerTaskGroups, PatientTaskGroups, TaskGroups, Unhurried
from haiway_conformance.plugin.apart import is_apart
from haiway_conformance.plugin.logs import silenced_logging
from haiway_conformance.plugin.stopping import HeldTheLoop, StopLatch, TookTooLong
from haiway_conformance.plugin.surroundings import undisturbed
from haiway_conformance.plugin.watching import watched

__all__ = (
    "AlreadyPluggedIn",
    "implementation_under_test",
    "oracles",
    "take_from_fixture",
    "target_of",
)

REFERENCE: Final = "haiway_reference"
"""The target of the first oracle, where it is installed: it has every capability."""

# How long importing a target, and using each of its parts once, may take.
_SECONDS_TO_PLUG_IN: Final = 120

FIXTURE: Final = "haiway_implementation"
"""The fixture of a project that returns the implementation."""

_UNDER_TEST: Final = pytest.StashKey[ImplementationUnderTest]()


class AlreadyPluggedIn:
    """A plugin of pytest that hands over an implementation, so that it is plugged in only once.

    Args:
        under_test: The implementation.
    """

    def __init__(self, under_test: ImplementationUnderTest) -> None:
        self._under_test = under_test

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Hand it over."""
        config.stash[_UNDER_TEST] = self._under_test


def target_of(config: pytest.Config) -> str | None:
    """Return the target on the command line, else that of the configuration, else None.

    Args:
        config: pytest's.
    """
    return (
        config.getoption("haiway_implementation") or config.getini("haiway_implementation") or None
    )


def take_from_fixture(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    """Plug in what the fixture `haiway_implementation` returns, if no target is named.

    Args:
        config: pytest's.
        items: The properties; the fixture is the one that the first of them would get.

    Raises:
        UsageError: If it returns nothing that can be judged, or asks for other fixtures.
    """
    if _UNDER_TEST in config.stash or target_of(config) is not None:
        return
    # pytest has no public way to look for a fixture before any test runs.
    manager: Any = getattr(items[0].session, "_fixturemanager")  # noqa: B009
    found = manager.getfixturedefs(FIXTURE, items[0])
    if not found:
        return
    fixture = found[-1]
    if fixture.argnames or inspect.isgeneratorfunction(fixture.func):
        raise pytest.UsageError(
            f"the fixture {FIXTURE} of {fixture.baseid or 'conftest.py'} is called before any test"
            " runs, so it can ask for no other fixtures, and has to return, not to yield."
        )
    given: object = fixture.func()
    config.stash[_UNDER_TEST] = _plug_in(_name_of(given), config, given)


def implementation_under_test(config: pytest.Config) -> ImplementationUnderTest:
    """Return the implementation under test, which is plugged in once in each process.

    Args:
        config: pytest's.

    Raises:
        UsageError: If none is named, or if it can't be judged.
    """
    if _UNDER_TEST not in config.stash:
        config.stash[_UNDER_TEST] = under_test = _plug_in(target_of(config), config)
        if not hasattr(config, "workerinput"):  # each worker of pytest-xdist would repeat them
            for each in under_test.warnings:
                _warn(config, each)
    return config.stash[_UNDER_TEST]


@lru_cache(maxsize=1)
def oracles() -> tuple[Adapter, ...]:
    """Return right implementations, in which what an implementation is failed for is tried too.

    Returns:
        The reference if it is installed, plain asyncio, and the reference slowed down.
    """
    plain = (TaskGroups(), EagerTaskGroups(), PatientTaskGroups())
    try:
        reference = resolve(REFERENCE)
    except TargetError:
        return plain
    return (reference, *plain, Unhurried(reference))


def _warn(config: pytest.Config, sentence: str) -> None:
    """Add a warning to those that pytest lists, past the user's filters: it must fail nothing."""
    message = warnings.WarningMessage(UserWarning(sentence), UserWarning, __file__, 0)
    config.hook.pytest_warning_recorded.call_historic(
        kwargs={"warning_message": message, "when": "config", "nodeid": "", "location": None}
    )


def _name_of(given: object) -> str:
    """Return the target by which other processes would find an object."""
    if isinstance(given, ModuleType):
        return given.__name__
    kind = given if isinstance(given, type) else type(given)
    return f"{kind.__module__}:{kind.__qualname__}"


def _plug_in(
    target: str | None, config: pytest.Config, given: object = None
) -> ImplementationUnderTest:
    if target is None:
        raise pytest.UsageError(
            "there are properties to judge by, but no implementation to judge. Name it with"
            " --haiway-implementation TARGET or with the ini option haiway_implementation, or"
            " return it from a fixture of that name; TARGET is an importable module in the guide's"
            " shape, such as `haiway`, or `module:attribute` for an Adapter. To run other tests"
            " only, deselect the properties."
        )
    deadly = is_apart(config)
    try:
        with (
            undisturbed(),
            silenced_logging(),
            watched(StopLatch(), _SECONDS_TO_PLUG_IN, deadly=deadly),
        ):
            return plug_in(target, given)
    except TargetError as error:
        raise pytest.UsageError(str(error)) from error
    except TookTooLong as error:
        raise pytest.UsageError(_takes_too_long(target, error)) from error


def _takes_too_long(target: str, error: TookTooLong) -> str:
    place = f" It was in {error}." if str(error) else ""
    if isinstance(error, HeldTheLoop):
        return (
            f"{target} cannot be judged: in the simplest use of it, it held the event loop for"
            f" seconds without giving it a turn.{place} It loops without `await`, or it blocks."
        )
    return (
        f"{target} cannot be judged: importing it, and using each of its parts once, was not done"
        f" after {_SECONDS_TO_PLUG_IN} seconds.{place}"
    )
