"""The command that runs one property again, as a failure shows it: `rerun_command`."""

import shlex

import pytest

__all__ = ("rerun_command",)


def rerun_command(item: pytest.Item, target: str) -> str:
    """Return the command that runs a test again, with the same programs and schedules.

    Args:
        item: The test.
        target: The implementation.

    Returns:
        A line for a shell.
    """
    config = item.config
    words = ["pytest", *_where(item), "--haiway-implementation", target]
    if seed := config.getoption("haiway_seed"):
        words += ["--haiway-seed", str(seed)]
    if (profile := config.getoption("haiway_profile")) != "default":
        words += ["--haiway-profile", str(profile)]
    return shlex.join(words)


def _where(item: pytest.Item) -> list[str]:
    module = getattr(getattr(item, "module", None), "__name__", "")
    if module.startswith("haiway_conformance."):
        # The name of a module is found from every folder.
        return ["--pyargs", f"{module}::{item.name}"]
    return [item.nodeid]
