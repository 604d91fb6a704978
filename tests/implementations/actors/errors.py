"""Combining several errors: as causes of each other, or in a group."""

from collections.abc import Sequence

__all__ = ("among", "chain", "grouped")


def among(error: BaseException, errors: Sequence[BaseException]) -> bool:
    """Return True if this very error is among others; equal ones do not count."""
    return any(error is each for each in errors)


def chain(first: BaseException, last: BaseException) -> None:
    """Append an error to the chain of causes of another."""
    seen: list[BaseException] = []
    while first.__cause__ is not None and not among(first, seen):
        if first is last:
            return
        seen.append(first)
        first = first.__cause__
    if first is not last:
        first.__cause__ = last


def grouped(message: str, errors: Sequence[BaseException]) -> BaseException:
    """Return a group of errors, each of them once."""
    unique = {id(each): each for each in errors}
    return BaseExceptionGroup(message, list(unique.values()))
