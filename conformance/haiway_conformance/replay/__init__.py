"""A counterexample once more: `replay` runs what a token says, and compares.

`standalone` writes it as a program of its own instead, which imports `runtime`.
"""

from haiway_conformance.replay.replaying import replay

__all__ = ("replay",)
