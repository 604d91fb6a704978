"""Collect the garbage of one property when it is over: `collected`."""

import gc
from collections.abc import Generator
from contextlib import contextmanager

__all__ = ("collected",)


@contextmanager
def collected() -> Generator[None]:
    """Collect all objects that become garbage within; those of before are not visited.

    Each run of a program ends with a collection of the youngest generation. It moves the objects
    that Hypothesis still holds to the next one, which is collected only if Python happens to start
    a collection of its own between two runs.

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
