"""The interface, name by name: `{interface}`."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from docutils import nodes

from .clauses import titled_links
from .directive import BookDirective
from .prose import link, prose, slug, words

__all__ = ("INTERFACE_FILE", "InterfaceDirective", "Name", "interface")

INTERFACE_FILE: Final = Path(__file__).parents[2] / "specification" / "interface.toml"


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the interface, or one of its arguments that is a capability of its own.

    Attributes:
        name: The name.
        signature: Its parameters with their defaults, as in Python.
        gives: What a call gives.
        capability: The capability of an implementation that has it.
        says: What it does, in a few sentences that name clauses.
        clauses: The ids of the clauses that say so.
        argument: The argument that this is about; empty for the name itself.
    """

    name: str
    signature: str
    gives: str
    capability: str
    says: str
    clauses: tuple[str, ...]
    argument: str = ""


@cache
def interface() -> tuple[Name, ...]:
    """Return the names, in the order of the file."""
    data = tomllib.loads(INTERFACE_FILE.read_text(encoding="utf-8"))
    return tuple(
        Name(
            name=each["name"],
            signature=each["signature"],
            gives=each["gives"],
            capability=each["capability"],
            says=" ".join(each["says"].split()),
            clauses=tuple(each["clauses"]),
            argument=each.get("argument", ""),
        )
        for each in data["name"]
    )


class InterfaceDirective(BookDirective):
    """Render every name: its signature, what it does, and the clauses that say so."""

    def run(self) -> list[nodes.Node]:
        """Make a section per name."""
        self.env.note_dependency(str(INTERFACE_FILE))
        return [self._section(each) for each in interface()]

    def _section(self, each: Name) -> nodes.section:
        title = f"{each.name}, {each.argument}=" if each.argument else each.name
        identifier = self.target(f"interface-{slug(title)}", title)
        signature = f"{each.name}{each.signature}"
        return nodes.section(
            "",
            nodes.title("", "", nodes.literal(text=title)),
            nodes.literal_block(signature, signature, language="python"),
            *prose(each.says),
            nodes.field_list(
                "",
                _field("Gives", words(each.gives)),
                _field(
                    "Capability",
                    [link(f"capability-{each.capability}", nodes.literal(text=each.capability))],
                ),
                _field(
                    "Clauses",
                    titled_links(each.clauses),
                ),
                classes=["clause-facts"],
            ),
            ids=[identifier],
            names=[title],
        )


def _field(name: str, content: Iterable[nodes.Node]) -> nodes.field:
    return nodes.field(
        "",
        nodes.field_name(text=name),
        nodes.field_body("", nodes.paragraph("", "", *content)),
    )
