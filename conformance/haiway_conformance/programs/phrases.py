"""Aliases for modules that still use the old names: `script.heading` and `Spawn.called`."""

from haiway_conformance.programs.operations import Spawn
from haiway_conformance.programs.script import heading as phrase

__all__ = ("called_by", "phrase")


def called_by(spawn: Spawn) -> str:
    """Return `Spawn.called`."""
    return spawn.called
