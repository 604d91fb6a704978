"""A summary in Markdown, for the page of a CI job: `render_markdown`."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from haiway_conformance.report.formats.cases import Case, cases, entries, facts, title
from haiway_conformance.report.formats.outcomes import OUTCOMES, Weight
from haiway_conformance.report.record import Report
from haiway_conformance.report.summary import verdict_lines

__all__ = ("LIMIT", "SECTIONS", "render_markdown")

LIMIT: Final = 1_000_000
"""The largest summary, in bytes. GitHub takes 1 MiB (1,048,576) of a step."""

SECTIONS: Final[Mapping[Weight, str]] = {
    Weight.PASS: "",
    Weight.FAIL: "Failed",
    Weight.WARN: "Warnings",
    Weight.KNOWN: "Known failures",
    Weight.UNCLEAR: "Could not be judged",
    Weight.SKIP: "",
    Weight.NOTE: "",
}
"""The section that lists a clause, in the order of the sections; empty for none."""

_DRAWN: Final = (Weight.FAIL, Weight.WARN)
_ROOM_FOR_THE_END: Final = 500
_BACKTICKS: Final = re.compile("`+")


def render_markdown(report: Report) -> bytes:
    """Write the verdict, a table by chapter, the groups of failures, and a counterexample of each.

    Where that is too large, counterexamples are cut, the last ones first; if it still is, entries
    of the lists are. The end says how many.

    Args:
        report: The report.

    Returns:
        Markdown as GitHub and GitLab read it. Whatever comes from a target stands in code, where it
        is shown as it is: there is no markup, HTML, link or mention in it.
    """
    found = entries(report)
    head = "".join(_head(report))
    room = LIMIT - _ROOM_FOR_THE_END - _size(head)
    lines = list(_lines(found))
    pictures = [
        _picture(lead)
        for weight in _DRAWN
        for lead, *_ in found
        if lead.weight is weight and lead.picture
    ]
    kept_lines = _fitting(lines, room)
    room -= _size("".join(kept_lines))
    kept_pictures = _fitting(pictures, room if len(kept_lines) == len(lines) else 0)
    end = _end(len(pictures) - len(kept_pictures), len(lines) - len(kept_lines))
    heading = ["\n## Counterexamples\n"] if kept_pictures else []
    return "".join([head, *kept_lines, *heading, *kept_pictures, *end]).encode()


def _head(report: Report) -> Iterator[str]:
    yield f"# {_code(title(report))}: {report.verdict}\n"
    for line in verdict_lines(report):
        yield f"\n{' '.join(line.split())}\n"
    settings = facts(report)
    names = ("specification", "kit", "python", "profile", "seed")
    yield f"\n{', '.join(f'{name} {_code(settings[name])}' for name in names)}\n"
    yield from _table(cases(report))


def _table(found: Sequence[Case]) -> Iterator[str]:
    """Yield the lines of a table that counts outcomes, which has no text of a target in it."""
    outcomes = [each for each in OUTCOMES if any(case.outcome == each for case in found)]
    chapters = dict.fromkeys(each.clause.chapter for each in found)
    counts = Counter((each.clause.chapter, each.outcome) for each in found)
    if not chapters:
        return
    yield f"\n| chapter | {' | '.join(outcomes)} |\n"
    yield f"| --- |{' ---: |' * len(outcomes)}\n"
    for chapter in chapters:
        cells = [str(counts[chapter, each] or "") for each in outcomes]
        yield f"| {chapter} | {' | '.join(cells)} |\n"
    totals = Counter(each.outcome for each in found)
    yield f"| **all** | {' | '.join(f'**{totals[each]}**' for each in outcomes)} |\n"


def _lines(found: Sequence[Sequence[Case]]) -> Iterator[str]:
    for weight, heading in SECTIONS.items():
        listed = [each for each in found if heading and each[0].weight is weight]
        for number, (lead, *others) in enumerate(listed):
            # With its first entry, so that no heading is left alone.
            before = "" if number else f"\n## {heading}\n\n"
            clause = lead.clause
            about = f"{before}- **{clause.id}** ({clause.level}, {lead.outcome})"
            names = ", ".join(each.clause.id for each in others)
            beside = f"\n  - and with it {names}" if names else ""
            yield f"{about}: {_code(lead.message)}{beside}\n"


def _picture(case: Case) -> str:
    shown = f"{case.picture}\n\ntoken:\n    {case.token}" if case.token else case.picture
    fence = "`" * max(3, _longest_run(shown) + 1)
    return (
        f"\n<details><summary>{case.clause.id}</summary>\n\n"
        f"{fence}text\n{shown}\n{fence}\n\n</details>\n"
    )


def _code(text: str) -> str:
    """Return a code span, delimited by more backticks than there are in the text."""
    fence = "`" * (_longest_run(text) + 1)
    beside = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{beside}{text}{beside}{fence}" if text else ""


def _longest_run(text: str) -> int:
    return max(map(len, _BACKTICKS.findall(text)), default=0)


def _fitting(blocks: Sequence[str], room: int) -> Sequence[str]:
    """Return the first blocks, as many as there is room for."""
    for count, block in enumerate(blocks):
        room -= _size(block)
        if room < 0:
            return blocks[:count]
    return blocks


def _size(text: str) -> int:
    return len(text.encode())


def _end(pictures: int, lines: int) -> Iterator[str]:
    parts = [
        f"{count} {singular if count == 1 else plural}"
        for count, singular, plural in (
            (pictures, "counterexample", "counterexamples"),
            (lines, "entry of the lists", "entries of the lists"),
        )
        if count
    ]
    if parts:
        yield f"\nLeft out, to stay within 1 MiB: {' and '.join(parts)}. report.json has all.\n"
