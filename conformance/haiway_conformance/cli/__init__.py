"""The command line: `haiway-conformance`.

`commands` declares the commands, and calls the package that does the work. `streams` sees to it
that a standard stream that fails is never taken for a verdict.
"""

from haiway_conformance.cli.commands import main

__all__ = ("main",)
