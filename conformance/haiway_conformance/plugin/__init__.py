"""The pytest plugin: judges an implementation with the suite's properties.

A *property* is a test that is marked with `clause(id)` and asks for `explore` (to run programs on
the simulated loop) or `implementation` (to use it directly). The plugin gives it settings and a
seed of its own, skips it where the implementation lacks a capability, says of a violation what the
clause asks and what happened instead, and sums up by chapter.

pytest imports this module for everybody who has the package installed. So it only declares things;
`haiway_conformance.plugin.collection` is where to read on, and is imported when there are
properties.
"""

from typing import TYPE_CHECKING, Any, cast

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from haiway_conformance.adapter import Adapter

__all__ = ()

# Looked up here and not in `PROFILES`, which would import Hypothesis for everybody; a test keeps
# the two equal.
PROFILE_NAMES = ("quick", "default", "thorough", "exhaustive")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    group = parser.getgroup("haiway", "conformance of structured concurrency")
    group.addoption(
        "--implementation",
        metavar="TARGET",
        help="The implementation to judge: `module`, or `module:attribute` for an Adapter"
        " (ini option: haiway_implementation).",
    )
    group.addoption(
        "--haiway-profile",
        choices=PROFILE_NAMES,
        default="default",
        help="How many programs and schedules each property gets (default: default).",
    )
    group.addoption(
        "--haiway-seed",
        metavar="N",
        type=int,
        default=0,
        help="The seed that programs and schedules follow from (default: 0).",
    )
    group.addoption(
        "--haiway-clause",
        metavar="ID",
        action="append",
        default=[],
        help="Run only the properties of this clause (repeatable).",
    )
    parser.addini(
        "haiway_implementation", "The implementation to judge, if --implementation is not given."
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers, and listen to what properties report."""
    config.addinivalue_line(
        "markers", "clause(id): the clause of the specification that a property is about."
    )
    config.addinivalue_line(
        "markers",
        "needs(capability, ...): what a property needs of an implementation besides what its"
        " clause needs.",
    )
    config.addinivalue_line(
        "markers",
        "net: the property's programs were not made for its clause, and it holds for any program:"
        " that its premise never occurs does not make the clause vacuous.",
    )
    config.pluginmanager.register(_Listener(config), "haiway-conformance-listener")


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say by what a result can be had again."""
    target = config.getoption("implementation") or config.getini("haiway_implementation")
    if not target:
        return None
    option = config.option
    return f"implementation: {target}, profile {option.haiway_profile}, seed {option.haiway_seed}"


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Refuse a bad target before anything is collected or any worker is started."""
    if session.config.getoption("implementation") and not session.config.option.collectonly:
        from haiway_conformance.plugin.given import given_implementation  # noqa: PLC0415

        given_implementation(session.config)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Find the properties among what is left after all selecting."""
    selecting = bool(config.getoption("haiway_clause"))
    if selecting or any(item.get_closest_marker("clause") for item in items):
        from haiway_conformance.plugin.collection import prepare  # noqa: PLC0415

        prepare(config, items)


@pytest.fixture
def explore(request: pytest.FixtureRequest) -> "Generator[Any]":
    """What explores programs: a function of a program, that gives runs under many schedules."""
    from haiway_conformance.plugin.exploration import exploring  # noqa: PLC0415

    with exploring(cast("pytest.Item", request.node)) as explorer:
        yield explorer


@pytest.fixture
def implementation(request: pytest.FixtureRequest) -> "Adapter":
    """The adapter of the implementation that is judged."""
    from haiway_conformance.plugin.given import given_implementation  # noqa: PLC0415

    return given_implementation(request.config).adapter


class _Listener:
    """Passes on what properties report, in the process that reports to the user."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._records: Any = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what a property reports."""
        if self._records is None:
            if not hasattr(report, "haiway"):
                return
            from haiway_conformance.plugin.records import Records  # noqa: PLC0415

            self._records = Records()
        self._records.hear(report)

    def pytest_terminal_summary(self, terminalreporter: "pytest.TerminalReporter") -> None:
        """Sum up by chapter."""
        if self._records is not None:
            from haiway_conformance.plugin.summary import sum_up  # noqa: PLC0415

            sum_up(terminalreporter, self._config, self._records.results())

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Hear of bad usage that a worker of pytest-xdist found."""
        if message := getattr(node, "workeroutput", {}).get("haiway_usage_error"):
            from haiway_conformance.plugin.usage import hear_of_bad_usage  # noqa: PLC0415

            hear_of_bad_usage(self._config, message)
