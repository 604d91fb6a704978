"""Collect the garbage of one property when it is over: `collected`."""

import gc
from collections.abc import Generator
from contextlib import contextmanager

__all__ = ("collected",)


@contextmanager
def collected() -> Generator[None]:
    """Collect all objects that become garbage within; those of before are not visited.

    Each run of a program ends with a collection of the young generations. It moves the objects that
    Hypothesis still holds to the oldest generation, which would never be collected: the counter by
    which Python decides on that starts again with every explicit collection.

    Yields:
        Nothing.

    Source: CPython's documentation of `gc.freeze`. Freezing takes the same short time however many
    objects there are; without it, a full collection would take longer than most properties.
    """
    gc.freeze()
    try:
        yield
        gc.collect()
    finally:
        gc.unfreeze()
