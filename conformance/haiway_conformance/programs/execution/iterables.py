"""Iterables that are neither collections nor generators."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

__all__ = (
    "AsyncIterable",
    "Indexed",
    "LazyList",
    "OneTimeAsyncIterator",
    "OneTimeIterator",
    "Sized",
)


class _Odd:
    """An object that is false and gives a wrong length: neither says that there are no elements."""

    def __bool__(self) -> bool:
        return False

    def __len__(self) -> int:
        return 1


class OneTimeIterator(_Odd, Iterator[Any]):
    """An iterator and nothing more: no generator, no `close`."""

    def __init__(self, iterator: Iterator[Any]) -> None:
        self._following = iterator.__next__

    def __next__(self) -> Any:
        return self._following()


class OneTimeAsyncIterator(_Odd, AsyncIterator[Any]):
    """An asynchronous iterator and nothing more: no generator, no `aclose`."""

    def __init__(self, iterator: AsyncIterator[Any]) -> None:
        self._following = iterator.__anext__

    async def __anext__(self) -> Any:
        return await self._following()


class AsyncIterable(_Odd):
    """An object that `async for` can iterate, and that is not an iterator."""

    def __init__(self, iterate: Callable[[], AsyncIterator[Any]]) -> None:
        self._iterate = iterate

    def __aiter__(self) -> AsyncIterator[Any]:
        return self._iterate()


class Sized:
    """An object that can be iterated and tells its length, and has its elements made one by one."""

    def __init__(self, length: int, iterate: Callable[[], Iterator[Any]]) -> None:
        self._length = length
        self._iterate = iterate

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Any]:
        return self._iterate()


class LazyList(list[Any]):
    """A list that is empty, and whose `__iter__` gives elements all the same.

    Whoever does more than `for` does sees an empty list: by its length, its indices, or a copy that
    trusts its type.
    """

    def __init__(self, iterate: Callable[[], Iterator[Any]]) -> None:
        super().__init__()
        self._iterate = iterate

    def __iter__(self) -> Iterator[Any]:
        return self._iterate()


class Indexed:
    """An object that `for` can iterate because it has items, and that has no `__iter__`."""

    def __init__(self, items: Sequence[Any]) -> None:
        self._items = items

    def __getitem__(self, index: int) -> Any:
        return self._items[index]
