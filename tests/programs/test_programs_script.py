"""The script of a program is read by people: its format is fixed here, for every operation."""

from example_programs import KINDS
from haiway_conformance.programs import Program, script
from haiway_conformance.programs.operations import (
    Acknowledge,
    Await,
    Cancel,
    CancelCurrent,
    Catch,
    CheckCancellation,
    CleanUp,
    Close,
    CollectGarbage,
    Consume,
    CountRequests,
    Deadline,
    Element,
    EnterAgain,
    Execute,
    Fail,
    Forever,
    Forget,
    ForgetStream,
    Gather,
    GetContext,
    GetState,
    GetVariable,
    Inherit,
    InjectCancel,
    Iterate,
    Join,
    LeaveElsewhere,
    Listen,
    Log,
    LogFailure,
    LogLevel,
    LookAgain,
    MakeTwice,
    Meet,
    Merge,
    Next,
    Open,
    OpenAgain,
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
    StartEagerly,
    Trace,
    UseOften,
    Wait,
    Yield,
)

EVERYTHING = Program(
    (
        Scope(
            "s1",
            (
                GetState("A"),
                SetVariable("A", "v"),
                GetVariable("A"),
                GetVariable("B", "w"),
                SetContext("x", "1"),
                GetContext("x"),
                Log("hello"),
                Trace(),
                LogFailure("error", "x0", "falsy"),
                Log("hello", "debug"),
                LogFailure("info", "x0", formatted=True),
                LogLevel("debug", "100%"),
                MakeTwice("D"),
                Inherit("i", (GetState("A"),)),
                Inherit("j", (), "thread"),
                Record("e1", attributes=(("k", "v"),)),
                Record(None, "m1", 0, "s", "gauge"),
                Spawn("t1", (Wait("p1"), Wait("p2", "idle"), Wait("p3", "never", "exit of s1"))),
                Spawn("t2", (), ("o1", "o2"), (("key", "o3"),), "plain", "none"),
                Spawn("t3", (Meet("b", 2), CancelCurrent(), Sleep(0.5), Yield())),
                Await("t1"),
                Await("t2", "shield", 3),
                Gather(("t1", "t2")),
                Query("t1"),
                Query("t1", "in a context"),
                Cancel("t1"),
                InjectCancel("t1"),
                InjectCancel("main", "woken", 2),
                Iterate("g", 2, (Yield(),), (Sleep(2),)),
                Iterate("h", 1),
                Process(
                    "p",
                    Source(
                        "async generator",
                        (Element(body=(Wait("p4"),)), Element("none"), Element()),
                        (Yield(),),
                        "fails",
                        "falsy",
                        clean_up=(Sleep(3),),
                    ),
                    3,
                    tolerant=True,
                ),
                Execute("e", Source("generator", (Element("twin", (), "zero"),), (), "endless"), 1),
                Catch((CheckCancellation(), CountRequests(), Acknowledge()), "cancellation"),
                GetState("D", "x"),
                GetState("A", "x", "G"),
                Listen((Yield(),)),
                Open("s", Source("async generator", (Element("zero"),)), ("o1",), (("key", "o2"),)),
                Merge("m", (Source("async iterator"), Source("list", ending="silent")), True),
                OpenAgain("n", "m"),
                Merge("o", (Source("stream"), Source("merged stream", (Element(),)))),
                Consume("m", (Yield(),)),
                Consume("s", (), 2),
                Next("s"),
                Next("s", 3),
                Close("s"),
            ),
            (Provided("A", "a"), Provided("B", "b")),
            (
                Resource("r1", (Wait("p5"),), (Fail("x1"),), (Provided("D", "d"),), "list"),
                Resource("r2", suppresses=True),
            ),
            "a title",
        ),
        Start("own", (CleanUp((Forever((Yield(),)),), (Reach("m"),)),)),
        Catch((Deadline(1.5, (Fail("x2", "twin", "x3"),)),)),
        EnterAgain("s1"),
        LeaveElsewhere("s2", (Wait("p6", after="own began"),)),
        StartEagerly(),
        CollectGarbage(),
        UseOften("cancel", 66),
        Join("own"),
        Forget("own"),
        ForgetStream("n"),
        LookAgain("e"),
    )
)

