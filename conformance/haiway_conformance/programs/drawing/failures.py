"""Failures and failing tasks that programs of several chapters contain."""

from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.operations import Fail, Failing

__all__ = (
    "EXCEPTIONS",
    "KINDS",
    "a_failure",
)

# What `except Exception` catches.
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
    """Draw a failure with a name of its own, of one of the kinds."""
    return Fail(build.name("error"), build.one_of(*(kinds or KINDS)))
