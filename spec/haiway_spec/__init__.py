"""The specification of Haiway-style structured concurrency on asyncio, as data.

Start with `specification`: it returns the one edition that this package contains, read from the
files in `clauses/` (one TOML file per chapter) and checked::

    >>> from haiway_spec import specification
    >>> clause = specification().clause("scopes/exit-cancels-tasks")
    >>> clause.level
    <Level.MUST: 'MUST'>

A `Specification` has chapters, a `Chapter` has clauses, and a `Clause` is one requirement by which
an implementation is judged: what it asks (`statement`), why (`rationale`), and what a user may rely
on (`rely`). `Specification.glossary` defines the terms that the clauses use (`term_uses` finds them
in a text), and `Specification.rules` hold for every clause.

All objects are frozen. Texts are prose with Markdown's code spans: paragraphs are separated by an
empty line and contain no other line breaks. The package has no dependencies.
"""

from haiway_spec.capability import CAPABILITIES, describe_capability
from haiway_spec.clause import Chapter, Clause, Example, Level, Rule, Term
from haiway_spec.edition import Specification, UnknownChapter, UnknownClause
from haiway_spec.loading import load_specification, specification
from haiway_spec.table import SpecificationError
from haiway_spec.term_uses import TermUse, term_uses

__all__ = [
    "CAPABILITIES",
    "Chapter",
    "Clause",
    "Example",
    "Level",
    "Rule",
    "Specification",
    "SpecificationError",
    "Term",
    "TermUse",
    "UnknownChapter",
    "UnknownClause",
    "describe_capability",
    "load_specification",
    "specification",
    "term_uses",
]
