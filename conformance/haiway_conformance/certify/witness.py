"""Record what happens while pytest runs, as a plugin of pytest: `Witness`."""

from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

import pytest

from haiway_conformance.adapter import PluggedIn
from haiway_conformance.plugin.last_words import LastWords, read
from haiway_conformance.plugin.records import Records
from haiway_conformance.plugin.usage import usage_error_of
from haiway_conformance.report.result import Result

__all__ = ("Progress", "Witness")

_NOTHING_COLLECTED = int(pytest.ExitCode.NO_TESTS_COLLECTED)
_JUDGED = (int(pytest.ExitCode.OK), int(pytest.ExitCode.TESTS_FAILED), _NOTHING_COLLECTED)


class Progress(Protocol):
    """Shows progress."""

    def begin(self, chapters: Iterable[str]) -> None:
        """Note the chapter of each property that is going to run."""
        ...

    def judged(self, clause: str, programs: int) -> None:
        """Note that a property has judged a clause by some programs."""
        ...

    def done(self, chapter: str) -> None:
        """Note that a property of a chapter is done."""
        ...


class Witness:
    """A plugin of pytest that records the results of properties, and other problems.

    Args:
        progress: Shows progress.
        warn: Is told the warnings about the adapter, once, as soon as they are known.

    Attributes:
        problems: Pytest's messages about anything that kept the suite itself from running.
        refused: The reason why the implementation cannot be judged; empty if it can.
        interrupted: True if pytest was interrupted.
        plugged_in: What another process says about the implementation; None as long as none did.
        deaths: The last words of each process that died, with the property that it ran then, as
            pytest names it; that is empty if it ran none.
        folder: The folder with the last words.
    """

    def __init__(
        self, progress: Progress, warn: Callable[[Iterable[str]], object] = lambda _: None
    ) -> None:
        self._progress = progress
        self._warn = warn
        self._records = Records()
        self._ids: tuple[str, ...] = ()
        self._finished: set[str] = set()
        self.problems: list[str] = []
        self.refused = ""
        self.interrupted = False
        self.plugged_in: PluggedIn | None = None
        self.deaths: list[tuple[str, LastWords]] = []
        self.folder = Path()

    def results(self) -> tuple[Result, ...]:
        """Return the results of properties so far."""
        return self._records.results()

    @property
    def over(self) -> bool:
        """True if there is no point in going on."""
        return bool(self.interrupted or self.problems or self.refused)

    @property
    def open(self) -> tuple[str, ...]:
        """The properties that still have to be run, as pytest names them."""
        settled = self._records.died | self._finished
        return tuple(each for each in self._ids if each not in settled)

    def forget_deaths(self) -> None:
        """Count the properties as open whose process died."""
        self._records.forget_deaths()

    def ended(self, code: int, spoken: str) -> None:
        """Record how pytest ended.

        Args:
            code: Its exit code.
            spoken: Everything that was printed.
        """
        if code == int(pytest.ExitCode.INTERRUPTED):
            self.interrupted = True
        elif code not in _JUDGED and not (self.problems or self.refused):
            self.problems.append(spoken.strip() or f"pytest ended with exit code {code}")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Learn which properties there are, from pytest itself."""
        if session.items:
            self._begin([item.nodeid for item in session.items])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: list[str]) -> None:  # noqa: ARG002
        """Learn which properties there are, from the first worker: all report the same."""
        self._begin(ids)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """Hear that a worker has ended, and why."""
        self.refused = self.refused or usage_error_of(node)
        if error is not None and error != "keyboard-interrupt":
            self.deaths.append(("", read(self.folder / node.gateway.id)))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Record a module of the suite that cannot be imported."""
        if report.failed:
            self.problems.append(f"{report.nodeid}: {report.longrepr}")

    def pytest_internalerror(self, excrepr: Any) -> None:
        """Record that pytest itself failed."""
        self.problems.append(str(excrepr))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Hear what a property came to."""
        attached: dict[str, Any] | None = getattr(report, "haiway", None)
        if attached is None:
            self._hear_of_death(report)
            return
        self._records.add(report)
        if (result := attached["result"]) is not None:
            self._progress.judged(attached["clause"], result["findings"]["programs"])
        if self.plugged_in is None and attached["under_test"] is not None:
            self.plugged_in = PluggedIn.from_json(attached["under_test"])
            self._warn(self.plugged_in.warnings)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """Show that a property is done."""
        if nodeid not in self._finished:
            self._finished.add(nodeid)
            self._progress.done(_chapter(nodeid))

    def _hear_of_death(self, report: pytest.TestReport) -> None:
        # xdist tells that the worker is down before it tells what it ran.
        words = self.deaths[-1][1] if self.deaths else LastWords()
        if self._records.add(report, words.reason) is not None and self.deaths:
            self.deaths[-1] = (report.nodeid, words)

    def _begin(self, ids: Iterable[str]) -> None:
        if not self._ids and (known := tuple(ids)):
            self._ids = known
            self._progress.begin([_chapter(each) for each in self._ids])


def _chapter(nodeid: str) -> str:
    """Return the folder of a property, or the name of its module if it is in none."""
    module = PurePosixPath(nodeid.partition("::")[0])
    return module.parent.name or module.stem.removeprefix("test_")
