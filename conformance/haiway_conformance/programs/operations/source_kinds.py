"""The kinds of sources from which helpers and streams read, and how they go on."""

from typing import Final, Literal

__all__ = ("ASYNC", "CLOSABLE", "Ending", "Kind")

type Kind = Literal[
    "list",
    "tuple",
    "set",
    "dict",
    "string",
    "bytes",
    "sized iterable",
    "indexed object",
    "lazy list",
    "generator",
    "iterator",
    "async generator",
    "async iterator",
    "async iterable",
    "stream",
    "merged stream",
]
"""Kinds of sources: a collection; a generator that tells its length; an object with `__getitem__`
alone; a list that is empty, but whose `__iter__` is a generator; a generator; an object with
`__next__` alone; the asynchronous ones: a generator; an object with `__anext__` alone; an object
whose `__aiter__` makes a generator; the implementation's own: a stream of a generator; a generator
merged with another that gives nothing."""

type Ending = Literal["ends", "fails", "silent", "endless"]
"""How a source goes on after its elements: it ends; it raises; it is asynchronous, and never gives
another nor ends; it goes on with objects for ever."""

CLOSABLE: Final[tuple[Kind, ...]] = ("async generator", "stream", "merged stream")
"""The kinds of sources that a stream closes, as far as they can be closed."""

ASYNC: Final[tuple[Kind, ...]] = (*CLOSABLE, "async iterator", "async iterable")
"""The kinds of sources that `async for` reads."""
