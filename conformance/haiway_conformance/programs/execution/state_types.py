"""The types of state, and the context variables, that programs use."""

from contextvars import ContextVar
from functools import cache
from typing import Any, Final

__all__ = ("CONTEXT_VARIABLES", "state_types")

CONTEXT_VARIABLES: Final = {
    name: ContextVar(f"haiway_conformance_{name}", default="unset") for name in ("x", "y")
}
"""The context variables that programs set and look up."""


@cache
def state_types(base: Any) -> dict[str, Any]:
    """Declare the types of state that programs use, for one implementation.

    Args:
        base: The implementation's `State`.

    Returns:
        `A` and `B`, whose label must be given; `C`, which has the same class name as `A`; `D`,
        which can be made without arguments; `E`, whose objects are all equal; `F`, whose objects
        are false; `G`, which is derived from `A`; and `H`, which is derived from `D`, and can be
        made without arguments, too.
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

    class H(D):
        pass

    return {"A": first, "B": B, "C": second, "D": D, "E": E, "F": F, "G": G, "H": H}
