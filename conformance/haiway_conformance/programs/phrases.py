"""Operations and their parts as phrases: what `script` is made of."""

from typing import Final

from haiway_conformance.programs.operations import (
    Acknowledge,
    AskToStop,
    Await,
    Cancel,
    CancelCurrent,
    CheckCancellation,
    Close,
    Consume,
    CountRequests,
    Deadline,
    Element,
    EnterAgain,
    Fail,
    Failing,
    Forever,
    Function,
    Gather,
    GetContext,
    GetState,
    GetVariable,
    Join,
    LeaveElsewhere,
    Listen,
    Log,
    LogFailure,
    Meet,
    Next,
    Operation,
    Provided,
    Query,
    Reach,
    Record,
    SetContext,
    SetVariable,
    Sleep,
    Spawn,
    Start,
    Trace,
    Wait,
    Yield,
)

__all__ = ("FAILING", "STANDS_FOR", "arguments_of", "called_by", "phrase", "states_of", "value_of")

FAILING: Final[dict[Failing, str]] = {
    "exception": "an Exception",
    "falsy": "an Exception with a false truth value",
    "twin": "an Exception without a hash that equals others",
    "base": "a BaseException that is no Exception",
    "group": "an ExceptionGroup",
    "lookup": "a LookupError",
    "type": "a TypeError",
    "runtime": "a RuntimeError",
    "stop": "a StopAsyncIteration",
    "timeout": "a TimeoutError",
    "cancelled": "a CancelledError",
    "interrupt": "a KeyboardInterrupt",
    "exit": "a SystemExit",
}
"""What each kind of failure is."""

STANDS_FOR: Final[dict[Function, str]] = {
    "function": "",
    "plain": "a plain function that calls it",
    "partial": "a functools.partial",
    "object": "an object that can be called",
}
"""What stands for a function that is passed on; nothing for the function itself."""


def phrase(operation: Operation) -> str:  # noqa: PLR0911, PLR0912 - one case a kind
    """An operation in a line; of one with a body, the line above it, without a colon.

    Args:
        operation: The operation.
    """
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
        case Forever():
            return "while True"
        case Deadline(seconds):
            return f"under a timeout of {seconds:g} s, caught"
        case LeaveElsewhere(scope):
            return f"scope {scope}, exited by another task"
        case EnterAgain(scope):
            return f"enter the object of scope {scope} again"
        case Spawn():
            return f"spawn task {operation.task}{_call(operation)}"
        case Start(task):
            return f"start task {task} (asyncio.create_task)"
        case Await(task, via, times):
            how = "" if via == "await" else f" through asyncio.{via}"
            return f"await {task}{how}{f', {times} times' if times > 1 else ''}"
        case Join(task):
            return f"wait until {task} has ended"
        case Gather(tasks):
            return f"await asyncio.gather({', '.join(tasks)})"
        case Query(task, callback):
            how = {"plain": "", "twice": " twice", "in a context": " with a context of its own"}
            look = f"look at {task} (done, cancelled, result, exception)"
            return f"{look}, add a callback{how[callback]}"
        case Cancel(task):
            return f"{task}.cancel()"
        case AskToStop(task, moment, suspension):
            when = {"waiting": "while it waits", "woken": "when it is woken, before it goes on"}
            nth = "" if suspension == 1 else f", the {_ordinal(suspension)} time from here"
            return f"somebody outside asks {task} to stop {when[moment]}{nth}"
        case CancelCurrent():
            return "cancel the current task (ctx.cancel)"
        case CheckCancellation():
            return "check whether the current task was asked to stop (ctx.check_cancellation)"
        case Acknowledge():
            return "take back a request to cancel the current task (uncancel)"
        case CountRequests():
            return "look up cancelling() of the current task"
        case Consume(stream, _, items):
            leaving = "" if items is None else f", left after {items}"
            return f"for each item of stream {stream}{leaving}"
        case Next(stream, times):
            return f"ask stream {stream} for {'an item' if times == 1 else f'{times} items'}"
        case Close(stream):
            return f"close stream {stream} (aclose)"
        case GetState(type_, default, derived):
            of_type = f" of type {derived}, derived from {type_}" if derived else ""
            return f"look up state {type_}{f', default {default}{of_type}' if default else ''}"
        case SetVariable(type_, value):
            return f"set variable {type_} = {value}"
        case GetVariable(type_, default):
            return f"look up variable {type_}{f', default {default}' if default else ''}"
        case SetContext(variable, value):
            return f"set context variable {variable} = {value}"
        case GetContext(variable):
            return f"look up context variable {variable}"
        case Listen():
            return "listening to what is logged"
        case Log(message, level):
            return f"log {message!r}{f' (log_{level})' if level != 'info' else ''}"
        case LogFailure(level, error, kind, formatted):
            what = "" if kind == "exception" else f" ({FAILING[kind]})"
            more = ", the message formatted" if formatted else ""
            return f"log_{level} with {error}{what}{more}"
        case Record():
            given = ", ".join(f"{key}={value!r}" for key, value in operation.given.items())
            return f"record {given or 'nothing'}"
        case Trace():
            return "look up the trace's id"
        case _:
            return type(operation).__name__  # the others are printed by `script`


def value_of(element: Element) -> str:
    """What is odd about an element and its result, in brackets after a space; or nothing."""
    value = "" if element.value == "object" else element.value
    result = "" if element.result == "object" else f"returns {element.result}"
    more = ", ".join(filter(None, (value, result)))
    return f" ({more})" if more else ""


def states_of(states: tuple[Provided, ...]) -> str:
    """States, by type and value."""
    return ", ".join(f"{each.type}({each.value})" for each in states)


def arguments_of(positional: tuple[str, ...], keyword: tuple[tuple[str, str], ...]) -> str:
    """Arguments in brackets; nothing if there are none."""
    arguments = [*positional, *(f"{key}={name}" for key, name in keyword)]
    return f"({', '.join(arguments)})" if arguments else ""


def called_by(spawn: Spawn) -> str:
    """What the function is that a spawned task calls."""
    match spawn.call:
        case "partial" | "object":
            return STANDS_FOR[spawn.call]
        case _:
            return spawn.call


def _ordinal(number: int) -> str:
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th') }"


def _call(spawn: Spawn) -> str:
    given = arguments_of(spawn.positional, spawn.keyword)
    call = "" if spawn.call == "coroutine" else f", its function: {called_by(spawn)}"
    result = "" if spawn.result == "object" else f", returns {spawn.result}"
    return given + call + result
