"""A program in which somebody outside asks a task to stop as well: `requested`.

Where requests can arrive is a matter of the program, not of an implementation: at each suspension
of a task that the program itself describes (main, and what is spawned or started), at both moments
of it; and to the tasks around one, when that has come to its end. Tasks that an implementation has
for itself, such as those in which handlers and generators run, are never asked.

A request is an operation like others. So it is part of the program's text, and of its token, and
can be taken away when a counterexample is made smaller; and applied twice, there are two.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from haiway_conformance.programs.operations import (
    AskToStop,
    Await,
    Block,
    Catch,
    CleanUp,
    Consume,
    Deadline,
    Element,
    Fail,
    Forever,
    Gather,
    HelperCall,
    Join,
    Listen,
    Meet,
    Merge,
    Next,
    Open,
    Operation,
    Scope,
    Sleep,
    Spawn,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.programs.program import Program
from haiway_conformance.simulation import Moment

__all__ = ("requested",)

_MOMENTS: Final[tuple[Moment, ...]] = ("waiting", "woken")

# How often an implementation suspends is its affair: of an exit, so many suspensions are tried; of
# what reads a source, one for each element, and some.
_EXIT: Final = 3
_MORE: Final = 2

_ONCE: Final = (Wait, Sleep, Yield, Meet, Await, Join, Gather)


@dataclass(frozen=True, slots=True)
class _Here:
    """Where a block is.

    Attributes:
        task: The task of the program that carries it out; empty in a handler's call.
        around: The tasks around it, which wait for its end, from the inside outwards.
        ending: Whether its end is that of the task or call.
        lengths: How many items the streams of the program give, by their names.
    """

    lengths: Mapping[str, int]
    task: str
    around: tuple[str, ...] = ()
    ending: bool = False

    def inside(self, task: str) -> "_Here":
        """What is spawned or called here."""
        around = (self.task, *self.around) if self.task else self.around
        return _Here(self.lengths, task, around, ending=True)


def requested(program: Program) -> Iterator[Program]:
    """All programs with one request more, in the order of the text.

    Args:
        program: The program.

    Example:
        >>> [each] = {len(each.main) for each in requested(Program((Wait("p"),)))}
        >>> each
        2
    """
    lengths: dict[str, int] = {}
    for each in program:
        if isinstance(each, Open):
            lengths[each.stream] = len(each.source.elements)
        elif isinstance(each, Merge):
            lengths[each.stream] = sum(len(source.elements) for source in each.sources)
    return map(Program, _blocks(program.main, _Here(lengths, "main"), scope=False))


def _blocks(block: Block, here: _Here, *, scope: bool) -> Iterator[Block]:
    """The block with one request more, in itself or within its operations.

    Args:
        block: The block.
        here: Where it is.
        scope: Whether a scope is exited at its end.
    """
    # After what fails nothing is reached.
    end = len(block) - 1 if block and isinstance(block[-1], Fail) else len(block)
    for index, operation in enumerate(block):
        for request in _before(operation, here):
            yield (*block[:index], request, *block[index:])
        for changed in _within(operation, replace(here, ending=here.ending and index == end - 1)):
            yield (*block[:index], changed, *block[index + 1 :])
    requests = list(_of(here.task, _EXIT)) if scope and here.task else []
    if here.ending:
        requests += [AskToStop(task, moment) for task in here.around for moment in _MOMENTS]
    for request in requests:
        yield (*block[:end], request, *block[end:])


def _of(task: str, suspensions: int) -> Iterator[AskToStop]:
    for suspension in range(1, suspensions + 1):
        for moment in _MOMENTS:
            yield AskToStop(task, moment, suspension)


def _before(operation: Operation, here: _Here) -> Iterator[AskToStop]:
    """The requests to who carries out an operation that suspends."""
    match operation:
        case _ if not here.task:
            return
        case _ if isinstance(operation, _ONCE):
            yield from _of(here.task, 1)
        case Consume(stream=stream):
            yield from _of(here.task, here.lengths.get(stream, 0) + _MORE)
        case Next(times=times):
            yield from _of(here.task, times)
        case _ if isinstance(operation, HelperCall):
            yield from _of(here.task, len(operation.source.elements) + 1)
        case Scope(resources=resources) if any(each.enter for each in resources):
            yield from _of(here.task, 1)
        case _:
            return


def _within(operation: Operation, here: _Here) -> Iterator[Operation]:
    inner = replace(here, ending=False)
    match operation:
        case Scope(body=body):
            yield from _with_body(operation, _blocks(body, inner, scope=True))
        case Spawn(task=task, body=body) | Start(task=task, body=body):
            yield from _with_body(operation, _blocks(body, here.inside(task), scope=False))
        case CleanUp(body=body, clean_up=clean_up):
            yield from _with_body(operation, _blocks(body, inner, scope=False))
            for changed in _blocks(clean_up, here, scope=False):
                yield replace(operation, clean_up=changed)
        case (
            Catch(body=body)
            | Deadline(body=body)
            | Consume(body=body)
            | Forever(body=body)
            | Listen(body=body)
        ):
            yield from _with_body(operation, _blocks(body, inner, scope=False))
        case _ if isinstance(operation, HelperCall):
            elements = operation.source.elements
            for index, element in enumerate(elements):
                for changed in _handled(element, here):
                    more = (*elements[:index], changed, *elements[index + 1 :])
                    yield replace(operation, source=replace(operation.source, elements=more))
        case _:
            return


def _with_body(operation: Operation, bodies: Iterator[Block]) -> Iterator[Operation]:
    for body in bodies:
        yield replace(cast("Any", operation), body=body)


def _handled(element: Element, here: _Here) -> Iterator[Element]:
    for body in _blocks(element.body, here.inside(""), scope=False):
        yield replace(element, body=body)
