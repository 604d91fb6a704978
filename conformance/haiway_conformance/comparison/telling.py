"""Write a comparison for people: `told`."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Final

from haiway_conformance.comparison.changes import Change, Direction
from haiway_conformance.comparison.open_differences import OpenDifference
from haiway_conformance.report import JudgedClause, Outcome, Report
from haiway_conformance.report.explanation import paragraphs
from haiway_conformance.timeline.condensing import brief

__all__ = ("told",)

_INDENT: Final = "    "
_BETWEEN: Final = " | "

_HEADINGS: Final = {
    Direction.WORSE: "WORSE",
    Direction.BETTER: "BETTER",
    Direction.OTHERWISE: "OTHERWISE DIFFERENT",
}


def told(
    before: Report,
    after: Report,
    changes: Sequence[Change],
    differences: Iterable[OpenDifference],
    *,
    width: int,
) -> Iterator[str]:
    """Write what has changed between two reports.

    Args:
        before: The first report.
        after: The second report.
        changes: The changes between them.
        differences: Programs that show where they differ in what the specification leaves open.
        width: The maximum width of a line, in columns.

    Yields:
        Blocks of plain text, to be separated by an empty line: worse, better, otherwise, programs.
    """
    yield f"from {_named(before)}\nto   {_named(after)}"
    for direction, heading in _HEADINGS.items():
        found = [each for each in changes if each.direction is direction]
        if found:
            lines = (paragraphs(_line(each), 2 * _INDENT, _INDENT, width) for each in found)
            yield "\n".join([f"{heading}: {len(found)} clause{'s'[: len(found) - 1]}", *lines])
    for each in differences:
        yield _side_by_side(each, width)
    if not changes:
        yield "no clause has another outcome"


def _named(report: Report) -> str:
    judged = report.implementation
    part = " (partial)" if report.partial else ""
    return (
        f"{judged.name} {judged.version} ({judged.target}) on Python {report.python}, profile"
        f" {report.profile}, seed {report.seed}: {report.verdict}{part}"
    )


def _line(change: Change) -> str:
    before, after = (_outcome(each) for each in (change.before, change.after))
    said = f"{change.clause.id} ({change.clause.level}): {before}, now {after}"
    judged = change.after or change.before
    if judged is None or judged.outcome is Outcome.RECORDED or not judged.message:
        return said
    return f"{said}: {judged.message}" if judged is change.after else said


def _outcome(judged: JudgedClause | None) -> str:
    if judged is None:
        return "unjudged"
    if judged.outcome is Outcome.RECORDED:
        return f"`{', '.join(judged.observed)}`"
    return str(judged.outcome)


def _side_by_side(difference: OpenDifference, width: int) -> str:
    half = (width - len(_INDENT) - len(_BETWEEN)) // 2
    columns = [
        [title, *brief(picture.timeline, half), *_wrapped(f"the end: {picture.end}", half)]
        for title, picture in (("before", difference.before), ("now", difference.after))
    ]
    rows = (
        f"{_INDENT}{left:{half}}{_BETWEEN}{right}".rstrip()
        for left, right in zip_longest(*columns, fillvalue="")
    )
    program = (f"{_INDENT}{line}" for line in difference.before.program)
    clause = difference.clause
    return "\n".join([f"{clause.id} leaves it open: {clause.title}", *program, "", *rows])


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent=_INDENT, break_on_hyphens=False)
