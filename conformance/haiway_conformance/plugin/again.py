"""Ask a property once more, about another program: `remembered`."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import wraps
from inspect import signature
from typing import Any, cast

import pytest

from haiway_conformance.judgement import Violation
from haiway_conformance.programs import Program

__all__ = ("Again", "remembered")


class Again:
    """Calls a property as it was called last, but for the program.

    Args:
        property_: The property, without Hypothesis around it.
        arguments: What it is called with, until it is called with something else.
    """

    def __init__(self, property_: Callable[..., object], arguments: dict[str, Any]) -> None:
        self._property = property_
        self._arguments = arguments

    def remember(self, arguments: dict[str, Any]) -> None:
        """Note what the property is called with.

        Args:
            arguments: By their names.
        """
        self._arguments = arguments

    def __call__(self, program: Program) -> object:
        """Call it.

        Args:
            program: Stands in the place of each program that it was called with.

        Raises:
            Violation: As the property does.
        """
        return self._property(
            **{name: _exchanged(value, program) for name, value in self._arguments.items()}
        )


@contextmanager
def remembered(
    item: pytest.Function, violated: Callable[[Violation], object] | None = None
) -> Generator[Again]:
    """Remember what a property is called with.

    Args:
        item: The test that it is.
        violated: Is told of each violation as it is raised, before Hypothesis sees it; None if
            nobody is.

    Yields:
        What calls it again.
    """
    names = signature(item.obj).parameters
    given = {name: item.funcargs[name] for name in names if name in item.funcargs}
    handle = getattr(item.obj, "hypothesis", None)
    if handle is None:
        yield Again(item.obj, given)
        return
    inner = handle.inner_test
    again = Again(inner, given)

    @wraps(inner)
    def noting(**arguments: Any) -> object:
        again.remember(arguments)
        try:
            return inner(**arguments)
        except Violation as violation:
            if violated is not None:
                violated(violation)
            raise

    # Hypothesis offers the attribute to plugins that have to call the test in a way of their own.
    handle.inner_test = noting
    try:
        yield again
    finally:
        handle.inner_test = inner


def _exchanged(value: object, program: Program) -> object:
    if isinstance(value, Program):
        return program
    if isinstance(value, tuple):
        return tuple(_exchanged(each, program) for each in cast("tuple[object, ...]", value))
    return value
