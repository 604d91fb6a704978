"""How implementations do, clause by clause: the badge at a clause, and the tables of the page.

Both read `docs/status.json`, which `tests/docs/write_status.py` writes from the reports of
`certify`. A clause that is newer than the file is "not judged yet".
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from docutils import nodes
from haiway_spec import Chapter, Clause, specification

from .directive import BookDirective
from .prose import clause_link, level_badge, link
from .tables import entry, table

__all__ = (
    "STATUS_FILE",
    "Judged",
    "StatusDirective",
    "judged",
    "sign",
    "status_badge",
    "verdicts",
)

STATUS_FILE: Final = Path(__file__).parents[2] / "status.json"
"""The file: by implementation, the outcome of each clause."""

SHOWN_AT_CLAUSES: Final = "haiway"
"""The target whose outcome each clause shows: the release of the guide, without an adapter."""

_NOT_YET: Final = "not judged yet"

_SYMBOLS: Final = {
    "passed": "✓",
    "failed": "✗",
    "recorded": "○",
    "unsupported": "-",
    "blocked": "?",
    "vacuous": "?",
    "error": "?",
    _NOT_YET: "…",
}

_SENTENCES: Final = {
    "passed": "keeps it",
    "failed": "violates it",
    "recorded": "has made its choice",
    "unsupported": "lacks what it needs",
    "blocked": "violates other clauses first",
    "vacuous": "never came so far",
    "error": "could not be judged",
    _NOT_YET: _NOT_YET,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """An implementation as it was judged.

    Attributes:
        target: What `certify` was given.
        name: Its name.
        version: Its version.
        verdict: The verdict on all clauses.
        outcomes: The outcome of each clause, by id.
        observed: For a clause that failed, the properties that did; for one that leaves a choice,
            what was seen. By id, where there is anything to say.
    """

    target: str
    name: str
    version: str
    verdict: str
    outcomes: Mapping[str, str]
    observed: Mapping[str, tuple[str, ...]]

    @property
    def title(self) -> str:
        """The name and the version."""
        return f"{self.name} {self.version}"

    def outcome(self, clause: Clause) -> str:
        """Return the outcome of a clause, which may be newer than the verdict."""
        return self.outcomes.get(clause.id, _NOT_YET)


@cache
def judged() -> tuple[Judged, ...]:
    """Return the implementations that were judged, in the order of the file."""
    data = json.loads(STATUS_FILE.read_text(encoding="utf-8"))
    return tuple(
        Judged(
            target=each["target"],
            name=each["name"],
            version=each["version"],
            verdict=each["verdict"],
            outcomes=each["outcomes"],
            observed={clause: tuple(said) for clause, said in each["observed"].items()},
        )
        for each in data["implementations"]
    )


def status_badge(clause: Clause) -> nodes.inline:
    """Make the words that say how the implementation of the guide keeps a clause."""
    (one,) = [each for each in judged() if each.target == SHOWN_AT_CLAUSES]
    outcome = one.outcome(clause)
    seen = one.observed.get(clause.id, ())
    said = ", or ".join(seen) if outcome == "recorded" and seen else _SENTENCES[outcome]
    separator = ": " if outcome in {"recorded", _NOT_YET} else " "
    text = f"{_SYMBOLS[outcome]} {one.title}{separator}{said}"
    return nodes.inline(
        "",
        "",
        link(_anchor(clause), nodes.Text(text)),
        classes=["status", f"status-{_class(outcome)}"],
    )


def _anchor(clause: Clause) -> str:
    return f"status-{clause.chapter}-{clause.slug}"


def _class(outcome: str) -> str:
    return outcome.replace(" ", "-")


class StatusDirective(BookDirective):
    """Render a table for each chapter: a row per clause, a column per implementation."""

    def run(self) -> list[nodes.Node]:
        """Make the legend, the verdicts, and a section per chapter."""
        self.env.note_dependency(str(STATUS_FILE))
        return [verdicts(judged()), *(self._section(each) for each in specification().chapters)]

    def _section(self, chapter: Chapter) -> nodes.section:
        return nodes.section(
            "",
            nodes.title("", chapter.title),
            table(
                ["clause", "level", *(each.title for each in judged())],
                [self._row(clause) for clause in chapter.clauses],
                classes=["status-table"],
            ),
            ids=[self.target(f"status-{chapter.name}", chapter.title)],
            names=[f"status of {chapter.name}"],
        )

    def _row(self, clause: Clause) -> nodes.row:
        return nodes.row(
            "",
            entry(clause_link(clause)),
            entry(level_badge(clause.level)),
            *(entry(sign(each, clause)) for each in judged()),
            ids=[self.target(_anchor(clause), clause.id)],
        )


def sign(implementation: Judged, clause: Clause) -> nodes.abbreviation:
    """Make the sign for how an implementation keeps a clause; a pointer over it shows more."""
    outcome = implementation.outcome(clause)
    seen = "; ".join(implementation.observed.get(clause.id, ()))
    explanation = f"{implementation.title}: {outcome}{f' ({seen})' if seen else ''}"
    symbol = _SYMBOLS[outcome]
    return nodes.abbreviation(
        symbol, symbol, explanation=explanation, classes=[f"status-{_class(outcome)}"]
    )


def verdicts(implementations: Iterable[Judged]) -> nodes.table:
    """Make the table of the verdicts."""
    return table(
        ["implementation", "verdict", "keeps", "violates", "lacks"],
        [
            nodes.row("", *(entry(nodes.Text(str(cell))) for cell in _counts(each)))
            for each in implementations
        ],
        classes=["verdicts"],
    )


def _counts(implementation: Judged) -> tuple[str | int, ...]:
    outcomes = list(implementation.outcomes.values())
    return (
        implementation.title,
        implementation.verdict,
        *(outcomes.count(each) for each in ("passed", "failed", "unsupported")),
    )
