"""The failing clauses on one or two screens, the largest groups drawn: `overview`."""

import textwrap
from collections.abc import Callable, Sequence
from typing import Final

from haiway_spec import Clause, Level

from haiway_conformance.judgement.findings import Counterexample
from haiway_conformance.report.explanation import paragraphs
from haiway_conformance.report.groups import Group
from haiway_conformance.timeline.condensing import brief

__all__ = ("overview",)

DRAWN: Final = 3
"""The largest number of groups that are drawn."""

_INDENT: Final = "   "

# The heading, the command, and the empty lines around the groups.
_AROUND: Final = 5


def overview(
    groups: Sequence[Group], rerun_command: Callable[[Clause], str], *, room: int, width: int
) -> list[str]:
    """Show failing clauses by groups: the first ones drawn, the others a line each.

    Args:
        groups: The groups, in the order in which to show them.
        rerun_command: Returns the command that judges just one clause again, and draws it.
        room: The number of lines to keep within, as far as the groups themselves allow. The first
            group is drawn in any case.
        width: The maximum width of a line, in columns.

    Returns:
        Blocks of lines, to be separated by an empty line.
    """
    failing = [each for each in groups if each.fails]
    warning = [each.clause.id for group in groups if not group.fails for each in group.clauses]
    lines = [_short(number, each, width) for number, each in enumerate(failing, 1)]
    warnings = _warnings(warning, width)
    left = room - sum(each.count("\n") + 1 for each in [*lines, warnings]) - _AROUND
    drawn: list[str] = []
    for number, group in enumerate(failing[:DRAWN], 1):
        text = _drawn(number, group, width)
        more = text.count("\n") + 1 - lines[number - 1].count("\n")
        if more > left and number > 1:
            break
        left -= more
        drawn.append(text)
    # What is left is for sentences that would have to be cut.
    for number, group in enumerate(failing[len(drawn) :], len(drawn)):
        text = _short(number + 1, group, width, whole=True)
        more = text.count("\n") - lines[number].count("\n")
        if more <= left:
            left -= more
            lines[number] = text
    blocks = [*drawn]
    if drawn:
        blocks[0] = f"{_heading(failing, width)}\n\n{blocks[0]}"
    if rest := lines[len(drawn) :]:
        how = f"To draw one: {rerun_command(failing[len(drawn)].shown.clause)}"
        blocks.append("\n".join([*rest, paragraphs(how, first_indent="", width=width)]))
    return [*blocks, *([warnings] if warnings else [])]


def _heading(failing: Sequence[Group], width: int) -> str:
    musts = sum(each.clause.level is Level.MUST for group in failing for each in group.clauses)
    number = len(failing)
    groups = "" if number == musts else f", in {number} group{'s'[: number - 1]} by what shows them"
    return paragraphs(f"FAILED: {musts} MUST clause{'s'[: musts - 1]}{groups}", "", width=width)


def _short(number: int, group: Group, width: int, *, whole: bool = False) -> str:
    begin = f"{number}. {group.shown.clause.id}: "
    if whole:
        line = paragraphs(begin + group.shown.message, 2 * _INDENT, "", width)
    else:
        line = begin + _shortened(group.shown.message, width - len(begin))
    return "\n".join([line, *_others(group, width)])


def _drawn(number: int, group: Group, width: int) -> str:
    clause = group.shown.clause
    parts = [
        f"{number}. {clause.id}: {clause.title}",
        *_others(group, width),
        paragraphs(f"promised: {clause.promise}", 2 * _INDENT, _INDENT, width),
        paragraphs(f"instead: {group.shown.message}", 2 * _INDENT, _INDENT, width),
    ]
    if (shown := group.shown.counterexample) is not None:
        parts.append(_picture(shown, width))
    return "\n".join(parts)


def _others(group: Group, width: int) -> list[str]:
    others = ", ".join(
        each.clause.id if each.clause.level is Level.MUST else f"{each.clause.id} (SHOULD)"
        for each in group.clauses[1:]
    )
    return [paragraphs(f"and {others}", 2 * _INDENT, _INDENT, width)] if others else []


def _picture(shown: Counterexample, width: int) -> str:
    picture = shown.picture
    if picture is None:
        return textwrap.indent(shown.text.rstrip(), _INDENT)
    lines = [*picture.program, *brief(picture.timeline, width - len(_INDENT))]
    return textwrap.indent("\n".join(lines), _INDENT)


def _warnings(ids: Sequence[str], width: int) -> str:
    if not ids:
        return ""
    said = f"WARNING: {len(ids)} SHOULD clause{'s'[: len(ids) - 1]} failed: {', '.join(ids)}"
    return paragraphs(said, _INDENT, "", width)


def _shortened(text: str, room: int) -> str:
    return textwrap.shorten(text, max(room, 20), placeholder=" ...", break_on_hyphens=False)
