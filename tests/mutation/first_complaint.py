"""A plugin for pytest: the run in which a mutant is judged ends at the first complaint.

It then fails, whatever the level of the clause. Without the plugin a violation of a SHOULD is no
failure, and pytest exits with 0.
"""

import resource
from typing import Any

import pytest
from haiway_conformance.judgement import Explorer, Violation
from haiway_spec import Level, specification

COMPLAINTS = {"failed", "vacuous", "error"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    parser.addoption(
        "--first", action="append", default=[], help="the name of a property to run first"
    )
    parser.addoption("--cpu-seconds", type=int, help="the processor time that the run may take")


def pytest_configure(config: pytest.Config) -> None:
    """Limit the processor time, and shrink no counterexamples, since none is shown."""
    Explorer.shrink = _unshrunk
    if seconds := config.getoption("cpu_seconds"):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the properties of `--first` first, and leave the others in their order."""
    names: list[str] = config.getoption("first")
    ranks = {name: rank for rank, name in enumerate(names)}
    items.sort(key=lambda item: ranks.get(item.name, len(ranks)))


def pytest_sessionstart(session: pytest.Session) -> None:
    """Listen to the reports."""
    session.config.pluginmanager.register(_Listener(session))


def _unshrunk(explorer: Explorer, violation: Violation, *_: Any, **__: Any) -> Violation:
    return violation


class _Listener:
    def __init__(self, session: pytest.Session) -> None:
        self._session = session

    def pytest_runtest_logreport(self, report: Any) -> None:
        """End the run at the first complaint."""
        result = getattr(report, "haiway", {}).get("result")
        if result and (_complains(result) or _unclean(result["findings"])):
            self._session.shouldfail = f"FAILED {report.nodeid}"


def _complains(result: Any) -> bool:
    # A property of random programs may be vacuous without a complaint.
    return result["outcome"] in COMPLAINTS and not (
        result["random_program"] and result["outcome"] == "vacuous"
    )


def _unclean(findings: Any) -> bool:
    clauses = map(specification().clause, findings["unclean"])
    return any(clause.level is not Level.MAY for clause in clauses)
