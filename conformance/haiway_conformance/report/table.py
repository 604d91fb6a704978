"""The table of outcomes by chapter: `table_by_chapter`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from haiway_spec import Clause, Level

from haiway_conformance.report.clauses import Judgement
from haiway_conformance.report.explanation import WIDTH
from haiway_conformance.report.judged import JudgedClause
from haiway_conformance.report.result import Outcome

__all__ = ("table_by_chapter",)


def _with(outcome: Outcome) -> Callable[[JudgedClause], bool]:
    return lambda judged: judged.outcome is outcome


# In the order of the columns. Empty columns are left out, except the first two.
_COLUMNS: Final[tuple[tuple[str, Callable[[JudgedClause], bool]], ...]] = (
    ("passed", _with(Outcome.PASSED)),
    ("failed", lambda judged: _failed(judged) and judged.clause.level is Level.MUST),
    ("warnings", lambda judged: _failed(judged) and judged.clause.level is not Level.MUST),
    ("known", _with(Outcome.KNOWN_FAILURE)),
    ("unexpected", _with(Outcome.UNEXPECTED_PASS)),
    ("unsupported", _with(Outcome.UNSUPPORTED)),
    ("blocked", _with(Outcome.BLOCKED)),
    ("vacuous", _with(Outcome.VACUOUS)),
    ("error", _with(Outcome.ERROR)),
    ("recorded", _with(Outcome.RECORDED)),
)
_ALWAYS: Final = ("passed", "failed")
_UNJUDGED: Final = "unjudged"

# The longest beginnings of all columns' names that still differ, and the chapters' column, fit into
# the narrowest terminal.
_SHORT: Final = 4


def table_by_chapter(judgement: Judgement, width: int = WIDTH) -> list[str]:
    """Count the outcomes of each chapter, as plain text.

    Args:
        judgement: The outcomes. Chapters appear in its order.
        width: The maximum width, in columns: 60 at least. The columns' names are cut if need be.

    Returns:
        The lines: the columns' names, the chapters, and the sums. Empty if there is nothing to
        count.
    """
    chapters = _chapters(judgement)
    if not chapters:
        return []
    rows = [_row(chapter, judgement) for chapter in chapters]
    sums = {name: sum(row[name] for row in rows) for name in rows[0]}
    names = [name for name in sums if sums[name] or name in _ALWAYS]
    first = max(map(len, chapters))
    lines = _lines(chapters, rows, {name: name for name in names}, first)
    if max(map(len, lines)) > width:
        lines = _lines(chapters, rows, {name: name[:_SHORT] for name in names}, first)
    return lines


def _lines(
    chapters: Sequence[str],
    rows: Sequence[Mapping[str, int]],
    heads: Mapping[str, str],
    width: int,
) -> list[str]:
    shown = list(heads.values())
    sums = [sum(row[name] for row in rows) for name in heads]
    return [
        _line("", shown, shown, width),
        *(
            _line(chapter, [row[name] or "" for name in heads], shown, width)
            for chapter, row in zip(chapters, rows, strict=True)
        ),
        _line("", sums, shown, width),
    ]


def _failed(judged: JudgedClause) -> bool:
    return judged.outcome is Outcome.FAILED


def _chapters(judgement: Judgement) -> list[str]:
    clauses: list[Clause] = [each.clause for each in judgement.clauses]
    return list(dict.fromkeys(each.chapter for each in [*clauses, *judgement.unjudged]))


def _row(chapter: str, judgement: Judgement) -> dict[str, int]:
    judged = [each for each in judgement.clauses if each.clause.chapter == chapter]
    row = {name: sum(map(belongs, judged)) for name, belongs in _COLUMNS}
    row[_UNJUDGED] = sum(each.chapter == chapter for each in judgement.unjudged)
    return row


def _line(first: str, cells: Sequence[object], names: Sequence[str], width: int) -> str:
    parts = [f"{cell:>{len(name)}}" for cell, name in zip(map(str, cells), names, strict=True)]
    return "  ".join([f"{first:{width}}", *parts]).rstrip()
