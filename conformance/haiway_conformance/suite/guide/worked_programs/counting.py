"""Counting how much goes on at once."""

from collections.abc import Generator
from contextlib import contextmanager

__all__ = ("Counter",)


class Counter:
    """Counts those who are at something at the same time.

    Attributes:
        now: How many there are.
        most: How many there were at most.
    """

    def __init__(self) -> None:
        self.now = 0
        self.most = 0

    @contextmanager
    def one(self) -> Generator[None]:
        """Be one of them."""
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            yield
        finally:
            self.now -= 1
