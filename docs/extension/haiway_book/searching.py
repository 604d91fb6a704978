"""Clauses as objects of the search: found by the words of their titles, promises and ids."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Final

from haiway_spec import specification
from sphinx.domains import Domain, ObjType

from .clauses import title_of
from .prose import anchor

__all__ = ("ClauseDomain",)

_FIRST: Final = 0
"""The priority of what a search shows first."""


class ClauseDomain(Domain):
    """The clauses, as Sphinx' search and its inventory see them."""

    name = "haiway"
    label = "Specification"
    object_types: ClassVar[Any] = {"clause": ObjType("clause")}

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """List every clause whose chapter has a page."""
        return self._objects()

    def _objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        for clause in specification().clauses:
            docname = f"specification/{clause.chapter}"
            if docname in self.env.found_docs:
                said = f"{title_of(clause)} ({clause.id}): {clause.promise or clause.rely}"
                yield clause.id, _shown(said), "clause", docname, anchor(clause), _FIRST

    def resolve_any_xref(self, *_: object, **__: object) -> list[tuple[str, Any]]:
        """Resolve nothing: links to clauses are made by the role `clause`."""
        return []

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        """Do nothing: the clauses are not data of the pages."""


def _shown(text: str) -> str:
    """Return a text as results show it: without marks, and nothing that would be escaped."""
    # What stands before a full stop would be taken for the name of a module.
    return text.replace("`", "").replace("'", "\u2019").rstrip(".").replace(". ", "; ")
