"""How the book is built: `python -m sphinx -W -n --keep-going -b html docs docs/_build/html`."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "extension"))

project = "haiway-conformance"
author = "the haiway-conformance authors"
version = release = version_of("haiway-conformance")

extensions = ["myst_parser", "sphinx_copybutton", "haiway_spec_sphinx", "haiway_explain_sphinx"]
exclude_patterns = ["_build", "extension"]
source_suffix = {".md": "markdown"}

# The book can be built and read without a network: no other project's inventory is fetched.
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "haiway-conformance"
html_static_path = ["_static"]
html_css_files = ["specification.css"]
html_copy_source = False
html_show_sourcelink = False
