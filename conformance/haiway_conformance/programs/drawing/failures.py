"""Exceptions that the programs of several chapters raise."""

from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.operations import Fail, Failing

__all__ = (
    "EXCEPTIONS",
    "KINDS",
    "a_failure",
)

# The kinds that `except Exception` catches.
EXCEPTIONS: tuple[Failing, ...] = (
    "exception",
    "falsy",
    "twin",
    "lookup",
    "stop",
    "timeout",
    "group",
)


KINDS: tuple[Failing, ...] = (*EXCEPTIONS, "base")


def a_failure(build: Builder, *kinds: Failing) -> Fail:
    """Draw an operation that raises an exception with a name of its own.

    Args:
        build: The builder.
        kinds: The kinds of exception to choose from; all by default.
    """
    return Fail(build.name("error"), build.one_of(*(kinds or KINDS)))
