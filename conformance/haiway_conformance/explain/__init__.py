"""Explain one clause: what it asks, why, what to look at, and everything that is about it.

`links_of` says where a clause is judged, broken on purpose, implemented and kept in another legal
way; `explanation` puts that below the clause's own text. The command is
`haiway-conformance explain CLAUSE`.
"""

from haiway_conformance.explain.links import Links, Place, links_of
from haiway_conformance.explain.page import explanation

__all__ = ("Links", "Place", "explanation", "links_of")
