"""The exceptions within a group: `members_of`."""

from collections.abc import Iterator
from typing import cast

__all__ = ("members_of",)


def members_of(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the exceptions within a group and within its groups; of another exception, itself.

    Args:
        error: The exception; None for none, which yields nothing.
    """
    if isinstance(error, BaseExceptionGroup):
        for each in cast("BaseExceptionGroup[BaseException]", error).exceptions:
            yield from members_of(each)
    elif error is not None:
        yield error
