"""Bad usage: how it ends the run, also where a worker of pytest-xdist finds it."""

from typing import Any, Final

import pytest

__all__ = ("hear_of_bad_usage", "refuse")

_KEY: Final = "haiway_usage_error"


def refuse(config: pytest.Config, items: list[pytest.Item], message: str) -> None:
    """End the run because it was asked for in a way that makes no sense.

    Args:
        config: pytest's.
        items: What was collected. A worker empties it: an exception of its own would reach the
            user as a crash of the worker, with a traceback and the wrong exit code.
        message: What is wrong, and what to do.

    Raises:
        UsageError: In a process that reports to the user itself.
    """
    output: dict[str, Any] | None = getattr(config, "workeroutput", None)
    if output is None:
        raise pytest.UsageError(message)
    output[_KEY] = message
    items.clear()


def hear_of_bad_usage(config: pytest.Config, message: str) -> None:
    """Let the run end as bad usage, in the process that reports to the user.

    Args:
        config: pytest's.
        message: What a worker found to be wrong. Each worker finds the same; it is said once.
    """
    if not config.pluginmanager.has_plugin(_KEY):
        config.pluginmanager.register(_BadUsage(message), _KEY)


class _BadUsage:
    def __init__(self, message: str) -> None:
        self._message = message

    def pytest_terminal_summary(self, terminalreporter: "pytest.TerminalReporter") -> None:
        terminalreporter.write_line(f"ERROR: {self._message}", red=True)

    # The terminal reporter sums up in a wrapper around this hook, before its own end.
    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        session.exitstatus = pytest.ExitCode.USAGE_ERROR
