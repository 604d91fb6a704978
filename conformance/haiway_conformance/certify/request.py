"""What is asked for when an implementation is to be certified: `Request`."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from haiway_spec import Clause, UnknownChapter, UnknownClause, specification

from haiway_conformance.report.hygiene import HYGIENE

__all__ = ("Request", "RequestError", "select_clauses", "to_run")


class RequestError(Exception):
    """What was asked for makes no sense; the message says why, and what would."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to judge, and how thoroughly.

    Attributes:
        target: The implementation: `module` or `module:attribute`.
        profile: The name of a profile.
        seed: What programs and schedules follow from.
        clauses: Ids of the clauses to judge; with `chapters` empty too, all of them.
        chapters: Names of chapters to judge.
        jobs: How many processes judge at once, or `auto` for as many as there are processors.
        output: The folder for the reports; None for no files.
        suite: The package that holds the properties.
    """

    target: str
    profile: str = "default"
    seed: int = 0
    clauses: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    jobs: int | Literal["auto"] = 1
    output: Path | None = None
    suite: str = "haiway_conformance.suite"

    @property
    def partial(self) -> bool:
        """Whether only part of the specification is asked for."""
        return bool(self.clauses or self.chapters)


def select_clauses(request: Request) -> tuple[Clause, ...]:
    """The clauses that are asked for.

    Args:
        request: The request.

    Returns:
        The clauses, in the specification's order.

    Raises:
        RequestError: If it names a clause or a chapter that there is not.
    """
    everything = specification().clauses
    if not request.partial:
        return everything
    try:
        wanted = {specification().clause(each).id for each in request.clauses}
        for name in request.chapters:
            wanted.update(each.id for each in specification().chapter(name).clauses)
    except (UnknownClause, UnknownChapter) as error:
        raise RequestError(str(error)) from error
    return tuple(each for each in everything if each.id in wanted)


def to_run(request: Request, clauses: Iterable[Clause]) -> tuple[str, ...]:
    """The ids of the clauses whose properties must run.

    Args:
        request: The request.
        clauses: The clauses that are asked for.

    Returns:
        Empty for all. It is all too where a clause of chapter hygiene is asked for: these are
        judged by the programs of every property.
    """
    chosen = tuple(clauses)
    if not request.partial or any(each.chapter == HYGIENE for each in chosen):
        return ()
    return tuple(each.id for each in chosen)
