"""Usage errors: they end the run, also if a worker of pytest-xdist finds them."""

from typing import Any, Final

import pytest

__all__ = ("refuse", "take_over_usage_error", "usage_error_of")

_KEY: Final = "haiway_usage_error"


def refuse(config: pytest.Config, items: list[pytest.Item], message: str) -> None:
    """End the run because of a usage error.

    Args:
        config: pytest's.
        items: The collected tests. A worker empties the list: an exception in a worker would reach
            the user as a crash, with a traceback and the wrong exit code.
        message: A text that says what is wrong and what to do.

    Raises:
        UsageError: In a process that reports to the user itself.
    """
    output: dict[str, Any] | None = getattr(config, "workeroutput", None)
    if output is None:
        raise pytest.UsageError(message)
    output[_KEY] = message
    items.clear()


def usage_error_of(node: Any) -> str:
    """Return the usage error that a worker of pytest-xdist found; empty for none.

    Args:
        node: The worker, which has ended.
    """
    message: str = getattr(node, "workeroutput", {}).get(_KEY, "")
    return message


def take_over_usage_error(config: pytest.Config, message: str) -> None:
    """End the run with a usage error, in the process that reports to the user.

    Args:
        config: pytest's.
        message: The message of a worker. All workers find the same error; it is shown once.
    """
    if not config.pluginmanager.has_plugin(_KEY):
        config.pluginmanager.register(_UsageError(message), _KEY)


class _UsageError:
    def __init__(self, message: str) -> None:
        self._message = message

    def pytest_terminal_summary(self, terminalreporter: "pytest.TerminalReporter") -> None:
        terminalreporter.write_line(f"ERROR: {self._message}", red=True)

    # The terminal reporter writes its summary in a wrapper around this hook, so trylast is in time.
    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        session.exitstatus = pytest.ExitCode.USAGE_ERROR
