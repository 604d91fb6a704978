"""Annotations of a run of GitHub Actions, as workflow commands: `render_github`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from haiway_conformance.report.formats.cases import Case, entries, title
from haiway_conformance.report.formats.outcomes import Weight
from haiway_conformance.report.formats.text import shortened
from haiway_conformance.report.record import Report
from haiway_conformance.report.summary import verdict_lines

__all__ = ("COMMANDS", "PER_STEP", "render_github")

COMMANDS: Final[Mapping[Weight, str]] = {
    Weight.PASS: "",
    Weight.FAIL: "error",
    Weight.WARN: "warning",
    Weight.KNOWN: "",
    Weight.UNCLEAR: "warning",
    Weight.SKIP: "",
    Weight.NOTE: "",
}
"""The command that shows a clause; empty if it is not shown."""

PER_STEP: Final = 10
"""The number of errors, and of warnings, that GitHub shows of a step."""

# GitHub cuts messages at 4,096 characters, which escape sequences are no part of.
_LONGEST_LIST: Final = 3_000


def render_github(report: Report) -> bytes:
    """Write a line for the verdict, and one for each group that failed, or what is unclear.

    GitHub shows ten errors and ten warnings of a step. Where there are more, the tenth names all
    the others. What could not be judged comes before what is only a warning.

    Args:
        report: The report.

    Returns:
        Lines that a step prints to its standard output. Each begins with a command of ours, and
        nothing that comes from a target can begin another.
    """
    found = entries(report)
    verdict = " ".join(" ".join(verdict_lines(report)).split())
    lines = [_command("notice", title(report), verdict)]
    for command in ("error", "warning"):
        shown = [each for each in found if COMMANDS[each[0].weight] == command]
        shown.sort(key=lambda each: each[0].weight is Weight.WARN)
        lines += _annotations(command, shown)
    return "".join(f"{line}\n" for line in lines).encode()


def _annotations(command: str, found: Sequence[Sequence[Case]]) -> Iterator[str]:
    count = len(found) if len(found) <= PER_STEP else PER_STEP - 1
    for lead, *others in found[:count]:
        heading = f"{lead.clause.id} {lead.outcome} ({lead.clause.level})"
        beside = f"\n\nAnd with it: {_names(others)}" if others else ""
        yield _command(command, heading, f"{lead.message}\n\n{lead.clause.promise}{beside}")
    if rest := [each for entry in found[count:] for each in entry]:
        yield _command(command, f"{len(rest)} more clauses", _names(rest))


def _names(found: Sequence[Case]) -> str:
    return shortened(", ".join(each.clause.id for each in found), _LONGEST_LIST)


def _command(command: str, heading: str, message: str) -> str:
    in_property = _escape(heading).replace(":", "%3A").replace(",", "%2C")
    return f"::{command} title={in_property}::{_escape(message)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
