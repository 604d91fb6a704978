"""Programs in which a task is cancelled from outside as well: `injected`.

Where such cancellations can arrive is a matter of the program, not of an implementation: at each
suspension of a task that the program itself describes (main, and the tasks that are spawned or
started), at both moments of it; and in the tasks around one, when that has come to its end. Tasks
of the implementation's own, such as those in which handlers and generators run, are never
cancelled.

A cancellation is an operation like others. So it is part of the program's text, and of its token,
and can be taken away when a counterexample is made smaller; and injected twice, there are two.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from haiway_conformance.programs.operations import Block, Fail, InjectCancel, Merge, Open, Operation
from haiway_conformance.programs.operations.operation import Carrier, Held, with_block
from haiway_conformance.programs.program import Program
from haiway_conformance.simulated_loop import Moment

__all__ = ("injected",)

_MOMENTS: Final[tuple[Moment, ...]] = ("waiting", "woken")

# How often an implementation suspends in the exit of a scope is its affair: this many are tried.
_EXIT: Final = 3


@dataclass(frozen=True, slots=True)
class _Here:
    """The place of a block.

    Attributes:
        lengths: How many items the streams of the program give, by their names.
        task: The task of the program that carries it out; empty in a handler's call.
        around: The tasks around it, which wait for its end, from the inside outwards.
        ending: Whether its end is that of the task or call.
        exits: Whether a scope is exited at its end.
    """

    lengths: Mapping[str, int]
    task: str
    around: tuple[str, ...] = ()
    ending: bool = False
    exits: bool = False

    def within(self, held: Held, *, ending: bool) -> "_Here | None":
        """Return the place of a block of an operation here; None where nothing is injected.

        Args:
            held: The block.
            ending: Whether the end of the operation is that of the task or call.
        """
        match held.carrier:
            case Carrier.SAME:
                ends = ending and held.last
                return replace(self, ending=ends, exits=held.scope is not None)
            case Carrier.TASK | Carrier.CALL:
                around = (self.task, *self.around) if self.task else self.around
                task = held.frame or "" if held.carrier is Carrier.TASK else ""
                return _Here(self.lengths, task, around, ending=True)
            case Carrier.GENERATOR | Carrier.RESOURCE:
                return None


def injected(program: Program) -> Iterator[Program]:
    """Yield all programs with one cancellation more, in the order of the text.

    Args:
        program: The program.

    Example:
        >>> [each] = {len(each.main) for each in injected(Program((Wait("p"),)))}
        >>> each
        2
    """
    lengths = {each.stream: each.length for each in program if isinstance(each, Open | Merge)}
    return map(Program, _blocks(program.main, _Here(lengths, "main")))


def _blocks(block: Block, here: _Here) -> Iterator[Block]:
    """Yield the block with one cancellation more, in itself or within its operations."""
    # Nothing after an operation that fails is reached.
    end = len(block) - 1 if block and isinstance(block[-1], Fail) else len(block)
    for index, operation in enumerate(block):
        if here.task:
            for cancellation in _of(here.task, operation.suspensions(here.lengths)):
                yield (*block[:index], cancellation, *block[index:])
        ending = here.ending and index == end - 1
        for changed in _within(operation, here, ending=ending):
            yield (*block[:index], changed, *block[index + 1 :])
    cancellations = list(_of(here.task, _EXIT)) if here.exits and here.task else []
    if here.ending:
        cancellations += [InjectCancel(task, moment) for task in here.around for moment in _MOMENTS]
    for cancellation in cancellations:
        yield (*block[:end], cancellation, *block[end:])


def _of(task: str, suspensions: int) -> Iterator[InjectCancel]:
    for suspension in range(1, suspensions + 1):
        for moment in _MOMENTS:
            yield InjectCancel(task, moment, suspension)


def _within(operation: Operation, here: _Here, *, ending: bool) -> Iterator[Operation]:
    for held in operation.blocks():
        inner = here.within(held, ending=ending)
        if inner is not None:
            for changed in _blocks(held.block, inner):
                yield with_block(operation, held.path, changed)
