"""Record what happens while pytest runs, as a plugin of pytest: `Witness`."""

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any, Protocol

import pytest

from haiway_conformance.plugin.records import Records
from haiway_conformance.report.result import Result

__all__ = ("Progress", "Witness")

_NOTHING_COLLECTED = int(pytest.ExitCode.NO_TESTS_COLLECTED)
_JUDGED = (int(pytest.ExitCode.OK), int(pytest.ExitCode.TESTS_FAILED), _NOTHING_COLLECTED)


class Progress(Protocol):
    """Shows progress."""

    def begin(self, chapters: Iterable[str]) -> None:
        """Note the chapter of each property that is going to run."""
        ...

    def done(self, chapter: str) -> None:
        """Note that a property of a chapter is done."""
        ...


class Witness:
    """A plugin of pytest that records the results of properties, and other problems.

    Args:
        progress: Shows progress.

    Attributes:
        problems: Pytest's messages about anything that kept the suite itself from running.
        interrupted: True if pytest was interrupted.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._records = Records()
        self._begun = False
        self.problems: list[str] = []
        self.interrupted = False

    def results(self) -> tuple[Result, ...]:
        """Return the results of properties so far."""
        return self._records.results()

    def ended(self, code: int, spoken: str) -> None:
        """Record how pytest ended.

        Args:
            code: Its exit code.
            spoken: Everything that was printed.
        """
        if code == int(pytest.ExitCode.INTERRUPTED):
            self.interrupted = True
        elif code not in _JUDGED and not self.problems:
            self.problems.append(spoken.strip() or f"pytest ended with exit code {code}")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Learn which properties there are, from pytest itself."""
        if session.items:
            self._begin([item.nodeid for item in session.items])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: list[str]) -> None:  # noqa: ARG002
        """Learn which properties there are, from the first worker: all report the same."""
        self._begin(ids)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Record a module of the suite that cannot be imported."""
        if report.failed:
            self.problems.append(f"{report.nodeid}: {report.longrepr}")

    def pytest_internalerror(self, excrepr: Any) -> None:
        """Record that pytest itself failed."""
        self.problems.append(str(excrepr))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Hear what a property came to."""
        self._records.add(report)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """Show that a property is done."""
        self._progress.done(_chapter(nodeid))

    def _begin(self, ids: Iterable[str]) -> None:
        if not self._begun:
            self._begun = True
            self._progress.begin([_chapter(each) for each in ids])


def _chapter(nodeid: str) -> str:
    """Return the folder of a property, or the name of its module if it is in none."""
    module = PurePosixPath(nodeid.partition("::")[0])
    return module.parent.name or module.stem.removeprefix("test_")
