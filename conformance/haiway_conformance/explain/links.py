"""Where a clause is judged, broken on purpose, and implemented: `links_of`.

`links.json` beside this module is computed from the project's sources, tests included, which an
installed kit does not have. A test compares it with them; `python tests/explain/write_links.py`
writes it anew.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ("Links", "Place", "links_of", "links_to_json")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the project's sources that is about a clause.

    Attributes:
        where: The file, from the project's root, and the name within it: `path::name`.
        text: What stands there, in one line: a docstring's first sentence, or the line itself.
    """

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Links:
    """Everything in the project that is about one clause.

    Attributes:
        properties: The properties that judge it, monitors included, each with what to look at if
            it fails.
        mutants: The implementations that are wrong on purpose and break it, each with how a user
            would notice.
        implementations: What other right implementations say about it: legal ways to keep it that
            the reference does not go.
        reference: The lines of the reference implementation that name it.
    """

    properties: tuple[Place, ...] = ()
    mutants: tuple[Place, ...] = ()
    implementations: tuple[Place, ...] = ()
    reference: tuple[Place, ...] = ()


def links_of(clause: str) -> Links:
    """Return everything in the project that is about a clause.

    Args:
        clause: The clause's id. For one that nothing is about, all is empty.
    """
    return _links().get(clause, Links())


def links_to_json(links: Mapping[str, Links]) -> str:
    """Return the text of `links.json`.

    Args:
        links: By clause ids.
    """
    data = {
        clause: {
            kind: {place.where: place.text for place in getattr(each, kind)}
            for kind in Links.__slots__
            if getattr(each, kind)
        }
        for clause, each in links.items()
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


@cache
def _links() -> Mapping[str, Links]:
    text = files("haiway_conformance.explain").joinpath("links.json").read_text(encoding="utf-8")
    data: dict[str, dict[str, dict[str, str]]] = json.loads(text)
    return {clause: Links(**_places(kinds)) for clause, kinds in data.items()}


def _places(kinds: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    return {
        kind: tuple(Place(where, text) for where, text in places.items())
        for kind, places in kinds.items()
    }
