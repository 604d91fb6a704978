"""The types of state, and the context variables, that programs use."""

import re
from collections.abc import Iterator
from contextvars import ContextVar
from functools import cache
from typing import Any, Final

__all__ = ("CONTEXT_VARIABLES", "MADE", "many_types", "state_types")

CONTEXT_VARIABLES: Final = {
    name: ContextVar(f"haiway_conformance_{name}", default="unset") for name in ("x", "y")
}
"""The context variables that programs set and look up."""

MADE: Final = {"D": "made by default", "H": "made by default", "K": "made as K"}
"""The labels of objects that are made without arguments, by the types of which they can be."""


def many_types(number: int) -> tuple[str, ...]:
    """Return the names of many types of state, for programs that use more than a few.

    Args:
        number: How many.
    """
    return tuple(f"T{each}" for each in range(1, number + 1))


@cache
def state_types(base: Any) -> dict[str, Any]:
    """Declare the types of state that programs use, for one implementation.

    Args:
        base: The implementation's `State`.

    Returns:
        `A` and `B`, whose label must be given; `C`, which has the same class name as `A`; `D`,
        which can be made without arguments; `E`, whose objects are all equal, and have no hash;
        `F`, whose objects are false and empty iterables; `G`, which is derived from `A`; `H`, which
        is derived from `D`, and can be made without arguments, too; and `K`, which also can, and
        has the same class name as `D`. Where an implementation's types of state are final, `G` and
        `H` are types of their own like the others. Those of `many_types` are like `B`, and are
        declared as they are looked up.
    """

    def named_alike() -> Any:
        class A(base):
            label: str

        return A

    def made_alike(made: str) -> Any:
        class D(base):
            label: str = made

        return D

    first, second = named_alike(), named_alike()
    fourth, last = made_alike(MADE["D"]), made_alike(MADE["K"])

    class B(base):
        label: str

    class E(base):
        label: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, E)

        def __hash__(self) -> int:
            raise TypeError("unhashable")

    class F(base):
        label: str

        def __bool__(self) -> bool:
            return False

        def __iter__(self) -> Iterator[Any]:
            return iter(())

    try:

        class G(first):
            pass

        class H(fourth):
            pass

        derived = {"G": G, "H": H}
    except TypeError:
        derived = {"G": named_alike(), "H": made_alike(MADE["H"])}

    named = {"A": first, "B": B, "C": second, "D": fourth, "E": E, "F": F, **derived}
    return _Types(base, {**named, "K": last})


class _Types(dict[str, Any]):
    def __init__(self, base: Any, types: dict[str, Any]) -> None:
        super().__init__(types)
        self._base = base

    def __missing__(self, name: str) -> Any:
        if not re.fullmatch(r"T\d+", name):
            raise KeyError(name)
        # Types of the same name would try something else, too.
        scope = {"base": self._base, "__name__": __name__}
        exec(f"class {name}(base):\n    label: str", scope)  # noqa: S102
        declared = self[name] = scope[name]
        return declared
