"""What may happen in a scope before that which a program is about: the `events` of a scope.

A helper is called, a stream left, a task cancelled, a request answered, something logged. It is all
over when they are.
"""

from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import generator
from haiway_conformance.programs.operations import (
    Acknowledge,
    Await,
    Block,
    Cancel,
    CancelCurrent,
    Catch,
    CheckCancellation,
    Consume,
    CountRequests,
    Deadline,
    Element,
    Execute,
    Fail,
    GetState,
    GetVariable,
    Kind,
    Log,
    Merge,
    Open,
    Operation,
    Process,
    Record,
    SetVariable,
    Source,
    Spawn,
    Trace,
    Wait,
)

__all__ = (
    "ALL",
    "CONTAINED",
    "QUIET",
    "UNASKED",
    "preamble",
)

# Of the events, the first so many fail nothing, and ask nobody to stop who is there at the end;
# with two more, the task itself is asked to stop, but no longer; others fail something, but not the
# scope; after the last one, it is open whether the scope fails.
UNASKED = 8


QUIET = 10


CONTAINED = 14


ALL = 15


def preamble(build: Builder, last: int = QUIET) -> Block:
    """Some events, one after the other.

    Args:
        build: The builder.
        last: Which of all are drawn: `UNASKED`, `QUIET`, `CONTAINED` or `ALL`.
    """
    return tuple(
        each
        for _ in range(build.number(2, 4))
        for each in _operations(build, build.number(0, last))
    )


def _operations(build: Builder, number: int) -> Block:  # noqa: PLR0911, PLR0912 - one for each event
    match number:
        case 0:
            return (_helper(build, build.pauses(1)),)
        case 1:
            stream = build.name("s")
            items = generator(build, 1, 2)
            return (Open(stream, items), Consume(stream, (), build.one_of(1, 1, None)))
        case 2:
            sources = generator(build, 0, 1), generator(build, 1, 2)
            merge = Merge(build.name("s"), sources, exhaustive=build.flag())
            return (merge, Consume(merge.stream))
        case 3:
            return (build.scope((build.spawn(build.pauses(2)), *build.pauses(1))),)
        case 4:
            child: Block = (build.spawn(build.pauses(1)),) if build.flag() else ()
            body = (*child, *build.pauses(1))
            task = Spawn(build.name("t"), body, ("x",), (("key", "y"),))
            return (task, Await(task.task))
        case 5:
            task = build.spawn((build.for_ever(),))
            return (task, _idle(build), Cancel(task.task), _idle(build))
        case 6:
            return (Catch((Fail(build.name("error")),)),)
        case 7:
            variable = SetVariable("A", build.name("value")), GetVariable("A")
            return (GetState("A"), GetState("B"), *variable)
        case 8:
            records = Log("message"), Record(event="event"), Trace()
            return (*records, CheckCancellation(), CountRequests())
        case 9:
            return (Deadline(1, (build.for_ever(),)),)
        case 10:
            return (Catch((CancelCurrent(), _idle(build)), "cancellation"), Acknowledge())
        case 11:
            return (_helper(build, (Fail(build.name("error")),), tolerant=True),)
        case 12:
            return (Catch((_helper(build, (Fail(build.name("error")),)),)),)
        case 13:
            failing = build.spawn((*build.pauses(1), Fail(build.name("error"))))
            return (Catch((build.scope((failing, *build.pauses(1))),)),)
        case 14:
            stream = build.name("s")
            items = generator(build, 0, 1, ending="fails")
            return (Open(stream, items), Catch((Consume(stream),)))
        case _:
            return (Catch((Spawn(build.name("t"), call="raises"),)),)


def _helper(build: Builder, handling: Block, *, tolerant: bool = False) -> Operation:
    elements = (Element(body=handling), Element(body=build.pauses(1)))
    kind: Kind = build.one_of("list", "generator", "async generator")
    helper = build.one_of(Process, Execute)
    return helper(build.name("h"), Source(kind, elements), build.number(1, 2), tolerant)


def _idle(build: Builder) -> Wait:
    return Wait(build.name("p"), "idle")
