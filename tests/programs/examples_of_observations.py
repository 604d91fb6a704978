"""Examples of operations: state, variables, logs, traces; with their canonical events."""

from example_parts import in_scope
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Element,
    Fail,
    GetContext,
    GetState,
    GetVariable,
    Inherit,
    Listen,
    Log,
    LogFailure,
    LogLevel,
    MakeTwice,
    Process,
    Provided,
    Record,
    Scope,
    SetContext,
    SetVariable,
    Source,
    Trace,
)

EXAMPLES: dict[type, tuple[Program, str]] = {
    GetState: (
        in_scope(GetState("A"), GetState("B"), GetState("D"), state=(Provided("A", "a"),)),
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
        in_scope(SetVariable("A", "a"), GetVariable("A")),
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
        in_scope(GetVariable("A"), GetVariable("A", "d")),
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
        in_scope(Log("a message")),
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
    LogLevel: (
        in_scope(LogLevel("warning", "100%")),
        """
        main: began
        main: entering s
        main: entered s
        main: saw level of log_warning: WARNING
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    MakeTwice: (
        in_scope(MakeTwice("D")),
        """
        main: began
        main: entering s
        main: entered s
        main: saw two lookups of D: two objects
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    Inherit: (
        in_scope(
            Inherit("callback", (GetState("A"),), "callback"),
            Inherit("thread", (GetState("A"),), "thread"),
            state=(Provided("A", "a"),),
        ),
        """
        main: began
        main: entering s
        main: entered s
        callback: began
        callback: saw state A: a
        callback: returned
        thread: began
        thread: saw state A: a
        thread: returned
        main: exiting s: normally
        main: exited s: normally
        main: returned
        """,
    ),
    LogFailure: (
        in_scope(LogFailure("warning", "x", "falsy")),
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
        in_scope(Record("e"), Record(metric="m")),
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
}
