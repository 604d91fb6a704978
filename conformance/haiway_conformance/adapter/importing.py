"""Import targets from the current folder: `importing_from_here`."""

import contextlib
import sys
from collections.abc import Generator
from pathlib import Path

__all__ = ("importing_from_here",)


@contextlib.contextmanager
def importing_from_here() -> Generator[None]:
    """Make modules in the current folder importable, as `python -m` does."""
    here = str(Path.cwd())
    if sys.flags.safe_path or here in sys.path:
        yield
        return
    sys.path.insert(0, here)
    try:
        yield
    finally:
        with contextlib.suppress(ValueError):
            sys.path.remove(here)
