"""Limit the time that a property may take: `limited`."""

from collections.abc import Generator
from contextlib import contextmanager, nullcontext

import pytest

from haiway_conformance.kit_error import KitError
from haiway_conformance.plugin.apart import deaths_before, is_apart
from haiway_conformance.plugin.property import Property, seconds_for
from haiway_conformance.plugin.stopping import HeldTheLoop, StopLatch, TookTooLong
from haiway_conformance.plugin.watching import watched

__all__ = ("StoppedError", "limited")


class StoppedError(KitError):
    """A property was stopped, because the implementation would not have come to an end."""


@contextmanager
def limited(item: pytest.Item, judging: Property, latch: StopLatch) -> Generator[None]:
    """Stop a property that never comes to an end.

    Args:
        item: The test. The project's own limit counts if there is one.
        judging: The property.
        latch: Stops it.

    Yields:
        Nothing.

    Raises:
        StoppedError: If it was stopped: that says nothing about the clause.
    """
    seconds = seconds_for(item)
    deadly, deaths = is_apart(item.config), deaths_before(item.config)
    watching = (
        nullcontext() if seconds is None else watched(latch, seconds, deadly=deadly, deaths=deaths)
    )
    try:
        with watching:
            yield
    except HeldTheLoop as error:
        raise StoppedError(
            f"{judging.test} was stopped, because the event loop was held for seconds without a"
            f" turn{_place(error)}. The usual reason is a loop without `await`, or a call that"
            " blocks: it keeps all tasks from running, so that nothing can be judged."
        ) from error
    except TookTooLong as error:
        raise StoppedError(
            f"{judging.test} was not done after the time it is given, and was"
            f" stopped{_place(error)}. The usual reason is that the implementation does not use the"
            " event loop's time, but sleeps or waits for real."
        ) from error


def _place(error: TookTooLong) -> str:
    return f" in {error}" if str(error) else ""
