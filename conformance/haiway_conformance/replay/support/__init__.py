"""What scripts need besides plain asyncio, piece by piece: `SUPPORT`, `support_for`."""

from collections.abc import Iterable, Iterator
from typing import Final

from haiway_conformance.replay.support import doing, naming, raising, supplying

__all__ = ("NAMES", "SUPPORT", "support_for")

SUPPORT: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "errors": (raising.ERRORS, ()),
    "error": (raising.ERROR, ("errors",)),
    "FailedFalsy": (raising.FALSY, ("error",)),
    "FailedTwin": (raising.TWIN_ERROR, ("error",)),
    "FailedBase": (raising.BASE, ("error",)),
    "FailedGroup": (raising.GROUP, ("error",)),
    "FailedLookup": (raising.LOOKUP, ("error",)),
    "FailedType": (raising.TYPE, ("error",)),
    "FailedRuntime": (raising.RUNTIME, ("error",)),
    "FailedStop": (raising.STOP, ("error",)),
    "FailedTimeout": (raising.TIMEOUT, ("error",)),
    "FailedCancelled": (raising.CANCELLED, ("error",)),
    "FailedInterrupt": (raising.INTERRUPT, ("error",)),
    "FailedExit": (raising.EXIT, ("error",)),
    "thing": (naming.THING, ()),
    "Twin": (naming.TWIN, ("thing",)),
    "Awaitable": (naming.AWAITABLE, ("thing",)),
    "Unhashable": (naming.UNHASHABLE, ("thing",)),
    "EqualToAll": (naming.EQUAL_TO_ALL, ("thing",)),
    "done": (naming.DONE, ()),
    "Callable": (naming.CALLABLE, ()),
    "tasks": (naming.TASKS, ()),
    "own": (naming.OWN, ()),
    "scopes": (naming.SCOPES, ()),
    "streams": (supplying.STREAMS, ()),
    "iterator": (supplying.ITERATOR, ()),
    "say": (doing.SAY, ("errors",)),
    "told": (doing.TOLD, ("say",)),
    "reach": (doing.REACH, ()),
    "wait": (doing.WAIT, ("say",)),
    "meet": (doing.MEET, ()),
    "index_of": (supplying.INDEX, ()),
    "another": (supplying.ANOTHER, ("error", "thing")),
    "Once": (supplying.ONCE, ()),
    "OnceAsync": (supplying.ONCE_ASYNC, ()),
    "Iterable": (supplying.ITERABLE, ()),
    "ask": (supplying.ASK, ("streams",)),
    "ask_as": (supplying.ASK_AND_REACH, ("streams", "reach")),
    "close": (supplying.CLOSE, ("streams",)),
    "look": (doing.LOOK, ()),
    "check": (doing.CHECK, ()),
    "heard": (doing.HEARD, ()),
    "keeping": (supplying.KEEPING, ()),
    "query": (doing.QUERY, ()),
    "acknowledge": (doing.ACKNOWLEDGE, ()),
    "stoppable": (doing.STOPPABLE, ()),
    "ask_to_stop": (doing.ASK_TO_STOP, ("stoppable", "tasks", "say")),
}
"""The pieces by name, in the order in which they stand in a script, each with what it needs."""

NAMES: Final = (
    frozenset(SUPPORT)
    | {"Suspensions", "suspended", "suspensions"}
    | {"Failed", "Keeping", "Thing", "things", "barriers", "contents"}
    | {
        *(
            "under_way",
            "said",
            "end",
            "error",
            "did",
            "iterations",
            "stepping",
            "described",
            "loop",
            "main",
            "adapter",
            "ctx",
            "State",
        ),
        *("index", "name", "given", "element", "timeout", "value", "each", "before", "leaving"),
        *("asyncio", "contextlib", "contextvars", "functools", "logging", "sys", "zlib"),
        *("process_concurrently", "execute_concurrently", "stream_concurrently"),
        *("Readiness", "SimulatedLoop", "Tape", "simulate", "Deadlock", "Livelock", "Returned"),
        *("Raised", "next", "list", "tuple", "repr", "len", "int", "isinstance", "SystemExit"),
        *(
            "getattr",
            "hasattr",
            "print",
            "range",
            "enumerate",
            "set",
            "dict",
            "iter",
            "aiter",
            "anext",
        ),
        *("Exception", "BaseException", "GeneratorExit", "TimeoutError", "aftermath", "ending"),
        *("A", "B", "C", "D", "E", "F", "G", "ended", "args", "kwargs", "self"),
    }
)
"""What nothing of a program may be called in a script, because it stands there for something."""


def support_for(used: Iterable[str]) -> Iterator[str]:
    """The pieces that a script needs.

    Args:
        used: The names that it uses itself.

    Returns:
        Their text, and that of what they need, in order.
    """
    pending, needed = list(used), set[str]()
    while pending:
        name = pending.pop()
        if name not in needed:
            needed.add(name)
            pending += SUPPORT[name][1]
    return (text for name, (text, _) in SUPPORT.items() if name in needed)
