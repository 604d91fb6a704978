"""A small program for each kind of operation, and an implementation that has every capability."""

from typing import Any

from haiway_conformance.adapter import ModuleAdapter, resolve
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Acknowledge,
    Await,
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
    Forever,
    Gather,
    GetContext,
    GetState,
    GetVariable,
    InjectCancel,
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
    Process,
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
    operation,
)

KINDS = tuple(kind for kind in operation.KINDS.values() if issubclass(kind, Operation))
"""The classes of all operations."""


class WithSimpleHelpers(ModuleAdapter):
    """The reference, with streams and helpers of the simplest kind where it has none."""

    def __init__(self) -> None:
        super().__init__(resolve("haiway_reference").module)
        self.stream = self.stream or self._stream
        self.process_concurrently = self.process_concurrently or self._process
        self.execute_concurrently = self.execute_concurrently or self._execute

    @staticmethod
    def _stream(source: Any, /, *args: Any, **kwargs: Any) -> Any:
        return source(*args, **kwargs)

    @staticmethod
    async def _process(source: Any, /, handler: Any, *, concurrent_tasks: int = 2) -> None:
        for element in source:
            await handler(element)

    @staticmethod
    async def _execute(handler: Any, /, elements: Any, *, concurrent_tasks: int = 2) -> list[Any]:
        return [await handler(element) for element in elements]


def _in_scope(*body: Operation, **options: Any) -> Program:
    return Program((Scope("s", body, **options),))


_ENDLESS = (Wait("never", "never"),)

_TWO = Source("async generator", (Element(), Element("none")))

