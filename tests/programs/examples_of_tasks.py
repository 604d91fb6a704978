"""Examples of operations: tasks and cancellation; with their canonical events."""

from example_parts import ENDLESS, in_scope
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Acknowledge,
    Await,
    Cancel,
    CancelCurrent,
    Catch,
    CheckCancellation,
    CountRequests,
    Fail,
    Gather,
    InjectCancel,
    Join,
    Query,
    Sleep,
    Spawn,
    Start,
    Wait,
    Yield,
)

EXAMPLES: dict[type, tuple[Program, str]] = {
    Spawn: (
        in_scope(Spawn("t", (Wait("p"),), ("o1",), (("key", "o2"),), "plain", "none"), Await("t")),
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
        in_scope(Spawn("t", (Wait("p"),)), Await("t", "shield", 2)),
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
        in_scope(
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
        in_scope(
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
        in_scope(
            Spawn("t", ENDLESS), InjectCancel("t"), InjectCancel("main", "woken", 2), Wait("p")
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
        in_scope(Spawn("t", ENDLESS), Yield(), Cancel("t"), Wait("p")),
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
        in_scope(Spawn("t", (CancelCurrent(), Wait("p"))), Wait("q", "idle")),
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
}
