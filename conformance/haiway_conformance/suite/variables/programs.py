"""Programs for the chapter on variables."""

from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.operations import Block, GetVariable, Operation, SetVariable

__all__ = (
    "TYPES",
    "look_ups",
    "uses_of_variables",
)

# `A` and `C` have one name, the values of `E` are equal, and those of `F` false.
TYPES = ("A", "B", "C", "D", "E", "F")


def uses_of_variables(build: Builder, low: int, high: int) -> Block:
    """Variables that are set or looked up, between pauses."""

    def touch() -> Operation:
        kind = build.one_of(*TYPES)
        match build.number(0, 3):
            case 0 | 1:
                return SetVariable(kind, build.name("value"))
            case 2:
                return GetVariable(kind, build.name("default") if build.flag() else None)
            case _:
                return build.pause()

    return build.some(low, high, touch)


def look_ups() -> Block:
    """Return lookups of all types of variables."""
    return tuple(GetVariable(kind) for kind in TYPES)
