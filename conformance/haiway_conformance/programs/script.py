"""A program as a script that people read: `script`."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from haiway_conformance.programs.operations import (
    Acknowledge,
    Await,
    Block,
    Cancel,
    CancelCurrent,
    Catch,
    CheckCancellation,
    CleanUp,
    Close,
    Consume,
    CountRequests,
    Deadline,
    Element,
    EnterAgain,
    Execute,
    Fail,
    Failing,
    Forever,
    Gather,
    GetContext,
    GetState,
    GetVariable,
    HelperCall,
    Iterate,
    Join,
    LeaveElsewhere,
    Listen,
    Log,
    LogFailure,
    Meet,
    Merge,
    Next,
    Open,
    Operation,
    Provided,
    Query,
    Reach,
    Record,
    Resource,
    Scope,
    SetContext,
    SetVariable,
    Sleep,
    Source,
    Spawn,
    Start,
    Trace,
    Wait,
    Yield,
)
from haiway_conformance.programs.program import Program

__all__ = ("script",)


FAILING: Final[dict[Failing, str]] = {
    "exception": "an Exception",
    "falsy": "an Exception with a false truth value",
    "twin": "an Exception without a hash that equals others",
    "base": "a BaseException that is no Exception",
    "group": "an ExceptionGroup",
    "lookup": "a LookupError",
    "stop": "a StopAsyncIteration",
    "timeout": "a TimeoutError",
    "cancelled": "a CancelledError",
    "interrupt": "a KeyboardInterrupt",
    "exit": "a SystemExit",
}
"""What each kind of failure is."""


def script(program: Program) -> str:
    """Print a program as indented text, a line an operation.

    Args:
        program: The program.

    Returns:
        Lines without a newline at the end.

    Example:
        >>> print(script(Program((Scope("s", (Spawn("t", (Wait("p", "never"),)),)),))))
        scope s:
            spawn task t:
                wait for p, which never completes
    """
    return "\n".join(_block(program.main, 0))


def _block(block: Block, depth: int) -> Iterator[str]:
    if not block:
        yield f"{'    ' * depth}nothing"
    for operation in block:
        yield from _operation(operation, depth)


def _operation(  # noqa: PLR0912 - one case a kind
    operation: Operation, depth: int
) -> Iterator[str]:
    indent = "    " * depth
    match operation:
        case Scope():
            given = f" with {_states(operation.state)}" if operation.state else ""
            title = f" (named {operation.title!r})" if operation.title else ""
            yield f"{indent}scope {operation.name}{title}{given}:"
            for resource in operation.resources:
                yield from _resource(resource, depth + 1)
            yield from _block(operation.body, depth + 1)
        case LeaveElsewhere():
            yield f"{indent}scope {operation.scope}, exited by another task:"
            yield from _block(operation.body, depth + 1)
        case Spawn():
            yield f"{indent}spawn task {operation.task}{_call(operation)}:"
            yield from _block(operation.body, depth + 1)
        case Start():
            yield f"{indent}start task {operation.task} (asyncio.create_task):"
            yield from _block(operation.body, depth + 1)
        case CleanUp():
            yield f"{indent}try:"
            yield from _block(operation.body, depth + 1)
            yield f"{indent}finally:"
            yield from _block(operation.clean_up, depth + 1)
        case Catch():
            yield f"{indent}try:"
            yield from _block(operation.body, depth + 1)
            caught = "Exception" if operation.what == "exception" else "CancelledError"
            yield f"{indent}except {caught}: go on"
        case Listen():
            yield f"{indent}listening to what is logged:"
            yield from _block(operation.body, depth + 1)
        case Forever():
            yield f"{indent}while True:"
            yield from _block(operation.body, depth + 1)
        case Deadline():
            yield f"{indent}under a timeout of {operation.seconds:g} s, caught:"
            yield from _block(operation.body, depth + 1)
        case Iterate():
            yield f"{indent}for each of {operation.items} items of stream {operation.stream}:"
            yield from _block(operation.body, depth + 1)
            if operation.before:
                yield f"{indent}  before each item, the generator does:"
                yield from _block(operation.before, depth + 1)
        case Open() | Merge():
            yield from _stream(operation, depth)
        case Consume():
            leaving = "" if operation.items is None else f", left after {operation.items}"
            yield f"{indent}for each item of stream {operation.stream}{leaving}:"
            yield from _block(operation.body, depth + 1)
        case HelperCall():
            yield from _helper_call(operation, depth)
        case _:
            yield indent + _line(operation)


def _line(operation: Operation) -> str:  # noqa: PLR0911, PLR0912 - one case a kind
    match operation:
        case Wait(point, until, after):
            when = {"any": "", "idle": ", which completes last", "never": ", which never completes"}
            return f"wait for {point}{when[until]}{f' (after: {after})' if after else ''}"
        case Sleep(seconds):
            return f"sleep {seconds:g} s"
        case Yield():
            return "sleep(0)"
        case Reach(milestone):
            return f"reach: {milestone}"
        case Meet(barrier, parties):
            return f"meet {parties} tasks at barrier {barrier}"
        case Fail(error, kind, cause):
            what = "" if kind == "exception" else f" ({FAILING[kind]})"
            return f"raise {error}{what}{f' from {cause}' if cause else ''}"
        case EnterAgain(scope):
            return f"enter the object of scope {scope} again"
        case Await(task, via, times):
            how = "" if via == "await" else f" through asyncio.{via}"
            return f"await {task}{how}{f', {times} times' if times > 1 else ''}"
        case Join(task):
            return f"wait until {task} has ended"
        case Gather(tasks):
            return f"await asyncio.gather({', '.join(tasks)})"
        case Query(task):
            return f"look at {task} (done, cancelled, result, exception), add a callback"
        case Cancel(task):
            return f"{task}.cancel()"
        case CancelCurrent():
            return "cancel the current task (ctx.cancel)"
        case CheckCancellation():
            return "check whether the current task was asked to stop (ctx.check_cancellation)"
        case Acknowledge():
            return "take back a request to cancel the current task (uncancel)"
        case CountRequests():
            return "look up cancelling() of the current task"
        case Next(stream, times):
            return f"ask stream {stream} for {'an item' if times == 1 else f'{times} items'}"
        case Close(stream):
            return f"close stream {stream} (aclose)"
        case GetState(type_, default):
            return f"look up state {type_}{f', default {default}' if default else ''}"
        case SetVariable(type_, value):
            return f"set variable {type_} = {value}"
        case GetVariable(type_, default):
            return f"look up variable {type_}{f', default {default}' if default else ''}"
        case SetContext(variable, value):
            return f"set context variable {variable} = {value}"
        case GetContext(variable):
            return f"look up context variable {variable}"
        case Log(message):
            return f"log {message!r}"
        case LogFailure(level, error, kind):
            what = "" if kind == "exception" else f" ({FAILING[kind]})"
            return f"log_{level} with {error}{what}"
        case Record():
            given = ", ".join(f"{key}={value!r}" for key, value in operation.given.items())
            return f"record {given or 'nothing'}"
        case Trace():
            return "look up the trace's id"
        case _:
            return type(operation).__name__  # blocks are printed by `_operation`


def _helper_call(operation: HelperCall, depth: int) -> Iterator[str]:
    indent = "    " * depth
    source, helper = operation.source, operation.helper
    function = "execute_concurrently" if isinstance(operation, Execute) else "process_concurrently"
    tolerant = ", tolerant" if operation.tolerant else ""
    yield f"{indent}{function} {helper}, at most {operation.limit} at once{tolerant}:"
    yield from _source("source", source, depth + 1)
    calls = [
        (f"{helper}[{index}]{_value(each)}", each.body)
        for index, each in enumerate(source.elements)
    ]
    if source.ending == "endless":
        calls.append(("each further one", source.rest))
    # Calls that do the same stand together.
    for body, group in groupby(calls, lambda call: call[1]):
        names = ", ".join(name for name, _ in group)
        yield f"{indent}    {names}:"
        yield from _block(body, depth + 2)


def _stream(operation: Open | Merge, depth: int) -> Iterator[str]:
    indent = "    " * depth
    if isinstance(operation, Open):
        arguments = _arguments(operation.positional, operation.keyword)
        yield f"{indent}open stream {operation.stream}{arguments}:"
        yield from _source("generator", operation.source, depth + 1)
        return
    exhaustive = ", exhaustive" if operation.exhaustive else ""
    yield f"{indent}open stream {operation.stream}, merged{exhaustive}:"
    for place, source in zip(("first", "second", "third"), operation.sources, strict=False):
        yield from _source(f"{place} source", source, depth + 1)


def _source(name: str, source: Source, depth: int) -> Iterator[str]:
    indent = "    " * depth
    count = len(source.elements)
    ending = {
        "ends": "",
        "fails": f", then raises ({FAILING[source.error]})",
        "silent": ", then never gives another nor ends",
        "endless": ", then others for ever",
    }[source.ending]
    kind = "" if name == "generator" else f"{source.kind} of "
    odd = ", ".join(_value(each).strip(" ()") or "object" for each in source.elements)
    values = f" ({odd})" if any(map(_value, source.elements)) and name != "source" else ""
    yield f"{indent}{name}: {kind}{count} element{'' if count == 1 else 's'}{values}{ending}"
    for what, block in (("before each", source.before), ("at its end", source.clean_up)):
        if block:
            yield f"{indent}the {name}, {what}:"
            yield from _block(block, depth + 1)


def _value(element: Element) -> str:
    value = "" if element.value == "object" else element.value
    result = "" if element.result == "object" else f"returns {element.result}"
    more = ", ".join(filter(None, (value, result)))
    return f" ({more})" if more else ""


def _states(states: tuple[Provided, ...]) -> str:
    return ", ".join(f"{each.type}({each.value})" for each in states)


def _resource(resource: Resource, depth: int) -> Iterator[str]:
    indent = "    " * depth
    gives = f", gives {_states(resource.gives)} ({resource.form})" if resource.gives else ""
    suppresses = ", suppresses exceptions" if resource.suppresses else ""
    yield f"{indent}resource {resource.name}{gives}{suppresses}:"
    for moment, block in (("enter", resource.enter), ("exit", resource.exit)):
        if block:
            yield f"{indent}  on {moment}:"
            yield from _block(block, depth + 1)


def _arguments(positional: tuple[str, ...], keyword: tuple[tuple[str, str], ...]) -> str:
    arguments = [*positional, *(f"{key}={name}" for key, name in keyword)]
    return f"({', '.join(arguments)})" if arguments else ""


def _call(spawn: Spawn) -> str:
    given = _arguments(spawn.positional, spawn.keyword)
    call = "" if spawn.call == "coroutine" else f", its function: {spawn.call}"
    result = "" if spawn.result == "object" else f", returns {spawn.result}"
    return given + call + result
