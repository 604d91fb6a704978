"""Garbage of one property, collected when it is over: `collected`."""

import gc
from collections.abc import Generator
from contextlib import contextmanager

__all__ = ("collected",)


@contextmanager
def collected() -> Generator[None]:
    """Collect, fully, what becomes garbage within; what is there before is not looked at.

    Each run of a program ends with a collection of the young generations. That moves what
    Hypothesis still holds at the time to the oldest one, where nothing would look for it again:
    the counter by which Python decides to do so begins anew with every collection by hand.

    Yields:
        Nothing.

    Source: CPython's documentation of `gc.freeze`. Freezing and its opposite move a list, whatever
    its length; without it, a full collection would take longer than most properties.
    """
    gc.freeze()
    try:
        yield
        gc.collect()
    finally:
        gc.unfreeze()
