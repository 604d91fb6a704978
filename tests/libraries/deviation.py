"""`deviation`: turn a plain asyncio program into a test that shows the violation of a clause.

Such a program uses a library and asyncio, and nothing of the kit. It asserts what the library does,
and a comment says what the clause asks for: so a verdict of the kit can be checked without it.
"""

import asyncio
import functools
from collections.abc import Callable, Coroutine
from types import ModuleType

__all__ = ("clauses_shown", "deviation")

type Program = Callable[[], Coroutine[object, object, None]]


def deviation(*clauses: str) -> Callable[[Program], Callable[[], None]]:
    """Run a program as a test, on an event loop of its own.

    Args:
        clauses: The ids of the clauses of level MUST whose violation it shows.
    """

    def as_test(program: Program) -> Callable[[], None]:
        @functools.wraps(program)
        def test() -> None:
            asyncio.run(program())

        test.clauses = clauses
        return test

    return as_test


def clauses_shown(programs: ModuleType) -> set[str]:
    """Return the clauses that the programs of a module are about."""
    return {clause for value in vars(programs).values() for clause in getattr(value, "clauses", ())}
