"""The pytest plugin: judges an implementation with the suite's properties.

A *property* is a test that is marked with `haiway_clause(id)`. It asks for `explore` (to run
programs on the simulated loop) or `implementation` (to use it directly). The plugin gives it
settings and a seed of its own, skips it where the implementation lacks a capability, explains a
violation by what the clause asks and what happened instead, and sums up by chapter.

pytest imports this module for everybody who has the package installed, so it only declares things.
The others are imported when there are properties; `haiway_conformance.plugin.collection` is where
to read on.
"""

import argparse
from typing import TYPE_CHECKING, Any, cast

import pytest

from haiway_conformance.plugin import simulations

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from haiway_conformance.adapter import Adapter
    from haiway_conformance.simulation import Simulation

__all__ = ()

# Not taken from `PROFILES`, which would import Hypothesis for everybody; a test keeps both equal.
PROFILE_NAMES = ("quick", "default", "thorough", "exhaustive")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    group = parser.getgroup("haiway", "conformance of structured concurrency")
    group.addoption(
        "--haiway-implementation",
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
        help="Judge only this clause (repeatable).",
    )
    group.addoption(
        "--haiway-full",
        action="store_true",
        help="Make every counterexample as small as possible, however long that takes.",
    )
    group.addoption(
        "--haiway-known-failures",
        metavar="FILE",
        help="The clauses that are known to fail (TOML): they are reported as xfailed, and fail the"
        " run if they pass (ini option: haiway_known_failures).",
    )
    simulations.declare_options(parser)
    # How `certify` passes on its plan, its share of the properties, and the folder that it has in
    # common with the processes that judge; not meant to be typed.
    group.addoption("--haiway-shrinking", help=argparse.SUPPRESS)
    group.addoption("--haiway-shard", help=argparse.SUPPRESS)
    group.addoption("--haiway-apart", help=argparse.SUPPRESS)
    parser.addini(
        "haiway_implementation",
        "The implementation to judge, if --haiway-implementation is not given.",
    )
    parser.addini(
        "haiway_known_failures",
        "The file of known failures, from the folder of the configuration file, if"
        " --haiway-known-failures is not given.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers, collect the suite, and listen to the reports of properties."""
    config.addinivalue_line(
        "markers", "haiway_clause(id): the clause of the specification that a property judges."
    )
    config.addinivalue_line(
        "markers",
        "haiway_needs(capability, ...): capabilities that a property needs besides those of its"
        " clause.",
    )
    config.addinivalue_line(
        "markers",
        "haiway_random_program: the property judges random programs, which are not made for its"
        " clause: that its premise never occurs does not make the clause vacuous.",
    )
    config.addinivalue_line(
        "markers",
        "haiway_prior_use: the property's programs first use much that its clause is not about: if"
        " that cannot be carried out, other properties judge the clause.",
    )
    from haiway_conformance.plugin import sending, suite_modules  # noqa: PLC0415

    if config.option.haiway_apart and hasattr(config, "workerinput"):
        from haiway_conformance.plugin.apart import go_apart  # noqa: PLC0415

        go_apart(config)
    config.pluginmanager.register(sending, "haiway-conformance-sending")
    config.pluginmanager.register(suite_modules, "haiway-conformance-suite-modules")
    config.pluginmanager.register(simulations, "haiway-conformance-simulations")
    config.pluginmanager.register(_Listener(config), "haiway-conformance-listener")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """End a process that judged for `certify`."""
    if config.option.haiway_apart and hasattr(config, "workerinput"):
        from haiway_conformance.plugin.apart import leave  # noqa: PLC0415

        leave()


def pytest_report_header(config: pytest.Config) -> str | None:
    """Return the settings by which a result can be reproduced."""
    target = config.getoption("haiway_implementation") or config.getini("haiway_implementation")
    if not target:
        return None
    option = config.option
    return f"implementation: {target}, profile {option.haiway_profile}, seed {option.haiway_seed}"


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Refuse a bad target before anything is collected or any worker is started."""
    config = session.config
    # A worker refuses later, and in words: an exception here would make it crash.
    elsewhere = config.option.haiway_apart or hasattr(config, "workerinput")
    judging = not (config.option.collectonly or elsewhere)
    if config.getoption("haiway_implementation") and judging:
        from haiway_conformance.plugin.known_failures import known_failures_of  # noqa: PLC0415
        from haiway_conformance.plugin.under_test import implementation_under_test  # noqa: PLC0415

        implementation_under_test(config)
        known_failures_of(config)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Find the properties among the tests that are left after selecting."""
    selecting = bool(config.getoption("haiway_clause"))
    if selecting or any(item.get_closest_marker("haiway_clause") for item in items):
        from haiway_conformance.plugin.collection import prepare  # noqa: PLC0415

        prepare(config, items)


@pytest.fixture
def explore(request: pytest.FixtureRequest) -> "Generator[Any]":
    """Run programs: called with a program, it yields its runs under many schedules."""
    from haiway_conformance.plugin.exploration import exploring  # noqa: PLC0415

    with exploring(cast("pytest.Item", request.node)) as explorer:
        yield explorer


@pytest.fixture
def implementation(request: pytest.FixtureRequest) -> "Adapter":
    """Return the adapter of the implementation under test."""
    from haiway_conformance.plugin.under_test import implementation_under_test  # noqa: PLC0415

    return implementation_under_test(request.config).adapter


@pytest.fixture
def simulate() -> "Callable[..., Simulation]":
    """Return `haiway_conformance.simulation.simulate`."""
    from haiway_conformance.simulation import simulate  # noqa: PLC0415

    return simulate


class _Listener:
    """Gathers the results of properties, in the process that reports to the user."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._records: Any = None
        self._report: Any = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the result of a property."""
        if self._records is None:
            if not hasattr(report, "haiway"):
                return
            from haiway_conformance.plugin.records import Records  # noqa: PLC0415

            self._records = Records()
        self._records.add(report)

    # The terminal reporter writes its summary in a wrapper around this hook.
    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Judge the clauses, and let pytest succeed only if the verdict is conformant."""
        config = session.config
        if config.getoption("setuponly", default=False):  # nothing is run
            return
        if config.option.haiway_apart:  # `certify` does that, without having the implementation
            return
        if self._records is not None and not hasattr(config, "workerinput"):
            from haiway_conformance.plugin.summary import conclude  # noqa: PLC0415

            self._report = conclude(session, self._records.results())

    def pytest_terminal_summary(self, terminalreporter: "pytest.TerminalReporter") -> None:
        """Write the summary by chapter."""
        if self._report is not None:
            from haiway_conformance.plugin.summary import sum_up  # noqa: PLC0415

            sum_up(terminalreporter, self._report)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over a usage error that a worker of pytest-xdist found."""
        from haiway_conformance.plugin.usage import (  # noqa: PLC0415
            take_over_usage_error,
            usage_error_of,
        )

        if message := usage_error_of(node):
            take_over_usage_error(self._config, message)
