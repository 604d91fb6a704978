"""Import programs and implementations from other folders of tests."""

import sys
from pathlib import Path

for folder in ("programs", "implementations", "mutants"):
    sys.path.insert(0, str(Path(__file__).parent.parent / folder))
