"""The exceptions within one that was raised: `leaves`, `surfacing`."""

from collections.abc import Iterator

__all__ = ("leaves", "surfacing")


def leaves(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the exceptions in a group, at any depth, or any other exception itself."""
    if isinstance(error, BaseExceptionGroup):
        for each in _members(error):  # pyright: ignore[reportUnknownArgumentType]
            yield from leaves(each)
    elif error is not None:
        yield error


def _members(error: BaseException) -> tuple[BaseException, ...]:
    return getattr(error, "exceptions", ())


def surfacing(error: BaseException | None, *, context: bool = False) -> list[BaseException]:
    """Return all exceptions that surface with one that was raised.

    Args:
        error: The exception that was raised.
        context: True to follow `__context__` too.

    Returns:
        The leaves of its groups, and those reached from them and it along `__cause__`.
    """
    found: list[BaseException] = []
    pending = [error]
    seen: set[int] = set()
    while pending:
        each = pending.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        found.append(each)
        pending += [each.__cause__, each.__context__ if context else None]
        if isinstance(each, BaseExceptionGroup):
            pending += _members(each)  # pyright: ignore[reportUnknownArgumentType]
    return found
