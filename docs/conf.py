"""How the book is built: `python -m sphinx -W -n --keep-going -b html docs docs/_build/html`."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

from haiway_spec import specification

EXTENSION = Path(__file__).parent / "extension"
sys.path.insert(0, str(EXTENSION))

project = "haiway-conformance"
author = "the haiway-conformance authors"
project_copyright = f"2026, {author}"
version = release = version_of("haiway-conformance")

extensions = ["myst_parser", "sphinx_copybutton", "haiway_book"]
exclude_patterns = ["_build", "extension"]
templates_path = ["_templates"]
source_suffix = {".md": "markdown"}

# The book can be built and read without a network: no other project's inventory is fetched.
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "haiway-conformance"
html_static_path = ["_static"]
html_css_files = ["specification.css"]
html_extra_path = [
    "published",
    "../conformance/haiway_conformance/report/report.schema.json",
]
html_context = {"edition": specification().edition}
html_search_scorer = str(EXTENSION / "search_scorer.js")
html_copy_source = False
html_show_sourcelink = False

# Pages of the sources that the clauses link to.
haiway_source_pages = True
