"""`clauses.json`: the specification as data, for programs that read it, beside the built pages."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from haiway_spec import Clause, Specification, specification
from sphinx.application import Sphinx

from .clauses import title_of
from .prose import anchor

__all__ = ("add_clauses_file", "clauses_data")

SCHEMA_URI = "clauses.schema.json"
"""The JSON Schema, which `html_extra_path` puts beside the file."""


def clauses_data(spec: Specification) -> dict[str, Any]:
    """Return an edition as what can be written as JSON, in the form that the schema describes."""
    return {
        "$schema": SCHEMA_URI,
        "edition": spec.edition,
        "title": spec.title,
        "guide": spec.guide,
        "terms": [asdict(each) for each in spec.glossary],
        "rules": [asdict(each) for each in spec.rules],
        "chapters": [
            {
                "name": chapter.name,
                "title": chapter.title,
                "summary": chapter.summary,
                "clauses": [_clause(each) for each in chapter.clauses],
            }
            for chapter in spec.chapters
        ],
    }


def _clause(clause: Clause) -> dict[str, Any]:
    data = asdict(clause)
    for redundant in ("chapter", "slug"):
        del data[redundant]
    if clause.example is None:
        del data["example"]
    data["level"] = clause.level.value
    data["title"] = title_of(clause)
    data["page"] = f"specification/{clause.chapter}.html#{anchor(clause)}"
    return data


def add_clauses_file(app: Sphinx) -> None:
    """Write the file when the pages have been built."""
    app.connect("build-finished", _write)


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        text = json.dumps(clauses_data(specification()), indent=2, ensure_ascii=False)
        (Path(app.outdir) / "clauses.json").write_text(f"{text}\n", encoding="utf-8")
