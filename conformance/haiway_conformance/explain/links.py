"""Where the project judges, breaks and keeps a clause: `links_of`.

The links are computed from the project's sources, tests included. An installed kit does not have
all of these, so the result is kept in `links.json` beside this module. A test fails when the file
is out of date; `python tests/explain/write_links.py` writes it anew.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

__all__ = ("LINKS_FILE", "Links", "Place", "links_of")

LINKS_FILE: Final = "links.json"
"""The name of the file beside this module: by clause and kind of link, the texts of places."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the project's sources that is about a clause.

    Attributes:
        where: The file, from the project's root, and the name within it: `path::name`, or only the
            path for what belongs to the whole file. There is no line number, because any edit would
            change it.
        text: What the place says about the clause, in one line; empty if it says nothing.
    """

    where: str
    text: str

    @property
    def path(self) -> str:
        """The file, from the project's root."""
        return self.where.partition("::")[0]

    @property
    def name(self) -> str:
        """The name within the file; empty for the whole file."""
        return self.where.partition("::")[2]


@dataclass(frozen=True, slots=True)
class Links:
    """Everything in the project that is about one clause.

    Attributes:
        properties: The properties and monitors that judge it, each with what to check if it fails.
        mutants: The implementations that break it on purpose, each with how a user would notice.
        reference: Where the reference implementation names it, with the sentences that do.
        implementations: Where other right implementations name it, and those that do not keep it,
            if it is a SHOULD.
    """

    properties: tuple[Place, ...] = ()
    mutants: tuple[Place, ...] = ()
    reference: tuple[Place, ...] = ()
    implementations: tuple[Place, ...] = ()


def links_of(clause: str) -> Links:
    """Return everything in the project that is about a clause.

    Args:
        clause: The clause's id, such as `"scopes/exit-awaits-tasks"`.

    Returns:
        Its links; empty ones for an id that no clause has.
    """
    return _all_links().get(clause, Links())


@cache
def _all_links() -> Mapping[str, Links]:
    text = files("haiway_conformance.explain").joinpath(LINKS_FILE).read_text(encoding="utf-8")
    by_clause: dict[str, dict[str, dict[str, str]]] = json.loads(text)
    return {
        clause: Links(
            **{
                kind: tuple(Place(where, said) for where, said in places.items())
                for kind, places in kinds.items()
            }
        )
        for clause, kinds in by_clause.items()
    }
