"""Count how many calls are in progress at once."""

from collections.abc import Generator
from contextlib import contextmanager

__all__ = ("Counter",)


class Counter:
    """Counts the calls in progress.

    Attributes:
        now: The calls in progress now.
        most: The most calls that have been in progress at once.
    """

    def __init__(self) -> None:
        self.now = 0
        self.most = 0

    @contextmanager
    def one(self) -> Generator[None]:
        """Count the block as a call in progress."""
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            yield
        finally:
            self.now -= 1
