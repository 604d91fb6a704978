"""The results of properties, in the process that reports to the user: `Records`."""

from dataclasses import replace
from typing import Any

import pytest

from haiway_conformance.report.result import Outcome, Result

__all__ = ("Records",)


class Records:
    """Gathers the results that properties attach to pytest's reports."""

    def __init__(self) -> None:
        self._results: list[Result] = []
        self._begun: dict[str, Result] = {}
        self._died: dict[str, Result] = {}

    @property
    def died(self) -> frozenset[str]:
        """The properties whose process died while it ran them, as pytest names them."""
        return frozenset(self._died)

    def add(self, report: pytest.TestReport, why: str = "") -> Result | None:
        """Take a report.

        Args:
            report: Any report of any test.
            why: If it says that a process died: the reason, as a part of a sentence.

        Returns:
            The result that is attached to it; None if there is none.
        """
        result = self._result_of(report, why)
        if result is not None:
            self._begun.pop(report.nodeid, None)
            self._results.append(result)
        return result

    def forget_deaths(self) -> None:
        """Forget that processes died: the properties that they ran are run again."""
        dead = list(self._died.values())
        self._results = [each for each in self._results if each not in dead]
        self._died.clear()
        self._begun.clear()

    def results(self) -> tuple[Result, ...]:
        """Return all results so far."""
        return tuple(self._results)

    def _result_of(self, report: pytest.TestReport, why: str) -> Result | None:
        attached: dict[str, Any] | None = getattr(report, "haiway", None)
        if attached is not None:
            if attached["result"] is not None:
                return Result.from_json(attached["result"])
            if report.when == "setup" and report.passed:
                self._begun[report.nodeid] = Result(
                    attached["test"],
                    attached["clause"],
                    Outcome.ERROR,
                    random_program=attached["random_program"],
                    prior_use=attached["prior_use"],
                    stopped=True,
                )
            elif report.when != "setup":
                self._begun.pop(report.nodeid, None)
        elif report.failed and report.nodeid in self._begun:
            # This is how pytest-xdist reports a worker that died while it ran the property.
            because = f" ({why})" if why else ""
            died = replace(self._begun[report.nodeid], message=_DIED.format(because))
            self._died[report.nodeid] = died
            return died
        return None


_DIED = (
    "the process that ran the property died{}. The usual reasons are a crash of the interpreter in"
    " an extension module, os._exit, and too little memory."
)
