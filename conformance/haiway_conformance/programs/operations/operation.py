"""The base classes of operations and of the parts of which they consist: `Operation`, `Part`.

An operation is one class in one module of this folder, and nothing else. `Operation` lists what
such a class must say; one that leaves something out cannot be defined.
"""

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

if TYPE_CHECKING:
    from haiway_conformance.programs.execution import Execution, Frame
    from haiway_conformance.programs.writing import Outline, Page, Where

__all__ = (
    "KINDS",
    "Block",
    "Carrier",
    "Held",
    "Operation",
    "Part",
    "Step",
    "makes_nothing",
    "needs_nothing",
    "never",
    "no_blocks",
    "no_stand_in",
    "once",
    "with_block",
)

type Block = tuple[Operation, ...]
"""Operations that are carried out one after the other."""

KINDS: Final[dict[str, type["Part"]]] = {}
"""All operations and parts that are not abstract, by the names of their classes."""


class Part:
    """Something of which operations consist: a resource, a source, an element.

    Parts and operations are frozen dataclasses. A class that is only derived from sets `abstract`.
    """

    __slots__ = ()

    abstract: ClassVar[bool] = True
    required: ClassVar[tuple[str, ...]] = ("needs",)
    """The methods that every class that is not abstract must define, or take from another one."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.__dict__.get("abstract", False):
            return
        missing = [name for name in cls.required if _is_undefined(cls, name)]
        if missing:
            raise TypeError(
                f"{cls.__name__} does not define {', '.join(missing)}: see the methods of that name"
                " in haiway_conformance.programs.operations.operation for what they say of an"
                " operation, and the functions beside it for common answers"
            )
        KINDS[cls.__name__] = cls

    def needs(self, /) -> frozenset[str]:
        """Return the capabilities without which an implementation cannot carry it out."""
        raise NotImplementedError


class Operation(Part):
    """One step of a program: what it is, and everything that the kit does with it.

    Every operation is total: one that refers to a task or scope that does not exist (yet, or any
    more) does nothing. So any part of a program can be dropped, and what remains is a program;
    shrinking depends on that.

    The methods below say all that there is to say of an operation. Those whose answer is the same
    for all operations of a class are often set to one of the functions at the end of this module.

    Example:
        >>> @dataclass(frozen=True, slots=True)
        ... class Yield(Step):
        ...     '''Let every other ready callback run once: `asyncio.sleep(0)`.'''
        ...
        ...     needs = needs_nothing
        ...     suspensions = once
        ...
        ...     def read(self, outline: Outline) -> None:
        ...         outline.line("sleep(0)")
        ...
        ...     async def perform(self, execution: Execution, frame: Frame) -> None:
        ...         await asyncio.sleep(0)
        ...
        ...     def write(self, page: Page, where: Where) -> None:
        ...         page.line("await asyncio.sleep(0)")
    """

    __slots__ = ()

    abstract: ClassVar[bool] = True
    dispensable: ClassVar[bool] = False
    """True if it only observes something: where an implementation lacks what it needs, programs are
    drawn without it."""
    required: ClassVar[tuple[str, ...]] = (
        *("needs", "read", "perform", "write"),
        *("suspensions", "blocks", "makes", "stand_in"),
    )

    def read(self, outline: "Outline") -> None:
        """Write it for people.

        Args:
            outline: The text of the program.
        """
        raise NotImplementedError

    async def perform(self, execution: "Execution", frame: "Frame") -> None:
        """Carry it out.

        Args:
            execution: The run.
            frame: The place at which it is carried out.
        """
        raise NotImplementedError

    def write(self, page: "Page", where: "Where") -> None:
        """Write it as Python statements that do the same, with the same suspensions.

        Args:
            page: The script.
            where: The place at which it is written.
        """
        raise NotImplementedError

    def suspensions(self, lengths: Mapping[str, int], /) -> int:
        """Return at how many of its suspensions cancellations are injected into its task.

        Suspensions within its blocks are not counted. How often an implementation suspends is
        its own affair: where that decides, this is a number that is likely to be enough.

        Args:
            lengths: How many items each stream of the program gives, by its name.
        """
        raise NotImplementedError

    def blocks(self, /) -> "tuple[Held, ...]":
        """Return the blocks that it holds, those of its parts included."""
        raise NotImplementedError

    def makes(self, /) -> str | None:
        """Return the name of the scope, task, helper call or stream that it makes, or None."""
        raise NotImplementedError

    def stand_in(self, /, *, scoped: bool) -> Block | None:
        """Return the block that may stand in its place when a program is made smaller.

        Args:
            scoped: Whether it is within a scope: outside of any, the specification leaves much
                open.

        Returns:
            The block, or None if it can only be dropped as a whole.
        """
        raise NotImplementedError


def _is_undefined(cls: type[Part], method: str) -> bool:
    return any(getattr(cls, method) is vars(base).get(method) for base in (Part, Operation))


class Carrier(Enum):
    """The code that carries out a block of an operation."""

    SAME = auto()
    """The task that carries out the operation."""
    TASK = auto()
    """A task of the program."""
    CALL = auto()
    """A call of a handler, in whatever task the implementation makes it."""
    GENERATOR = auto()
    """A source, wherever the implementation reads it."""
    RESOURCE = auto()
    """A resource, wherever the implementation enters and exits it."""


class Held(NamedTuple):
    """A block within an operation, and where it is carried out.

    Attributes:
        path: The fields and indices that lead to the block from the operation.
        block: The block.
        carrier: The code that carries it out.
        frame: The name of that task, call, generator or resource; None for SAME.
        scope: The scope in which it is carried out; None for that of the operation.
        last: Whether the operation has ended when the block has.
    """

    path: tuple[str | int, ...]
    block: Block
    carrier: Carrier = Carrier.SAME
    frame: str | None = None
    scope: str | None = None
    last: bool = False


def with_block(part: Any, path: tuple[str | int, ...], block: Block) -> Any:
    """Return an operation with another block in the place of one that it holds.

    Args:
        part: The operation.
        path: Where the block is: see `Held.path`.
        block: The other block.
    """
    match path:
        case (str(field), *rest):
            changed = with_block(getattr(part, field), tuple(rest), block)
            return replace(part, **{field: changed})
        case (int(index), *rest):
            changed = with_block(part[index], tuple(rest), block)
            return (*part[:index], changed, *part[index + 1 :])
        case _:
            return block


def needs_nothing(part: Part, /) -> frozenset[str]:  # noqa: ARG001
    """No capability is needed: see `Part.needs`."""
    return frozenset()


def never(operation: Operation, lengths: Mapping[str, int], /) -> int:  # noqa: ARG001
    """It does not suspend its task itself: see `Operation.suspensions`."""
    return 0


def once(operation: Operation, lengths: Mapping[str, int], /) -> int:  # noqa: ARG001
    """It suspends its task once: see `Operation.suspensions`."""
    return 1


def makes_nothing(operation: Operation, /) -> None:
    """It makes nothing that has a name: see `Operation.makes`."""


def no_stand_in(operation: Operation, /, *, scoped: bool) -> None:
    """Nothing may stand in its place: see `Operation.stand_in`."""


def no_blocks(operation: Operation, /) -> tuple[Held, ...]:  # noqa: ARG001
    """It holds no blocks: see `Operation.blocks`."""
    return ()


class Step(Operation):
    """An operation that holds no blocks and makes nothing that has a name."""

    __slots__ = ()

    abstract: ClassVar[bool] = True
    blocks = no_blocks
    makes = makes_nothing
    stand_in = no_stand_in
