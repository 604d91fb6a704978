"""Explain one clause: what it asks and why, and where the project judges, breaks and keeps it.

Start with `explanation`, the text of `haiway-conformance explain CLAUSE`. It puts below the clause
itself what `links_of` knows about it: its properties, its mutants, the reference's sentences that
name it, and what other right implementations do. None of this needs an implementation to judge.
"""

from haiway_conformance.explain.links import Links, Place, links_of
from haiway_conformance.explain.listing import listing
from haiway_conformance.explain.page import explanation

__all__ = ("Links", "Place", "explanation", "links_of", "listing")
