"""Reports of tests that pytest-xdist can send and terminals can show, as a plugin of pytest."""

import json
from collections.abc import Generator
from typing import Any

import pytest

__all__ = ("encodable", "make_encodable")


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable(report: pytest.TestReport) -> Generator[None, Any, Any]:  # noqa: ARG001
    """Send the result of a property as ASCII text, whatever it holds."""
    data = yield
    if data is not None and "haiway" in data:
        data["haiway"] = json.dumps(data["haiway"])
    return data


@pytest.hookimpl(wrapper=True)
def pytest_report_from_serializable(data: dict[str, Any]) -> Generator[None, Any, Any]:
    """Read it again."""
    if isinstance(data.get("haiway"), str):
        data["haiway"] = json.loads(data["haiway"])
    return (yield)


def make_encodable(report: pytest.TestReport) -> None:
    """Replace what UTF-8 cannot encode by escape sequences.

    Messages come from implementations, and may hold half of a surrogate pair. One such character
    would end a worker of pytest-xdist, and with it the whole run.

    Args:
        report: The report of a test. Its texts are changed.
    """
    shown = report.longrepr
    if isinstance(shown, tuple):
        path, line, reason = shown
        report.longrepr = (path, line, encodable(reason))
    elif shown is not None and encodable(text := str(shown)) != text:
        report.longrepr = encodable(text)
    if hasattr(report, "wasxfail"):
        report.wasxfail = encodable(report.wasxfail)
    report.sections = [(title, encodable(content)) for title, content in report.sections]


def encodable(text: str) -> str:
    """Return a text in which escape sequences stand for what UTF-8 cannot encode.

    Args:
        text: Any text.
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
