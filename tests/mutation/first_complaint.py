"""A plugin for pytest, for the run in which a mutant is judged.

The run ends, and fails, at the first complaint at any level. pytest by itself goes on where a
clause of level SHOULD is not kept, and exits with 0.
"""

import resource
from typing import Any

import pytest
from haiway_conformance.judgement import Explorer, Violation
from haiway_spec import Level, specification

COMPLAINTS = {"failed", "vacuous", "error"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    parser.addoption("--first", action="append", default=[], help="a property that is run first")
    parser.addoption("--cpu-seconds", type=int, help="what the run may take of a processor")


def pytest_configure(config: pytest.Config) -> None:
    """Let the system end the run when it has taken too much; show nothing, so shrink nothing."""
    Explorer.shrink = _as_it_is
    if seconds := config.getoption("cpu_seconds"):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put those first that are to be; the rest stays in its order."""
    names: list[str] = config.getoption("first")
    ranks = {name: rank for rank, name in enumerate(names)}
    items.sort(key=lambda item: ranks.get(item.name, len(ranks)))


def pytest_sessionstart(session: pytest.Session) -> None:
    """Listen to what is reported."""
    session.config.pluginmanager.register(_Listener(session))


def _as_it_is(explorer: Explorer, violation: Violation, *_: Any, **__: Any) -> Violation:
    return violation


class _Listener:
    def __init__(self, session: pytest.Session) -> None:
        self._session = session

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Stop at the first complaint."""
        result = getattr(report, "haiway", {}).get("result")
        if result and (_complains(result) or _unclean(result["findings"])):
            self._session.shouldfail = f"FAILED {report.nodeid}"


def _complains(result: Any) -> bool:
    # That a property of whole programs caught nothing of its clause is no complaint.
    return result["outcome"] in COMPLAINTS and not (
        result["net"] and result["outcome"] == "vacuous"
    )


def _unclean(findings: Any) -> bool:
    clauses = map(specification().clause, findings["unclean"])
    return any(clause.level is not Level.MAY for clause in clauses)
