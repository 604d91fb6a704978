"""A program as a script that people read: `script`."""

from collections.abc import Iterator

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    CancelCurrent,
    Catch,
    CleanUp,
    Deadline,
    EnterAgain,
    Execute,
    Fail,
    Forever,
    Gather,
    GetContext,
    GetState,
    GetVariable,
    Iterate,
    Join,
    LeaveElsewhere,
    Log,
    Meet,
    Operation,
    Process,
    Provided,
    Query,
    Reach,
    Resource,
    Scope,
    SetContext,
    SetVariable,
    Sleep,
    Spawn,
    Start,
    Trace,
    Wait,
    Yield,
)
from haiway_conformance.programs.program import Program

__all__ = ("script",)


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
            yield f"{indent}except Exception: go on"
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
        case Process() | Execute():
            helper = type(operation).__name__.lower()
            yield (
                f"{indent}{helper}_concurrently {operation.helper}, {operation.elements} elements,"
                f" at most {operation.limit} at once, each:"
            )
            yield from _block(operation.body, depth + 1)
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
        case Fail(error):
            return f"raise {error}"
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
        case GetState(type_):
            return f"look up state {type_}"
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
        case Trace():
            return "look up the trace's id"
        case _:
            return type(operation).__name__  # blocks are printed by `_operation`


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


def _call(spawn: Spawn) -> str:
    arguments = [*spawn.positional, *(f"{key}={name}" for key, name in spawn.keyword)]
    given = f"({', '.join(arguments)})" if arguments else ""
    call = "" if spawn.call == "coroutine" else f", its function: {spawn.call}"
    result = "" if spawn.result == "object" else f", returns {spawn.result}"
    return given + call + result
