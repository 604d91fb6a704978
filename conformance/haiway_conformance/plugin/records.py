"""The results of properties, in the process that reports to the user: `Records`."""

from typing import Any

import pytest

from haiway_conformance.report.result import Outcome, Result

__all__ = ("Records",)


class Records:
    """Gathers the results that properties attach to pytest's reports."""

    def __init__(self) -> None:
        self._results: list[Result] = []
        self._begun: dict[str, tuple[str, str]] = {}

    def add(self, report: pytest.TestReport) -> Result | None:
        """Take a report.

        Args:
            report: Any report of any test.

        Returns:
            The result that is attached to it; None if there is none.
        """
        result = self._result_of(report)
        if result is not None:
            self._begun.pop(report.nodeid, None)
            self._results.append(result)
        return result

    def results(self) -> tuple[Result, ...]:
        """Return all results so far."""
        return tuple(self._results)

    def _result_of(self, report: pytest.TestReport) -> Result | None:
        attached: dict[str, Any] | None = getattr(report, "haiway", None)
        if attached is not None:
            if attached["result"] is not None:
                return Result.from_json(attached["result"])
            if report.when == "setup" and report.passed:
                self._begun[report.nodeid] = (attached["test"], attached["clause"])
            elif report.when != "setup":
                self._begun.pop(report.nodeid, None)
        elif report.failed and report.nodeid in self._begun:
            # This is how pytest-xdist reports a worker that died while it ran the property.
            test, clause = self._begun[report.nodeid]
            return Result(test, clause, Outcome.ERROR, _CRASHED)
        return None


_CRASHED = (
    "the process that ran the property died. Run it alone to see what it says before:"
    " the usual reasons are a crash of the interpreter in an extension module, and os._exit."
)
