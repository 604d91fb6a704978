"""Combining errors, and raising them again."""

from asyncio import CancelledError


def cancelled_because_of(request: CancelledError | None, cause: BaseException) -> CancelledError:
    """Return a CancelledError with failures as its cause, to be raised instead of another."""
    stopped = CancelledError(*(request.args if request is not None else ()))
    stopped.__cause__ = cause
    return stopped


def together(message: str, errors: list[BaseException]) -> BaseException:
    """Return the only error itself, or a group of several."""
    return errors[0] if len(errors) == 1 else BaseExceptionGroup(message, errors)


def raise_as_it_is(error: BaseException) -> None:
    """Raise an error again, with the context that it had before."""
    context = error.__context__
    try:
        raise error
    finally:
        if context is not None:
            error.__context__ = context
        del error, context
