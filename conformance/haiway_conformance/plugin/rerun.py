"""The command that runs just one property again, as a failure names it."""

import shlex

import pytest

from haiway_conformance.plugin import PROFILE_NAMES

__all__ = ("command_for",)


def command_for(item: pytest.Item, target: str) -> str:
    """Give the command that runs a test again, with the same programs and schedules.

    Args:
        item: The test.
        target: The implementation.

    Returns:
        A line for a shell.
    """
    config = item.config
    words = ["pytest", *_where(item), "--implementation", target]
    if seed := config.getoption("haiway_seed"):
        words += ["--haiway-seed", str(seed)]
    if (profile := config.getoption("haiway_profile")) != "default" and profile in PROFILE_NAMES:
        words += ["--haiway-profile", profile]
    return shlex.join(words)


def _where(item: pytest.Item) -> list[str]:
    module = getattr(getattr(item, "module", None), "__name__", "")
    if module.startswith("haiway_conformance."):
        # Named as a module it is found from every folder.
        return ["--pyargs", f"{module}::{item.name}"]
    return [item.nodeid]
