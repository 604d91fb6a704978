"""A Sphinx extension that renders the specification, and what the project knows about it.

Directives, by the module that has them:

- `clauses`: `{chapter-summary} CHAPTER` and `{clauses} CHAPTER`, a section per clause under a
  permanent anchor, with its status, its example, and where it is judged, broken and kept;
- `words`: `{glossary-of-terms}`, `{general-rules}` and `{capability-list}`;
- `indices`: `{clause-index}` by `chapter`, `title`, `level` or `capability`,
  `{section-clauses} TITLE` for a section of the guide, and `{clause-changes}`;
- `model`: `{model} TABLE`, a table of the model, each row with a program that shows it;
- `interface`: `{interface}`, every name with its signature;
- `status`: `{status}`, how implementations do;
- `releases`: `{releases}`, how releases of haiway do, and what changed between them;
- `traceability`: `{traceability}` and `{explanation} CLAUSE`;
- `printing`: `{whole-specification}`, everything normative on one page.

The role `{clause}` links to a clause by its id. An unknown id causes a warning that names the
nearest ids, and so fails a build that treats warnings as errors.

Besides, `sources` makes pages of the sources that the clauses link to, `published` writes
`clauses.json`, and `searching` lets the search find clauses.
"""

from haiway_spec import specification
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from .clauses import ChapterSummaryDirective, ClauseRole, ClausesDirective
from .folding import add_folding
from .indices import ChangesDirective, ClauseIndexDirective, SectionClausesDirective
from .interface import InterfaceDirective
from .model import ModelDirective
from .printing import WholeSpecificationDirective
from .published import add_clauses_file
from .releases import ReleasesDirective
from .searching import ClauseDomain
from .sources import add_source_pages
from .status import StatusDirective
from .traceability import ExplanationDirective, TraceabilityDirective
from .words import CapabilitiesDirective, RulesDirective, TermsDirective

__all__ = ("setup",)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything."""
    for name, directive in (
        ("chapter-summary", ChapterSummaryDirective),
        ("clauses", ClausesDirective),
        ("glossary-of-terms", TermsDirective),
        ("general-rules", RulesDirective),
        ("capability-list", CapabilitiesDirective),
        ("clause-index", ClauseIndexDirective),
        ("section-clauses", SectionClausesDirective),
        ("clause-changes", ChangesDirective),
        ("model", ModelDirective),
        ("interface", InterfaceDirective),
        ("status", StatusDirective),
        ("releases", ReleasesDirective),
        ("traceability", TraceabilityDirective),
        ("explanation", ExplanationDirective),
        ("whole-specification", WholeSpecificationDirective),
    ):
        app.add_directive(name, directive)
    app.add_role("clause", ClauseRole())
    app.add_domain(ClauseDomain)
    add_folding(app)
    add_source_pages(app)
    add_clauses_file(app)
    return {
        "version": specification().edition,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
