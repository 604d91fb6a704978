"""Draw preambles: earlier use of a scope, before the part that a program is about.

A preamble calls a helper, reads a stream, cancels a task, logs something, and so on. When it has
ended, nothing of it is left running: the clauses ask the same of the scope as if it were fresh.

Each kind of use is a function that draws its operations. The kinds are grouped by what they leave
behind, and a property chooses the groups under which its clause holds.
"""

from collections.abc import Callable, Sequence
from typing import Final

from haiway_conformance.programs.drawing.available import is_available
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
    OftenUsed,
    Open,
    Operation,
    Process,
    Record,
    SetVariable,
    Source,
    Spawn,
    Trace,
    UseOften,
    Wait,
)

__all__ = (
    "ALL_USES",
    "CONTAINED_FAILURES",
    "UNDISTURBED",
    "WITHOUT_FAILURES",
    "Use",
    "preamble",
)

type Use = Callable[[Builder], Block]
"""Draws one kind of earlier use."""


def _call_a_helper(build: Builder) -> Block:
    return (_helper(build, build.pauses(1)),)


def _read_a_stream(build: Builder) -> Block:
    """Read one to its end, or leave it after the first item."""
    stream = build.name("s")
    items = generator(build, 1, 2)
    return (Open(stream, items), Consume(stream, (), build.one_of(1, 1, None)))


def _read_merged_streams(build: Builder) -> Block:
    sources = generator(build, 0, 1), generator(build, 1, 2)
    merge = Merge(build.name("s"), sources, exhaustive=build.flag())
    return (merge, Consume(merge.stream))


def _leave_a_nested_scope(build: Builder) -> Block:
    return (build.scope((build.spawn(build.pauses(2)), *build.pauses(1))),)


def _await_a_task(build: Builder) -> Block:
    child: Block = (build.spawn(build.pauses(1)),) if build.flag() else ()
    body = (*child, *build.pauses(1))
    task = Spawn(build.name("t"), body, ("x",), (("key", "y"),))
    return (task, Await(task.task))


def _cancel_a_task(build: Builder) -> Block:
    task = build.spawn((build.for_ever(),))
    return (task, _idle(build), Cancel(task.task), _idle(build))


def _catch_an_error(build: Builder) -> Block:
    return (Catch((Fail(build.name("error")),)),)


def _use_state_and_variables(build: Builder) -> Block:
    variable = SetVariable("A", build.name("value")), GetVariable("A")
    return (GetState("A"), GetState("B"), *variable)


def _log_and_check_cancellation(build: Builder) -> Block:  # noqa: ARG001 - it has no choices
    records = Log("message"), Record(event="event"), Trace()
    return (*records, CheckCancellation(), CountRequests())


def _time_out(build: Builder) -> Block:
    return (Deadline(1, (build.for_ever(),)),)


def _acknowledge_a_cancellation(build: Builder) -> Block:
    return (Catch((CancelCurrent(), _idle(build)), "cancellation"), Acknowledge())


def _ignore_a_failing_handler(build: Builder) -> Block:
    return (_helper(build, (Fail(build.name("error")),), tolerant=True),)


def _catch_a_failing_helper(build: Builder) -> Block:
    return (Catch((_helper(build, (Fail(build.name("error")),)),)),)


def _catch_a_failing_scope(build: Builder) -> Block:
    failing = build.spawn((*build.pauses(1), Fail(build.name("error"))))
    return (Catch((build.scope((failing, *build.pauses(1))),)),)


def _catch_a_failing_stream(build: Builder) -> Block:
    stream = build.name("s")
    items = generator(build, 0, 1, ending="fails")
    return (Open(stream, items), Catch((Consume(stream),)))


def _catch_a_failing_spawn(build: Builder) -> Block:
    return (Catch((Spawn(build.name("t"), call="raises"),)),)


def _helper(build: Builder, handling: Block, *, tolerant: bool = False) -> Operation:
    elements = (Element(body=handling), Element(body=build.pauses(1)))
    kind: Kind = build.one_of("list", "generator", "async generator")
    helper = build.one_of(Process, Execute)
    return helper(build.name("h"), Source(kind, elements), build.number(1, 2), tolerant)


def _idle(build: Builder) -> Wait:
    return Wait(build.name("p"), "idle")


# Each selection begins with the one before it; the order is part of how programs are drawn.

UNDISTURBED: Final[tuple[Use, ...]] = (
    _call_a_helper,
    _read_a_stream,
    _read_merged_streams,
    _leave_a_nested_scope,
    _await_a_task,
    _cancel_a_task,
    _catch_an_error,
    _use_state_and_variables,
    _log_and_check_cancellation,
)
"""The task itself is not cancelled, and nothing fails but what is caught at once."""


WITHOUT_FAILURES: Final[tuple[Use, ...]] = (
    *UNDISTURBED,
    _time_out,
    _acknowledge_a_cancellation,
)
"""The task itself may be cancelled, but goes on; nothing fails in a task, helper or stream."""


CONTAINED_FAILURES: Final[tuple[Use, ...]] = (
    *WITHOUT_FAILURES,
    _ignore_a_failing_handler,
    _catch_a_failing_helper,
    _catch_a_failing_scope,
    _catch_a_failing_stream,
)
"""Handlers, streams and nested scopes may fail too, but the scope itself must not."""


ALL_USES: Final[tuple[Use, ...]] = (*CONTAINED_FAILURES, _catch_a_failing_spawn)
"""A spawn may fail as well: the specification leaves open whether that fails the scope."""


# What is done often is as harmless as these uses are.
_OFTEN: Final[dict[OftenUsed, Use]] = {
    "spawn": _await_a_task,
    "cancel": _cancel_a_task,
    "scope": _leave_a_nested_scope,
    "stream": _read_a_stream,
    "process": _call_a_helper,
    "time-out": _time_out,
    "failing scope": _catch_a_failing_scope,
}

# More often than any small number after which caches, pools or counters may change: 8, 16, 32, 64.
_TIMES: Final = (9, 17, 33, 66)


def preamble(build: Builder, uses: Sequence[Use] = WITHOUT_FAILURES) -> Block:
    """Draw two to four earlier uses of a scope, one after the other, seldom one more many times.

    Kinds of use that the implementation under test cannot carry out are left out.

    Args:
        build: The builder.
        uses: The kinds to choose from: `UNDISTURBED`, `WITHOUT_FAILURES`, `CONTAINED_FAILURES`
            or `ALL_USES`.
    """
    drawn = [build.one_of(*uses)(build) for _ in range(build.number(2, 4))]
    if build.number(0, 5) == 0:
        kinds: list[OftenUsed] = [kind for kind, use in _OFTEN.items() if use in uses]
        drawn.append((UseOften(build.one_of(*kinds), build.one_of(*_TIMES)),))
    return tuple(operation for use in drawn if is_available(use) for operation in use)
