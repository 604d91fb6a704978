"""The objects that programs name: state types, arguments, results, exceptions."""

import re
from contextvars import ContextVar
from functools import cache
from typing import Any, Final

__all__ = (
    "CONTEXT_VARIABLES",
    "SINGLES",
    "Failure",
    "Token",
    "described",
    "masked",
    "state_types",
)

CONTEXT_VARIABLES: Final = {
    name: ContextVar(f"haiway_conformance_{name}", default="unset") for name in ("x", "y")
}
"""The context variables that programs set and look up."""

_VOLATILE: Final = re.compile(
    r"0x[0-9a-fA-F]+|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|Task-\d+"
    # A place in a file, as the repr of a task or coroutine has it.
    r"|(?:[A-Za-z]:)?(?:[/\\][^\s/\\'\"<>]+)+:\d+"
)


class Failure(Exception):  # noqa: N818 - what a program raises on purpose is no error of the kit
    """An exception that a program raises.

    Attributes:
        name: Its name in the program.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


SINGLES: Final[dict[str, object]] = {"None": None, "False": False, "0": 0, "()": ()}
"""Objects that every program can name besides its own: those that are easily lost."""


class Token:
    """An object that is told apart by its name: an argument, or a task's result."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


@cache
def state_types(base: Any) -> dict[str, Any]:
    """Declare the types of state that programs use, for one implementation.

    Args:
        base: The implementation's `State`.

    Returns:
        `A` and `B`, whose label must be given, `D`, which can be made without arguments, and `F`,
        whose objects are false.
    """

    class A(base):
        label: str

    class B(base):
        label: str

    class D(base):
        label: str = "made by default"

    class F(base):
        label: str

        def __bool__(self) -> bool:
            return False

    return {"A": A, "B": B, "D": D, "F": F}


def described(error: BaseException) -> str:
    """An exception as text, without anything that differs from run to run.

    Args:
        error: The exception.
    """
    match error:
        case Failure():
            return error.name
        case BaseExceptionGroup():
            inner = ", ".join(described(each) for each in error.exceptions)
            return f"{type(error).__name__}[{inner}]"
        case _:
            text = masked(str(error))
            return f"{type(error).__name__}: {text}" if text else type(error).__name__


def masked(text: str) -> str:
    """Replace what differs from run to run or place to place.

    Addresses, UUIDs, counters of tasks, and lines of files.
    """
    return _VOLATILE.sub("…", text)
