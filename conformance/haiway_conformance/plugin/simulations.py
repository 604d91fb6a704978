"""Simulations in anybody's tests: what pytest tells them, and what it keeps of them.

pytest imports this module for everybody who has the package installed, so it imports nothing of the
kit until a test simulates something.
"""

import sys
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ("declare_options",)

_SIMULATION: Final = "haiway_conformance.simulation"
_SHOWN: Final = "haiway_schedules"


def declare_options(parser: pytest.Parser) -> None:
    """Declare the options about simulations.

    Args:
        parser: pytest's.
    """
    group = parser.getgroup("haiway")
    group.addoption(
        "--haiway-replay",
        metavar="TOKEN",
        help="Run one schedule of one simulated test, the one whose token a failure shows.",
    )
    group.addoption(
        "--haiway-schedules",
        metavar="N",
        type=int,
        help="How many schedules each simulation runs, in place of its own number.",
    )
    group.addoption(
        "--haiway-show-schedules",
        metavar="N",
        type=int,
        default=0,
        help="Show the first N schedules in which nothing is wrong, of each simulated test.",
    )
    parser.addini(
        "haiway_failures",
        "The folder in which the failing schedules of simulated tests are kept, from the folder of"
        " the configuration file (default: in pytest's cache).",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave only the test whose schedule is to be replayed."""
    token: str | None = config.getoption("haiway_replay")
    if token:
        from haiway_conformance.plugin.simulation_session import select  # noqa: PLC0415

        select(token, config, items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> "Generator[None, object, object]":
    """Tell the simulations of a test what pytest knows."""
    if _SIMULATION not in sys.modules:
        return (yield)
    from haiway_conformance.plugin.simulation_session import in_session_of  # noqa: PLC0415

    shown: list[str] = []
    try:
        with in_session_of(item, shown):
            return (yield)
    finally:
        if shown:
            setattr(item, _SHOWN, "\n\n".join(shown))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: "pytest.CallInfo[None]"
) -> "Generator[None, pytest.TestReport, pytest.TestReport]":
    """Add the schedules that are to be shown; a worker of pytest-xdist sends them along."""
    report = yield
    if call.when == "call" and hasattr(item, _SHOWN):
        setattr(report, _SHOWN, getattr(item, _SHOWN))
    return report


def pytest_terminal_summary(terminalreporter: "pytest.TerminalReporter") -> None:
    """Show the schedules that were asked for."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            shown: str | None = getattr(report, _SHOWN, None)
            if shown is not None:
                terminalreporter.write_sep("-", f"schedules of {report.nodeid}")
                terminalreporter.write_line(shown)
