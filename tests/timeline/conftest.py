"""These tests use the implementations and programs of other tests, too."""

import sys
from pathlib import Path

for folder in ("judgement", "programs", "implementations"):
    sys.path.insert(0, str(Path(__file__).parent.parent / folder))
