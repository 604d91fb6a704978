"""Ownership says which task carries a part of a program out, and in which scope."""

from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    CleanUp,
    Deadline,
    Element,
    Iterate,
    LeaveElsewhere,
    Merge,
    Open,
    Process,
    Resource,
    Scope,
    Source,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.programs.ownership import Ownership

WORK = Scope("in handler", (Spawn("of handler", (Wait("p"),)),))
HELPER = Process("h", Source("list", (Element(body=(WORK,)),)))
INNER = Scope(
    "inner",
    (
        CleanUp((Spawn("t", (HELPER,)),), (Wait("q"),)),
        Open("s", Source("async generator")),
        Merge("m", (Source("async generator"), Source("async generator"))),
    ),
    resources=(Resource("r", (Spawn("of resource"),)),),
)
OWNERSHIP = Ownership(Program((Start("own", (Deadline(1, (Scope("outer", (INNER,)),)),)),)))


def test_scopes_are_where_they_are_entered():
    assert [*OWNERSHIP.chain("in handler")] == ["in handler", "inner", "outer"]
    assert [*OWNERSHIP.chain(None)] == []
    assert OWNERSHIP.of("outer").frame == OWNERSHIP.of("inner").frame == "own"
    assert OWNERSHIP.of("in handler").frame == "h[0]"
    assert OWNERSHIP.hosted("own") == ["outer", "inner"]
    assert OWNERSHIP.hosted("h[0]") == ["in handler"]


def test_tasks_are_where_they_are_spawned():
    assert (OWNERSHIP.of("t").frame, OWNERSHIP.scope_of("t")) == ("own", "inner")
    assert (OWNERSHIP.of("of handler").frame, OWNERSHIP.scope_of("of handler")) == (
        "h[0]",
        "in handler",
    )
    assert OWNERSHIP.of("of resource").frame == "r"
    assert OWNERSHIP.scope_of("own") is None
    assert OWNERSHIP.of("main") is None


def test_calls_of_handlers_are_where_the_helper_is_called():
    assert OWNERSHIP.of("h[0]") == OWNERSHIP.of("h")
    assert (OWNERSHIP.of("h").frame, OWNERSHIP.scope_of("h")) == ("t", "inner")


def test_generators_are_where_the_stream_is_made():
    assert OWNERSHIP.of("source of s") == OWNERSHIP.of("s")
    assert OWNERSHIP.of("source of m.b") == OWNERSHIP.of("m")
    assert OWNERSHIP.scope_of("source of h") == "inner"


def test_a_scope_that_another_task_exits_is_a_scope():
    ownership = Ownership(Program((LeaveElsewhere("s", (Spawn("t"),)),)))
    assert ownership.scope_of("t") == "s"


def test_every_block_is_placed():
    """Each of an operation's blocks is carried out by some named task, call or generator."""
    endless = Source("async generator", (), ending="endless", rest=(Scope("further", ()),))
    ownership = Ownership(Program((Process("h", endless), Iterate("g", 1, (Scope("given", ()),)))))
    assert ownership.of("further").frame == "h[0]"
    assert ownership.of("given").frame == "g"


def test_deadlines_are_known_by_who_sets_them():
    (place,) = OWNERSHIP.deadlines("own")
    assert (place.operation.seconds, place.scope) == (1, None)
    assert OWNERSHIP.deadlines("t") == []
