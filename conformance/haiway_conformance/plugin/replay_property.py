"""Call a property again, with a single run in place of its explorer: `ReplayProperty`."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import wraps
from inspect import signature
from typing import Any, cast

import pytest

from haiway_conformance.judgement import Violation
from haiway_conformance.judgement.single_run import SingleRun
from haiway_conformance.programs import Program

__all__ = ("ReplayProperty", "replayable")

_EXPLORE = "explore"
"""The fixture that runs programs."""

_IMPLEMENTATION = "implementation"
"""The fixture that gives the adapter, here that of the single run: it may be an oracle's."""


class ReplayProperty:
    """Calls a property as it was called last, except for its explorer and its programs.

    Args:
        property_: The property, without Hypothesis around it.
        arguments: Its arguments, until it is called with others.
    """

    def __init__(self, property_: Callable[..., object], arguments: dict[str, Any]) -> None:
        self._property = property_
        self._arguments = arguments

    def remember(self, arguments: dict[str, Any]) -> None:
        """Remember the arguments with which the property is called.

        Args:
            arguments: The arguments, by their names.
        """
        self._arguments = arguments

    def __call__(self, single: SingleRun) -> object:
        """Call the property.

        Args:
            single: Takes the place of the explorer; its program, that of each program among the
                arguments.

        Raises:
            Violation: If the property is violated.
        """
        arguments = {
            name: single
            if name == _EXPLORE
            else single.adapter
            if name == _IMPLEMENTATION
            else _exchanged(value, single.program)
            for name, value in self._arguments.items()
        }
        return self._property(**arguments)


type Note = Callable[[Violation, ReplayProperty], bool]
"""Takes note of a violation; returns False if the property is to be called again."""


@contextmanager
def replayable(item: pytest.Function, note: Note | None = None) -> Generator[ReplayProperty]:
    """Make a property replayable while it runs.

    Args:
        item: The property.
        note: Called with each violation that the property raises, before anything else sees it, and
            with what replays the property. Where it returns False, the property is called again
            with the same arguments. None for nothing.

    Yields:
        The callable that replays it.
    """
    names = signature(item.obj).parameters
    arguments = {name: item.funcargs[name] for name in names if name in item.funcargs}
    handle = getattr(item.obj, "hypothesis", None)
    inner = item.obj if handle is None else handle.inner_test
    replay = ReplayProperty(inner, arguments)

    @wraps(inner)
    def noting(**arguments: Any) -> object:
        replay.remember(arguments)
        while True:
            try:
                return inner(**arguments)
            except Violation as raised:
                violation = raised
            # Not while the violation is handled: it would become the context of all exceptions that
            # are raised in the programs that are run meanwhile.
            if note is None or note(violation, replay):
                raise violation

    if handle is None:
        item.obj = noting
    else:
        # Hypothesis offers the attribute to plugins that have to call the test in a way of their
        # own.
        handle.inner_test = noting
    try:
        yield replay
    finally:
        if handle is None:
            item.obj = inner
        else:
            handle.inner_test = inner


def _exchanged(value: object, program: Program) -> object:
    if isinstance(value, Program):
        return program
    if isinstance(value, tuple):
        return tuple(_exchanged(each, program) for each in cast("tuple[object, ...]", value))
    return value
