"""Hypothesis' settings for properties: all of them explicit, so that no profile reaches them."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, Final, cast

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, is_hypothesis_test, settings

from haiway_conformance.plugin.property import Property

__all__ = ("settings_of", "under_own_settings")

_SETTINGS: Final = "_hypothesis_internal_use_settings"
_SEED: Final = "_hypothesis_internal_use_seed"


def settings_of(judging: Property) -> settings:
    """Return the settings under which a property is judged.

    Args:
        judging: The property.

    Returns:
        The same in CI and at home, and whatever profile is loaded. There is no database, because
        its content would change the programs that are drawn, and no health check or deadline,
        because these depend on the machine. Hypothesis does not shrink violations:
        `judgement.shrinking` shrinks program and schedule together.
    """
    return settings(
        max_examples=judging.profile.programs,
        derandomize=False,
        database=None,
        verbosity=Verbosity.quiet,
        phases=(Phase.explicit, Phase.generate),
        stateful_step_count=50,
        report_multiple_bugs=False,
        suppress_health_check=cast("list[HealthCheck]", list(HealthCheck)),
        deadline=None,
        print_blob=False,
        backend="hypothesis",
    )


@contextmanager
def under_own_settings(item: pytest.Item, judging: Property) -> Generator[None]:
    """Run a test under the settings and the seed of its property.

    Args:
        item: The test; nothing is done for one that does not use Hypothesis.
        judging: The property.

    Yields:
        Nothing. The function is restored afterwards: pytest may run it again in this process, with
        other options or for other parameters.
    """
    function = _function_of(item)
    if function is None:
        yield
        return
    before = {name: getattr(function, name) for name in (_SETTINGS, _SEED)}
    try:
        # This is what the decorators `settings` and `seed` do, which can't be used here: `settings`
        # refuses a function that has settings, and both change the function for good.
        setattr(function, _SETTINGS, settings_of(judging))
        setattr(function, _SEED, judging.seed)
        yield
    finally:
        for name, value in before.items():
            setattr(function, name, value)


def _function_of(item: pytest.Item) -> Callable[..., Any] | None:
    method = getattr(item, "obj", None)
    function = getattr(method, "__func__", method)
    return function if is_hypothesis_test(function) else None
