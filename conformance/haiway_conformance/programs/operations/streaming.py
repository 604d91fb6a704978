"""Operations on streams."""

from dataclasses import dataclass

from haiway_conformance.programs.operations.block import Block
from haiway_conformance.programs.operations.helping import Source
from haiway_conformance.programs.operations.tasking import Function

__all__ = ("Close", "Consume", "Iterate", "Merge", "Next", "Open")


@dataclass(frozen=True, slots=True)
class Iterate:
    """Consume a stream to its end.

    Attributes:
        stream: The stream's name.
        items: How many items the generator gives.
        before: What the generator does before each item.
        body: What the consumer does with each.
    """

    stream: str
    items: int
    before: Block = ()
    body: Block = ()


@dataclass(frozen=True, slots=True)
class Open:
    """Make a stream of a generator; item `i` bears the name `stream[i]`.

    Attributes:
        stream: The stream's name.
        source: What the generator does; its kind does not matter.
        positional: Names of objects that are passed as positional arguments.
        keyword: Names of keywords with names of objects passed as keyword arguments.
        generator: What stands for the generator's function.
    """

    stream: str
    source: Source
    positional: tuple[str, ...] = ()
    keyword: tuple[tuple[str, str], ...] = ()
    generator: Function = "function"


@dataclass(frozen=True, slots=True)
class Merge:
    """Make a stream of several asynchronous sources: `stream_concurrently`.

    Item `i` of the first source bears the name `stream[i]`, of the second one `stream.b[i]`.

    Attributes:
        stream: The merged stream's name.
        sources: The sources: two, but where it is tried whether there may be more.
        exhaustive: Whether it is to end with the last source instead of the first that ends.
    """

    stream: str
    sources: tuple[Source, ...]
    exhaustive: bool = False


@dataclass(frozen=True, slots=True)
class Consume:
    """Loop over a stream, `async for`.

    Attributes:
        stream: The stream's name.
        body: What is done with each item.
        items: After so many items the loop is left by `break`; None for never.
    """

    stream: str
    body: Block = ()
    items: int | None = None


@dataclass(frozen=True, slots=True)
class Next:
    """Ask a stream for an item, `anext`, and note what comes; that it has ended, too.

    Attributes:
        stream: The stream's name.
        times: How many times in a row.
    """

    stream: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Close:
    """Close a stream, `aclose`, if it can be closed."""

    stream: str
