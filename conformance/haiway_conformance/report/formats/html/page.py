"""The content of the page, as plain data: `page_of`."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from typing import Final

from haiway_spec import Chapter, Clause, specification

from haiway_conformance.report.determinism import nondeterminism_lines
from haiway_conformance.report.formats.cases import Case, cases, facts, title
from haiway_conformance.report.formats.html.runs import Failure, failures_of
from haiway_conformance.report.formats.outcomes import OUTCOMES, Weight
from haiway_conformance.report.formats.text import in_one_line
from haiway_conformance.report.judged import JudgedClause
from haiway_conformance.report.record import Report
from haiway_conformance.report.rerun import rerun_command
from haiway_conformance.report.summary import verdict_lines
from haiway_conformance.report.verdict import Verdict

__all__ = ("Page", "documentation", "page_of")

DRAWN: Final = 3
"""The number of groups that are open when the page is."""

_LONGEST_LINE: Final = 500
_LONGEST_WARNING: Final = 2_000
_VERDICTS: Final[Mapping[Verdict, Weight]] = {
    Verdict.CONFORMANT: Weight.PASS,
    Verdict.NOT_CONFORMANT: Weight.FAIL,
    Verdict.INCONCLUSIVE: Weight.UNCLEAR,
    Verdict.INCOMPLETE: Weight.UNCLEAR,
}


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause, and how it was judged.

    Attributes:
        case: Its outcome.
        judged: All that is known about that; None if it was not judged.
        anchor: Its anchor on this page, the same as on the specification's pages.
        url: The address of its section of the specification; empty if that is not published.
        failures: What failed.
        group: The number of the group in which its run is drawn; 0 for none.
        command: The command that judges it again.
    """

    case: Case
    judged: JudgedClause | None
    anchor: str
    url: str
    failures: tuple[Failure, ...]
    group: int
    command: str

    @property
    def clause(self) -> Clause:
        """The clause."""
        return self.case.clause

    @property
    def observed(self) -> tuple[str, ...]:
        """The behaviours of the implementation where any is legal."""
        observed = self.judged.observed if self.judged else ()
        return tuple(in_one_line(each, _LONGEST_LINE) for each in observed)

    @property
    def known(self) -> tuple[tuple[str, str], ...]:
        """The reason of each known failure, and its issue's address, if that is one to link to."""
        entries = self.judged.known if self.judged else ()
        return tuple(
            (in_one_line(each.reason, _LONGEST_LINE), _web(each.issue)) for each in entries
        )


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Failing clauses with one run that shows them.

    Attributes:
        number: From 1.
        clauses: The clauses; the first one's run is drawn.
        fails: True if a MUST is among them.
        open: True if it is open when the page is.
    """

    number: int
    clauses: tuple[ShownClause, ...]
    fails: bool
    open: bool


@dataclass(frozen=True, slots=True)
class ShownChapter:
    """The clauses of a chapter that were to be judged.

    Attributes:
        chapter: The chapter.
        clauses: The clauses.
        counts: The number of clauses with each outcome, in the order of `Page.outcomes`.
    """

    chapter: Chapter
    clauses: tuple[ShownClause, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that is shown of a report.

    Attributes:
        title: The name and version of the implementation.
        verdict: The verdict, in words.
        weight: How much that counts.
        lines: What is said of the verdict.
        facts: How it came about, by name.
        outcomes: The outcomes that there are, each with its weight, its meaning, and how many
            clauses have it.
        warning: What is said of runs that were not deterministic; empty for none.
        groups: The failing clauses by what shows them.
        chapters: All clauses.
    """

    title: str
    verdict: str
    weight: Weight
    lines: tuple[str, ...]
    facts: Mapping[str, str]
    outcomes: tuple[tuple[str, Weight, str, int], ...]
    warning: str
    groups: tuple[ShownGroup, ...]
    chapters: tuple[ShownChapter, ...]


def page_of(report: Report) -> Page:
    """Determine what is shown of a report.

    Args:
        report: The report.
    """
    found = cases(report)
    group_of = {group.shown.clause.id: number for number, group in enumerate(report.groups, 1)}
    judged = {each.clause.id: each for each in report.judgement.clauses}
    pages = documentation()
    clauses = {
        each.clause.id: _shown(report, each, judged.get(each.clause.id), group_of, pages)
        for each in found
    }
    counts = Counter(each.outcome for each in found)
    outcomes = [each for each in OUTCOMES if counts[each]]
    return Page(
        title=title(report),
        verdict=str(report.verdict),
        weight=_VERDICTS[report.verdict],
        lines=tuple(filter(None, _said(report))),
        facts={
            name: value
            for name, value in facts(report).items()
            if name != "verdict" and (name, value) != ("partial", "false")
        },
        outcomes=tuple(
            (each, OUTCOMES[each].must, OUTCOMES[each].words, counts[each]) for each in outcomes
        ),
        warning=in_one_line(
            " ".join(nondeterminism_lines(report.nondeterministic)[1:]), _LONGEST_WARNING
        ),
        groups=tuple(
            ShownGroup(
                number,
                tuple(clauses[each.clause.id] for each in group.clauses),
                fails=group.fails,
                open=number <= DRAWN,
            )
            for number, group in enumerate(report.groups, 1)
        ),
        chapters=_chapters(clauses, outcomes),
    )


def _said(report: Report) -> Iterator[str]:
    """Yield what is said of the verdict, which itself is shown above."""
    first, *others = verdict_lines(report)
    for line in (" ".join(first.split()).partition(" — ")[2], *others):
        yield in_one_line(f"{line[:1].upper()}{line[1:]}", _LONGEST_LINE)


def documentation() -> str:
    """Return the address of the kit's documentation; empty if it names none."""
    try:
        urls = metadata("haiway-conformance").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    named = dict(each.split(", ", 1) for each in urls)
    return _web(named.get("Documentation", ""))


def _shown(
    report: Report,
    case: Case,
    judged: JudgedClause | None,
    group_of: Mapping[str, int],
    pages: str,
) -> ShownClause:
    clause = case.clause
    anchor = f"clause-{clause.chapter}-{clause.slug}"
    return ShownClause(
        case=case,
        judged=judged,
        anchor=anchor,
        url=f"{pages.rstrip('/')}/specification/{clause.chapter}.html#{anchor}" if pages else "",
        failures=failures_of(case, report.implementation.target),
        group=group_of.get(clause.id, 0),
        command=in_one_line(rerun_command(report, clause), _LONGEST_LINE),
    )


def _chapters(
    clauses: Mapping[str, ShownClause], outcomes: Sequence[str]
) -> tuple[ShownChapter, ...]:
    chapters: list[ShownChapter] = []
    for chapter in specification().chapters:
        shown = tuple(clauses[each.id] for each in chapter.clauses if each.id in clauses)
        if shown:
            counts = Counter(each.case.outcome for each in shown)
            chapters.append(ShownChapter(chapter, shown, tuple(counts[each] for each in outcomes)))
    return tuple(chapters)


def _web(address: str) -> str:
    return address if address.startswith(("https://", "http://")) else ""