SCRIPT = """\
scope s1 (named 'a title') with A(a), B(b):
    resource r1, gives D(d) (list):
      on enter:
        wait for p5
      on exit:
        raise x1
    resource r2, suppresses exceptions:
    look up state A
    set variable A = v
    look up variable A
    look up variable B, default w
    set context variable x = 1
    look up context variable x
    log 'hello'
    look up the trace's id
    log_error with x0 (an Exception with a false truth value)
    log 'hello' (log_debug)
    log_info with x0, the message formatted
    log_debug '100%', and look at the record
    look up state D twice, and compare
    in a callback (call_soon), i:
        look up state A
    in a thread (to_thread), j:
        nothing
    record event='e1', attributes={'k': 'v'}
    record metric='m1', value=0, unit='s', kind='gauge'
    spawn task t1:
        wait for p1
        wait for p2, which completes last
        wait for p3, which never completes (after: exit of s1)
    spawn task t2(o1, o2, key=o3), its function: plain, returns none:
        nothing
    spawn task t3:
        meet 2 tasks at barrier b
        cancel the current task (ctx.cancel)
        sleep 0.5 s
        sleep(0)
    await t1
    await t2 through asyncio.shield, 3 times
    await asyncio.gather(t1, t2)
    look at t1 (done, cancelled, result, exception), add a callback
    look at t1 (done, cancelled, result, exception), add a callback with a context of its own
    t1.cancel()
    cancel t1 from outside while it waits
    cancel main from outside when it is woken, before it resumes, the 2nd time from here
    for each of 2 items of stream g:
        sleep 2 s
      before each item, the generator does:
        sleep(0)
    for each of 1 items of stream h:
        nothing
    process_concurrently p, at most 3 at once, tolerant:
        source: async generator of 3 elements, then raises (an Exception with a false truth value)
        the source, before each:
            sleep(0)
        the source, at its end:
            sleep 3 s
        p[0]:
            wait for p4
        p[1] (none), p[2]:
            nothing
    execute_concurrently e, at most 1 at once:
        source: generator of 1 element, then others for ever
        e[0] (twin, returns zero), each further one:
            nothing
    try:
        check whether the current task was cancelled (ctx.check_cancellation)
        look up cancelling() of the current task
        take back a request to cancel the current task (uncancel)
    except CancelledError: go on
    look up state D, default x
    look up state A, default x of type G, derived from A
    listening to what is logged:
        sleep(0)
    open stream s(o1, key=o2):
        generator: 1 element (zero)
    open stream m, merged, exhaustive:
        first source: async iterator of 0 elements
        second source: list of 0 elements, then never gives another nor ends
    open stream n of what stream m was made of
    open stream o, merged:
        first source: stream of 0 elements
        second source: merged stream of 1 element
    for each item of stream m:
        sleep(0)
    for each item of stream s, left after 2:
        nothing
    ask stream s for an item
    ask stream s for 3 items
    close stream s (aclose)
start task own (asyncio.create_task):
    try:
        while True:
            sleep(0)
    finally:
        reach: m
try:
    under a timeout of 1.5 s, caught:
        raise x2 (an Exception without a hash that equals others) from x3
except Exception: go on
enter the object of scope s1 again
scope s2, exited by another task:
    wait for p6 (after: own began)
set asyncio's eager task factory
collect garbage (gc.collect)
66 times: spawn a task, cancel it, and wait for its end
wait until own has ended
forget own
forget stream n
look again at the results of e
"""


def test_everything_is_in_the_example():
    assert {type(each) for each in EVERYTHING} == set(KINDS)


def test_the_script_of_everything():
    assert script(EVERYTHING) == SCRIPT.rstrip("\n")


def test_an_empty_program_does_nothing():
    assert script(Program(())) == "nothing"
