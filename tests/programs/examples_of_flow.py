"""Examples of operations: control flow, waiting, failing, scopes; with their canonical events."""

from example_parts import ENDLESS, in_scope
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Catch,
    CleanUp,
    Deadline,
    EnterAgain,
    Fail,
    Forever,
    GetContext,
    GetState,
    LeaveElsewhere,
    Meet,
    Provided,
    Reach,
    Resource,
    Scope,
    SetContext,
    Sleep,
    Spawn,
    Start,
    UseOften,
    Wait,
    Yield,
)

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
    UseOften: (
        in_scope(
            UseOften("spawn", 17),
            UseOften("cancel", 1),
            UseOften("scope", 1),
            UseOften("failing scope", 1),
            UseOften("time-out", 1),
            UseOften("stream", 1),
            UseOften("process", 1),
            UseOften("open stream", 1),
            UseOften("open merge", 1),
            UseOften("open exhaustive merge", 1),
        ),
        """
        main: began
        main: entering s
        main: entered s
        main: used spawn, time 16 of 17
        main: used spawn, time 17 of 17
        main: used cancel, time 1 of 1
        main: used scope, time 1 of 1
        main: used failing scope, time 1 of 1
        main: used time-out, time 1 of 1
        main: used stream, time 1 of 1
        main: used process, time 1 of 1
        main: used open stream, time 1 of 1
        main: used open merge, time 1 of 1
        main: used open exhaustive merge, time 1 of 1
        main: exiting s: normally
        main: exited s: normally
        main: returned
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
        in_scope(
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
        Program((LeaveElsewhere("s", (Spawn("t", ENDLESS), Yield())),)),
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
}
