"""Group failing clauses by what shows them, so that a cause is read about once: `grouped`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from haiway_spec import Level

from haiway_conformance.judgement.findings import Counterexample
from haiway_conformance.judgement.renumbering import Renumbering
from haiway_conformance.judgement.token import Token, TokenError
from haiway_conformance.programs import script
from haiway_conformance.report.judged import JudgedClause

__all__ = ("Group", "grouped")

# Both carry out handlers for the elements of a source: what goes wrong in one does in the other.
_HELPERS: Final = ("process", "execute")


@dataclass(frozen=True, slots=True)
class Group:
    """Failing clauses that are probably one defect, because one run shows them.

    Attributes:
        clauses: The clauses. The first one's counterexample is the smallest, and shows them all.
    """

    clauses: tuple[JudgedClause, ...]

    @property
    def shown(self) -> JudgedClause:
        """The clause whose counterexample is drawn."""
        return self.clauses[0]

    @property
    def fails(self) -> bool:
        """True if a MUST is among them."""
        return any(each.clause.level is Level.MUST for each in self.clauses)


def grouped(failed: Sequence[JudgedClause]) -> tuple[Group, ...]:
    """Group failing clauses.

    A clause joins another one with a smaller counterexample if that is the same program but for
    names, if the run of one violates the other, or if both end badly in the same way; if both are
    about the same part of the interface, also if the same is said of both, or if their runs violate
    a third clause.

    Args:
        failed: The failing clauses, in the specification's order.

    Returns:
        The groups: those with a MUST first, then those that explain the most MUSTs, then the most
        clauses, then in the specification's order.
    """
    order = {each.clause.id: number for number, each in enumerate(failed)}
    shows = {each.clause.id: _Shows.of(each) for each in failed}
    groups: list[list[JudgedClause]] = []
    for each in sorted(failed, key=lambda each: (*_rank(each), order[each.clause.id])):
        found = _group_of(shows[each.clause.id], groups, shows)
        if found is None:
            groups.append([each])
        else:
            found.append(each)
    made = [Group(tuple(each)) for each in groups]
    return tuple(sorted(made, key=lambda each: (*_weight(each), order[each.shown.clause.id])))


@dataclass(frozen=True, slots=True)
class _Shows:
    """The features of a clause's smallest counterexample that tell which clauses belong together.

    Attributes:
        clause: The id of the clause.
        part: The part of the interface that the clause is about.
        message: What happened instead of what it asks.
        program: The program without names; empty if there is none.
        violates: The ids of the clauses that its run violates, this one included.
        ending: How it ended badly; empty if it did not.
    """

    clause: str
    part: str
    message: str
    program: str
    violates: frozenset[str]
    ending: str

    @classmethod
    def of(cls, judged: JudgedClause) -> "_Shows":
        shown, chapter = judged.counterexample, judged.clause.chapter
        return cls(
            clause=judged.clause.id,
            part="helpers" if chapter in _HELPERS else chapter,
            message=judged.message,
            program="" if shown is None else _without_names(shown),
            violates=frozenset({judged.clause.id, *(shown.violates if shown else ())}),
            ending="" if shown is None else shown.ending,
        )

    def is_of(self, leader: "_Shows") -> Sequence[bool]:
        """Return the ways in which one clause may belong to another, the surest first."""
        common = (self.violates & leader.violates) - {self.clause, leader.clause}
        return (
            self.program != "" and self.program == leader.program,
            leader.clause in self.violates,
            self.clause in leader.violates,
            self.message == leader.message and self.part == leader.part,
            self.ending != "" and self.ending == leader.ending,
            bool(common) and self.part == leader.part,
        )


def _group_of(
    shows: _Shows, groups: Sequence[list[JudgedClause]], others: dict[str, _Shows]
) -> list[JudgedClause] | None:
    ways = [shows.is_of(others[each[0].clause.id]) for each in groups]
    for way in zip(*ways, strict=True):
        if True in way:
            return groups[way.index(True)]
    return None


def _rank(judged: JudgedClause) -> tuple[bool, bool, int]:
    shown = judged.counterexample
    return judged.clause.level is not Level.MUST, shown is None, 0 if shown is None else shown.size


def _weight(group: Group) -> tuple[bool, int, int]:
    musts = sum(each.clause.level is Level.MUST for each in group.clauses)
    return not musts, -musts, -len(group.clauses)


def _without_names(shown: Counterexample) -> str:
    """Return the program of a counterexample with new names, and without the helper's name."""
    if not shown.token:
        return shown.text
    try:
        program = Token.from_text(shown.token).program
    except TokenError:
        return shown.text
    lines = script(Renumbering(program).program)
    for name in _HELPERS:
        lines = lines.replace(f"{name}_concurrently", "helper")
    return lines
