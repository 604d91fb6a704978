"""The objects that programs name: state types, arguments, elements, results."""

from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import cache
from typing import Any, Final
from zlib import crc32

__all__ = (
    "CONTAINERS",
    "CONTEXT_VARIABLES",
    "SINGLES",
    "AwaitableToken",
    "EqualToAll",
    "Token",
    "Twin",
    "Unhashable",
    "state_types",
)

CONTEXT_VARIABLES: Final = {
    name: ContextVar(f"haiway_conformance_{name}", default="unset") for name in ("x", "y")
}
"""The context variables that programs set and look up."""

SINGLES: Final[dict[str, object]] = {"None": None, "False": False, "0": 0, "()": ()}
"""Objects that every program can name besides its own: those that are easily lost."""

CONTAINERS: Final[dict[str, Callable[[], object]]] = {"[]": list, "{}": dict}
"""Objects that every program has of its own, one of each, and that are easily copied."""


class Token:
    """An object that is told apart by its name: an argument, an element, a result."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name

    def __hash__(self) -> int:
        return crc32(self.name.encode())  # the order of a set of them is the same in every run

    def __eq__(self, other: object) -> bool:
        return self is other


class Twin(Token):
    """An object that equals all others of its class."""

    __slots__ = ()

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Twin)


class AwaitableToken(Token):
    """An object that can be awaited, which gives None."""

    __slots__ = ()

    def __await__(self) -> Iterator[Any]:
        return iter(())


class Unhashable(Token):
    """An object without a hash, as a list or a dict."""

    __slots__ = ()
    __hash__ = None  # pyright: ignore[reportAssignmentType]


class EqualToAll(Token):
    """An object that equals everything."""

    __slots__ = ()

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return True


@cache
def state_types(base: Any) -> dict[str, Any]:
    """Declare the types of state that programs use, for one implementation.

    Args:
        base: The implementation's `State`.

    Returns:
        `A` and `B`, whose label must be given; `C`, which has the name of `A`; `D`, which can be
        made without arguments; `E`, whose objects are all equal; `F`, whose objects are false; and
        `G`, which is derived from `A`.
    """

    def named_alike() -> Any:
        class A(base):
            label: str

        return A

    first, second = named_alike(), named_alike()

    class B(base):
        label: str

    class D(base):
        label: str = "made by default"

    class E(base):
        label: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, E)

        def __hash__(self) -> int:
            return 0

    class F(base):
        label: str

        def __bool__(self) -> bool:
            return False

    class G(first):
        pass

    return {"A": first, "B": B, "C": second, "D": D, "E": E, "F": F, "G": G}
