"""Several errors told by one: as causes of each other, or in a group."""

from collections.abc import Sequence

__all__ = ("among", "chain", "grouped")


def among(error: BaseException, errors: Sequence[BaseException]) -> bool:
    """Whether that very error is there: equality says nothing."""
    return any(error is each for each in errors)


def chain(first: BaseException, last: BaseException) -> None:
    """Put an error at the end of the causes of another."""
    seen: list[BaseException] = []
    while first.__cause__ is not None and not among(first, seen):
        if first is last:
            return
        seen.append(first)
        first = first.__cause__
    if first is not last:
        first.__cause__ = last


def grouped(message: str, errors: Sequence[BaseException]) -> BaseException:
    """A group of errors, each of them once."""
    unique = {id(each): each for each in errors}
    return BaseExceptionGroup(message, list(unique.values()))
