"""Operations that call the helpers, and the sources these read from."""

from dataclasses import dataclass
from typing import Literal

from haiway_conformance.programs.operations.block import Block
from haiway_conformance.programs.operations.flow import Failing
from haiway_conformance.programs.operations.tasking import Function, Outcome

__all__ = ("Element", "Ending", "Execute", "HelperCall", "Kind", "Process", "Source", "Value")

type Value = Literal[
    "object",
    "none",
    "zero",
    "false",
    "empty",
    "exception",
    "twin",
    "unhashable",
    "list",
    "awaitable",
    "equal to all",
]
"""What an element is: an object of its own; None; 0; False; (); an exception object; an object
that equals every other twin; an object that has no hash; a list; a future that is done; an object
that equals everything."""

type Kind = Literal[
    "list",
    "tuple",
    "set",
    "dict",
    "generator",
    "iterator",
    "async generator",
    "async iterator",
    "async iterable",
]
"""What a source is: a collection; a generator; an object with `__next__` alone; the asynchronous
ones: a generator; an object with `__anext__` alone; an object whose `__aiter__` makes a
generator."""

type Ending = Literal["ends", "fails", "silent", "endless"]
"""What a source does after its elements: it ends; it raises; it is asynchronous, and never gives
another nor ends; it goes on with objects for ever."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a source, and what the handler does with it.

    Attributes:
        value: What it is.
        body: What the handler does with it.
        result: What the handler returns then.
    """

    value: Value = "object"
    body: Block = ()
    result: Outcome = "object"


@dataclass(frozen=True, slots=True)
class Source:
    """What a helper reads elements from.

    Attributes:
        kind: What it is.
        elements: Its elements, in order.
        before: What it does before each; suspends in asynchronous sources only.
        ending: What comes after them.
        error: What is raised if it fails.
        rest: What the handler does with what an endless source gives after its elements.
        clean_up: What an asynchronous generator does on every way out of it.
    """

    kind: Kind = "list"
    elements: tuple[Element, ...] = ()
    before: Block = ()
    ending: Ending = "ends"
    error: Failing = "exception"
    rest: Block = ()
    clean_up: Block = ()


@dataclass(frozen=True, slots=True)
class HelperCall:
    """A call of a helper.

    The call handling element `i` bears the name `helper[i]`, the source `source of helper`.

    Attributes:
        helper: The call's name.
        source: What it reads from.
        limit: `concurrent_tasks`.
        tolerant: Whether failures are to be tolerated.
        handler: What stands for the handler's function.
    """

    helper: str
    source: Source
    limit: int = 2
    tolerant: bool = False
    handler: Function = "function"


@dataclass(frozen=True, slots=True)
class Process(HelperCall):
    """Call `process_concurrently`; tolerant: with `ignore_exceptions=True`."""


@dataclass(frozen=True, slots=True)
class Execute(HelperCall):
    """Call `execute_concurrently`; tolerant: with `return_exceptions=True`."""
