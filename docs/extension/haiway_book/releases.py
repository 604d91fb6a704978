"""Which release of haiway keeps which clause: the tables of the page.

They are drawn from `docs/releases.json`, which `tests/matrix/certify_releases.py` writes.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from haiway_conformance.judgement.token import Token
from haiway_conformance.programs import script
from haiway_spec import Chapter, Clause, specification

from .directive import BookDirective
from .folding import folded
from .prose import clause_link, level_badge
from .status import Judged, sign, verdicts
from .tables import entry, table

__all__ = (
    "RELEASES_FILE",
    "Failure",
    "ReleasesDirective",
    "failures",
    "history",
    "releases",
    "said",
)

RELEASES_FILE: Final = Path(__file__).parents[2] / "releases.json"
"""The file: by release, the outcome of each clause, and what shows its violations."""

_JUDGED: Final = {"passed": "✓", "failed": "✗"}


@dataclass(frozen=True, slots=True)
class Failure:
    """A way in which releases violate clauses.

    Attributes:
        clause: The clause whose counterexample is shown for it.
        others: Further clauses that counterexamples of it show, in any of the releases.
        message: What happened instead, in the newest of the releases.
        program: The program in which it did; empty for one that is written in Python.
        versions: The releases, the oldest first.
    """

    clause: Clause
    others: tuple[Clause, ...]
    message: str
    program: str
    versions: tuple[str, ...]


@cache
def _data() -> Sequence[Mapping[str, Any]]:
    return json.loads(RELEASES_FILE.read_text(encoding="utf-8"))["releases"]


@cache
def releases() -> tuple[Judged, ...]:
    """Return the releases as they were judged, the oldest first."""
    return tuple(
        Judged(
            target="haiway",
            name="haiway",
            version=each["version"],
            verdict=each["verdict"],
            outcomes=each["outcomes"],
            observed={},
        )
        for each in _data()
    )


@cache
def failures() -> tuple[Failure, ...]:
    """Return what the releases do wrong, in the order of the clauses."""
    groups = [(each["version"], group) for each in _data() for group in each["groups"]]
    return tuple(
        Failure(
            clause=clause,
            others=tuple(
                other
                for other in specification().clauses
                if other is not clause and any(other.id in group["clauses"] for _, group in seen)
            ),
            message=seen[-1][1]["message"],
            program=_program(seen[-1][1]["token"]),
            versions=tuple(version for version, _ in seen),
        )
        for clause in specification().clauses
        if (seen := [each for each in groups if each[1]["clauses"][0] == clause.id])
    )


def _program(token: str) -> str:
    return script(Token.from_text(token).program) if token else ""


def said(versions: Iterable[str]) -> str:
    """Name some releases: neighbours by the first and the last of them.

    Args:
        versions: Their versions.

    Returns:
        Such as `0.24.3, 0.29.1 to 0.34.7`.
    """
    order = [each.version for each in releases()]
    runs: list[list[str]] = []
    for version in sorted(versions, key=order.index):
        if runs and order.index(version) == order.index(runs[-1][-1]) + 1:
            runs[-1].append(version)
        else:
            runs.append([version])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def history(clause: Clause) -> list[tuple[str, tuple[str, ...]]]:
    """Return how releases kept a clause, one after the other.

    Args:
        clause: The clause.

    Returns:
        `passed` or `failed`, with the neighbouring releases of which it is true, the oldest first.
        Releases that were not judged by the clause are left out.
    """
    judged = [each for each in releases() if each.outcome(clause) in _JUDGED]
    return [
        (outcome, tuple(each.version for each in alike))
        for outcome, alike in groupby(judged, key=lambda each: each.outcome(clause))
    ]


class ReleasesDirective(BookDirective):
    """Render the verdicts, what changed, what the releases do wrong, and each clause."""

    def run(self) -> list[nodes.Node]:
        """Make the tables."""
        self.env.note_dependency(str(RELEASES_FILE))
        return [
            verdicts(releases()),
            self._section("release-changes", "What came and what went", _changes_table()),
            self._section("release-failures", "What they do wrong", _failures_table()),
            self._section("release-clauses", "Clause by clause", *self._chapters()),
        ]

    def _section(self, identifier: str, title: str, *content: nodes.Node) -> nodes.section:
        return nodes.section(
            "",
            nodes.title("", title),
            *content,
            ids=[self.target(identifier, title)],
            names=[identifier],
        )

    def _chapters(self) -> list[nodes.Node]:
        return [
            self._section(f"releases-{each.name}", each.title, _chapter_table(each))
            for each in specification().chapters
        ]


def _chapter_table(chapter: Chapter) -> nodes.table:
    return table(
        ["clause", "level", *(each.version for each in releases())],
        [
            nodes.row(
                "",
                entry(clause_link(clause)),
                entry(level_badge(clause.level)),
                *(entry(sign(each, clause)) for each in releases()),
            )
            for clause in chapter.clauses
        ],
        classes=["status-table"],
    )


def _changes_table() -> nodes.table:
    return table(
        ["clause", "level", "releases"],
        [
            nodes.row(
                "",
                entry(clause_link(clause)),
                entry(level_badge(clause.level)),
                entry(
                    nodes.Text(", ".join(f"{_JUDGED[how]} {said(which)}" for how, which in runs))
                ),
            )
            for clause in specification().clauses
            if len(runs := history(clause)) > 1
        ],
        classes=["release-changes"],
    )


def _failures_table() -> nodes.table:
    return table(
        ["clause", "what happens instead", "releases"],
        [
            nodes.row(
                "",
                entry(clause_link(each.clause)),
                _what_happens(each),
                entry(nodes.Text(said(each.versions))),
            )
            for each in failures()
        ],
        classes=["release-failures"],
    )


def _what_happens(failure: Failure) -> nodes.entry:
    message = failure.message.removesuffix(".")
    cell = entry(nodes.Text(f"{message}. "), *_also(failure.others))
    if failure.program:
        cell += folded("the program", nodes.literal_block(failure.program, failure.program))
    return cell


def _also(clauses: Sequence[Clause]) -> list[nodes.Node]:
    if not clauses:
        return []
    separated = [part for each in clauses for part in (nodes.Text(", "), clause_link(each))]
    return [nodes.Text("It also shows "), *separated[1:]]
