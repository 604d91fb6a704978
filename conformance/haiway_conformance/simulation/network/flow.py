"""One direction of a connection in memory: `Flow`."""

from collections import deque
from typing import Final

__all__ = ("CAPACITY", "Flow")

CAPACITY: Final = 65_536
"""In bytes: as much is under way until the receiver reads. Real systems take as much at least."""


class Flow:
    """The data under way in one direction, in order.

    Attributes:
        ended: True if nothing follows: the sender has closed this direction.
        ready: In bytes: how much of it the receiver can read now.
    """

    def __init__(self) -> None:
        self.ended = False
        self.ready = 0
        self._writes: deque[bytes] = deque()
        self._divided = False  # a part of the first one has arrived
        self._size = 0

    def __len__(self) -> int:
        return self._size

    @property
    def room(self) -> int:
        """How much can be added, in bytes."""
        return CAPACITY - self._size

    @property
    def has_much_room(self) -> bool:
        """True if it is worth telling the sender that there is room."""
        return 2 * self._size <= CAPACITY

    @property
    def parts(self) -> list[int]:
        """The lengths in which it may arrive, each different: all of it first."""
        if not self._writes:
            return [0]
        first = len(self._writes[0])
        # In two parts at most: else much data would arrive byte by byte.
        part = first if self._divided else (first + 1) // 2
        return list(dict.fromkeys([self._size, first, part]))

    def add(self, data: bytes) -> None:
        """Add what was written at once.

        Args:
            data: The bytes, at least one.
        """
        self._writes.append(data)
        self._size += len(data)

    def take(self, most: int) -> bytes:
        """Remove what can be read now.

        Args:
            most: At most as many bytes.
        """
        left = count = min(most, self.ready)
        taken: list[bytes] = []
        while left:
            first = self._writes.popleft()
            if len(first) > left:
                self._writes.appendleft(first[left:])
                first = first[:left]
                self._divided = True
            else:
                self._divided = False
            taken.append(first)
            left -= len(first)
        self.ready -= count
        self._size -= count
        return b"".join(taken)

    def clear(self) -> None:
        """Lose what is under way."""
        self._writes.clear()
        self._size = self.ready = 0
        self._divided = False
