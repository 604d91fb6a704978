"""Parts of programs that several properties of chapter variables use."""

from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.operations import Block, GetVariable, Operation, SetVariable

__all__ = (
    "TYPES",
    "get_all_variables",
    "use_variables",
)

# `A` and `C` have the same name, all values of `E` are equal, and those of `F` are false.
TYPES = ("A", "B", "C", "D", "E", "F")


def use_variables(build: Builder, low: int, high: int) -> Block:
    """Draw from `low` to `high` operations that set or look up a variable, or pause."""

    def use() -> Operation:
        kind = build.one_of(*TYPES)
        match build.number(0, 3):
            case 0 | 1:
                return SetVariable(kind, build.name("value"))
            case 2:
                return GetVariable(kind, build.name("default") if build.flag() else None)
            case _:
                return build.pause()

    return build.some(low, high, use)


def get_all_variables() -> Block:
    """Return lookups of the variables of all types."""
    return tuple(GetVariable(kind) for kind in TYPES)
