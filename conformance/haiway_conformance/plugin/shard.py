"""A share of the properties, for one of several machines: `Shard`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

__all__ = ("Shard",)


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several shares of the properties.

    Attributes:
        number: Which of them, from 1 upwards.
        total: The number of shares.
    """

    number: int
    total: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a shard that is written as `2/3`.

        Args:
            text: The text.

        Raises:
            ValueError: If it is none.
        """
        match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
        number, total = map(int, match.groups()) if match else (0, 0)
        if not 1 <= number <= total:
            raise ValueError(
                f"{text!r} is no shard. Write K/N for the share K of N, such as 2/3; K is at least"
                " 1 and at most N."
            )
        return cls(number, total)

    def __str__(self) -> str:
        return f"{self.number}/{self.total}"

    def share(self, tests: Iterable[str]) -> frozenset[str]:
        """Return the properties of this share.

        Properties are dealt out by name like cards. Those of one clause have similar names and
        similar costs, so the shares take about the same time, and nothing had to be measured.

        Args:
            tests: The names of all properties, in any order.
        """
        return frozenset(sorted(tests)[self.number - 1 :: self.total])