EXAMPLES: dict[type, tuple[Program, str]] = {
    Wait: (
        Program((Start("other", (Wait("late", "idle", after="m"),)), Wait("p"), Reach("m"))),
        """
        main: began
        main: waits p
        other: began
        other: waits late
        main: goes on p
        main: returned
        other: goes on late
        other: returned
        """,
    ),
    Sleep: (
        Program((Sleep(1.5),)),
        """
        main: began
        main: waits sleep 1.5 s
        main: goes on sleep 1.5 s
        main: returned
        """,
    ),
    Reach: (
        Program((Start("other", (Wait("late", after="m"),)), Sleep(1), Reach("m"))),
        """
        main: began
        main: waits sleep 1 s
        other: began
        other: waits late
        main: goes on sleep 1 s
        main: returned
        other: goes on late
        other: returned
        """,
    ),
    Yield: (
        Program((Start("other", (SetContext("x", "1"),)), GetContext("x"), Yield(), Reach("m"))),
        """
        main: began
        main: saw context x: unset
        other: began
        other: set context x: 1
        other: returned
        main: returned
        """,
    ),
    Meet: (
        Program((Start("other", (Sleep(1), Meet("b", 2))), Meet("b", 2))),
        """
        main: began
        main: waits b
        other: began
        other: waits sleep 1 s
        other: goes on sleep 1 s
        other: waits b
        other: goes on b
        other: returned
        main: goes on b
        main: returned
        """,
    ),
    Fail: (
        Program((Catch((Fail("e"), SetContext("x", "1"))),)),
        """
        main: began
        main: caught e
        main: returned
        """,
    ),
    CleanUp: (
        Program((Catch((CleanUp((Fail("e"),), (SetContext("x", "1"),)),)),)),
        """
        main: began
        main: cleans up
        main: set context x: 1
        main: cleaned up
        main: caught e
        main: returned
        """,
    ),
    Catch: (
        Program((Catch((Fail("e"),)), Wait("p"))),
        """
        main: began
        main: caught e
        main: waits p
        main: goes on p
        main: returned
        """,
    ),
    Forever: (
        Program((Deadline(2.5, (Forever((Sleep(1),)),)),)),
        """
        main: began
        main: waits sleep 1 s
        main: goes on sleep 1 s
        main: waits sleep 1 s
        main: goes on sleep 1 s
        main: waits sleep 1 s
        main: interrupted sleep 1 s
        main: timed out deadline of 2.5 s
        main: returned
        """,
    ),
    Deadline: (
        Program((Deadline(1, (Sleep(2),)), Wait("p"))),
        """
        main: began
        main: waits sleep 2 s
        main: interrupted sleep 2 s
        main: timed out deadline of 1 s
        main: waits p
        main: goes on p
        main: returned
        """,
    ),
    Scope: (
        _in_scope(
            GetState("A"),
            GetState("B"),
            state=(Provided("A", "a"),),
            resources=(Resource("r", (Wait("p"),), (Wait("q"),), (Provided("B", "b"),), "one"),),
        ),
        """
        main: began
        main: entering s
        r: enters resource
        r: waits p
        r: goes on p
        r: entered resource
        main: entered s
        main: saw state A: a
        main: saw state B: b
        main: exiting s: normally
        r: exits resource
        r: waits q
        r: goes on q
        r: exited resource
        main: exited s: normally
        main: returned
        """,
    ),
    EnterAgain: (
        Program((Scope("s", ()), EnterAgain("s"))),
        """
        main: began
        main: entering s
        main: entered s
        main: exiting s: normally
        main: exited s: normally
        main: saw second entry of s: refused with RuntimeError: ...
        main: returned
        """,
    ),
    LeaveElsewhere: (
        Program((LeaveElsewhere("s", (Spawn("t", _ENDLESS), Yield())),)),
        """
        main: began
        main: spawns t: s
        main: spawned t
        t: began
        t: waits never
        t: interrupted never
        t: was cancelled
        main: saw exit of s in another task: accepted
        main: returned
        """,
    ),
    Spawn: (
        _in_scope(Spawn("t", (Wait("p"),), ("o1",), (("key", "o2"),), "plain", "none"), Await("t")),
        """
        main: began
        main: entering s
        main: entered s
        main: spawns t: s
        t: called
        main: spawned t
        main: awaits t: await
        t: began: o1, key=o2
        t: waits p
        t: goes on p
        t: returned
        main: got t: None
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Start: (
        Program((Start("own", (Wait("p"),)), Wait("q"))),
        """
        main: began
        main: waits q
        own: began
        own: waits p
        main: goes on q
        main: returned
        own: goes on p
        own: returned
        """,
    ),
    Await: (
        _in_scope(Spawn("t", (Wait("p"),)), Await("t", "shield", 2)),
        """
        main: began
        main: entering s
        main: entered s
        main: spawns t: s
        main: spawned t
        main: awaits t: shield
        t: began
        t: waits p
        t: goes on p
        t: returned
        main: got t: result of t
        main: awaits t: shield
        main: got t: result of t
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Join: (
        Program((Start("own", (Fail("e"),)), Join("own"))),
        """
        main: began
        main: awaits own: the end of
        own: began
        own: failed: e
        main: returned
        """,
    ),
    Gather: (
        _in_scope(
            Spawn("t1", (Sleep(2),)),
            Spawn("t2", (Sleep(1),), result="zero"),
            Gather(("t1", "t2", "nobody")),
        ),
        """
        main: began
        main: entering s
        main: entered s
        main: spawns t1: s
        main: spawned t1
        main: spawns t2: s
        main: spawned t2
        main: awaits t1: gather of all
        main: awaits t2: gather of all
        t1: began
        t1: waits sleep 2 s
        t2: began
        t2: waits sleep 1 s
        t2: goes on sleep 1 s
        t2: returned
        t1: goes on sleep 2 s
        t1: returned
        main: got t1: result of t1
        main: got t2: 0
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Query: (
        _in_scope(
            Spawn("t", (Wait("p"),), result="false"),
            Query("t", "twice"),
            Await("t"),
            Query("t", "in a context"),
            Yield(),
        ),
        """
        main: began
        main: entering s
        main: entered s
        main: spawns t: s
        main: spawned t
        main: saw done() of t: False
        main: saw cancelled() of t: False
        main: saw result() of t: raises InvalidStateError
        main: saw exception() of t: raises InvalidStateError
        main: awaits t: await
        t: began
        t: waits p
        t: goes on p
        t: returned
        t: saw callback of t: the task itself
        t: saw callback of t: the task itself
        main: got t: False
        main: saw done() of t: True
        main: saw cancelled() of t: False
        main: saw result() of t: False
        main: saw exception() of t: None
        t: saw callback of t: the task itself
        t: saw context x in the callback of t: its own
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    InjectCancel: (
        _in_scope(
            Spawn("t", _ENDLESS), InjectCancel("t"), InjectCancel("main", "woken", 2), Wait("p")
        ),
        """
        main: began
        main: entering s
        main: entered s
        main: spawns t: s
        main: spawned t
        main: waits p
        t: began
        t: waits never
        outside: requests cancellation t
        t: interrupted never
        t: was cancelled
        main: goes on p
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Cancel: (
        _in_scope(Spawn("t", _ENDLESS), Yield(), Cancel("t"), Wait("p")),
        """
        main: began
        main: entering s
        main: entered s
        main: spawns t: s
        main: spawned t
        t: began
        t: waits never
        main: requests cancellation t
        main: waits p
        t: interrupted never
        t: was cancelled
        main: goes on p
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    CancelCurrent: (
        _in_scope(Spawn("t", (CancelCurrent(), Wait("p"))), Wait("q", "idle")),
        """
        main: began
        main: entering s
        main: entered s
        main: spawns t: s
        main: spawned t
        main: waits q
        t: began
        t: requests cancellation
        t: waits p
        t: interrupted p
        t: was cancelled
        main: goes on q
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    GetState: (
        _in_scope(GetState("A"), GetState("B"), GetState("D"), state=(Provided("A", "a"),)),
        """
        main: began
        main: entering s
        main: entered s
        main: saw state A: a
        main: saw state B: raised TypeError: ...
        main: saw state D: made by default
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    SetVariable: (
        _in_scope(SetVariable("A", "a"), GetVariable("A")),
        """
        main: began
        main: entering s
        main: entered s
        main: set variable A: a
        main: saw variable A: a
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    GetVariable: (
        _in_scope(GetVariable("A"), GetVariable("A", "d")),
        """
        main: began
        main: entering s
        main: entered s
        main: saw variable A: None
        main: saw variable A: d
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    SetContext: (
        Program((SetContext("x", "1"), GetContext("x"), GetContext("y"))),
        """
        main: began
        main: set context x: 1
        main: saw context x: 1
        main: saw context y: unset
        main: returned
        """,
    ),
    GetContext: (
        Program((GetContext("x"),)),
        """
        main: began
        main: saw context x: unset
        main: returned
        """,
    ),
    Log: (
        _in_scope(Log("a message")),
        """
        main: began
        main: entering s
        main: entered s
        main: saw log: scope s
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    LogFailure: (
        _in_scope(LogFailure("warning", "x", "falsy")),
        """
        main: began
        main: entering s
        main: entered s
        main: saw log_warning: a record with exc_info of the exception object x
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Record: (
        _in_scope(Record("e"), Record(metric="m")),
        """
        main: began
        main: entering s
        main: entered s
        main: saw record of event: accepted
        main: saw record of metric: raised TypeError: ...
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Trace: (
        Program((Scope("s1", (Trace(), Scope("s2", (Trace(),)))), Scope("s3", (Trace(),)))),
        """
        main: began
        main: entering s1
        main: entered s1
        main: saw trace: trace 1
        main: entering s2
        main: entered s2
        main: saw trace: trace 1
        main: exiting s2: normally
        main: exited s2: normally
        main: exiting s1: normally
        main: exited s1: normally
        main: entering s3
        main: entered s3
        main: saw trace: trace 2
        main: exiting s3: normally
        main: exited s3: normally
        main: returned
        """,
    ),
    Iterate: (
        _in_scope(Iterate("g", 2, (Wait("p"),), (Wait("q"),))),
        """
        main: began
        main: entering s
        main: entered s
        g: began
        g: waits p
        g: goes on p
        main: item g: item 0 of g
        main: waits q
        main: goes on q
        g: waits p
        g: goes on p
        main: item g: item 1 of g
        main: waits q
        main: goes on q
        g: returned
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    CheckCancellation: (
        Program((Start("t", (CheckCancellation(), CancelCurrent(), CheckCancellation())),)),
        """
        main: began
        main: returned
        t: began
        t: saw check: quiet
        t: requests cancellation
        t: saw check: raised CancelledError
        t: returned
        """,
    ),
    Acknowledge: (
        Program(
            (
                Start(
                    "t",
                    (Catch((Wait("p", "never"),), "cancellation"), Acknowledge(), CountRequests()),
                ),
                Yield(),
                Cancel("t"),
                Join("t"),
            )
        ),
        """
        main: began
        t: began
        t: waits p
        main: requests cancellation t
        main: awaits t: the end of
        t: interrupted p
        t: caught CancelledError
        t: saw cancelling(): 0
        t: returned
        main: returned
        """,
    ),
    CountRequests: (
        Program((CountRequests(),)),
        """
        main: began
        main: saw cancelling(): 0
        main: returned
        """,
    ),
    Listen: (
        Program(
            (Listen((Process("h", Source(elements=(Element(body=(Fail("x"),)),)), 1, True),)),)
        ),
        """
        main: began
        main: calls helper h: limit 1
        h[0]: began
        h[0]: failed: x
        main: is done with h: returned None
        main: logged the exception object x
        main: returned
        """,
    ),
    Open: (
        _in_scope(Open("g", _TWO), Consume("g"), Close("g")),
        """
        main: began
        main: entering s
        main: entered s
        main: opens g: s
        main: asks g
        source of g: began
        source of g: gives g[0]
        main: item g: g[0]
        main: asks g
        source of g: gives g[1]
        main: item g: g[1]
        main: asks g
        source of g: returned
        main: has come to the end of g
        main: waits aclose of g
        main: saw aclose of g: done
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Merge: (
        _in_scope(Merge("g", (_TWO, Source("async iterator", (Element(),)))), Consume("g")),
        """
        main: began
        main: entering s
        main: entered s
        main: opens g: s
        main: asks g
        source of g: began
        source of g: gives g[0]
        source of g.b: began
        source of g.b: gives g.b[0]
        main: item g: g[0]
        main: asks g
        main: item g: g.b[0]
        main: asks g
        source of g: gives g[1]
        source of g.b: returned
        main: item g: g[1]
        main: asks g
        source of g: was closed
        main: has come to the end of g
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Consume: (
        _in_scope(Open("g", _TWO, ("o",)), Consume("g", (Wait("p"),), 1)),
        """
        main: began
        main: entering s
        main: entered s
        main: opens g: s
        main: asks g
        source of g: began: o
        source of g: gives g[0]
        main: item g: g[0]
        main: waits p
        main: goes on p
        main: exiting s: normally
        source of g: was closed
        main: exited s: normally
        main: returned
        """,
    ),
    Next: (
        _in_scope(Open("g", _TWO), Next("g", 3)),
        """
        main: began
        main: entering s
        main: entered s
        main: opens g: s
        main: asks g
        source of g: began
        source of g: gives g[0]
        main: item g: g[0]
        main: asks g
        source of g: gives g[1]
        main: item g: g[1]
        main: asks g
        source of g: returned
        main: has come to the end of g
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Close: (
        _in_scope(Open("g", _TWO), Next("g"), Close("g"), Next("g")),
        """
        main: began
        main: entering s
        main: entered s
        main: opens g: s
        main: asks g
        source of g: began
        source of g: gives g[0]
        main: item g: g[0]
        main: waits aclose of g
        source of g: was closed
        main: saw aclose of g: done
        main: asks g
        main: has come to the end of g
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Process: (
        _in_scope(Process("h", Source("generator", (Element(body=(Wait("p"),)), Element())), 1)),
        """
        main: began
        main: entering s
        main: entered s
        main: calls helper h: limit 1
        source of h: began
        source of h: gives h[0]
        h[0]: began
        h[0]: waits p
        h[0]: goes on p
        h[0]: returned
        source of h: gives h[1]
        h[1]: began
        h[1]: returned
        source of h: returned
        main: is done with h: returned None
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Execute: (
        _in_scope(Execute("h", Source(elements=(Element(body=(Wait("p"),)), Element())), 1)),
        """
        main: began
        main: entering s
        main: entered s
        main: calls helper h: limit 1
        h[0]: began
        h[0]: waits p
        h[0]: goes on p
        h[0]: returned
        h[1]: began
        h[1]: returned
        main: got h[0]: result of h[0]
        main: got h[1]: result of h[1]
        main: is done with h: returned a sequence of 2
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
}
"""For each kind of operation a program, and what happens in its canonical run. What stands for the
text of an exception, which is the implementation's, is `...`."""
