"""Places say which task carries a part of a program out, and in which scope."""

from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    CleanUp,
    Deadline,
    Element,
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
from haiway_conformance.programs.places import Places

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
PLACES = Places(Program((Start("own", (Deadline(1, (Scope("outer", (INNER,)),)),)),)))


def test_scopes_are_where_they_are_entered():
    assert [*PLACES.chain("in handler")] == ["in handler", "inner", "outer"]
    assert [*PLACES.chain(None)] == []
    assert PLACES.of("outer").frame == PLACES.of("inner").frame == "own"
    assert PLACES.of("in handler").frame == "h[0]"
    assert PLACES.hosted("own") == ["outer", "inner"]
    assert PLACES.hosted("h[0]") == ["in handler"]


def test_tasks_are_where_they_are_spawned():
    assert (PLACES.of("t").frame, PLACES.scope_of("t")) == ("own", "inner")
    assert (PLACES.of("of handler").frame, PLACES.scope_of("of handler")) == ("h[0]", "in handler")
    assert PLACES.of("of resource").frame == "r"
    assert PLACES.scope_of("own") is None
    assert PLACES.of("main") is None


def test_calls_of_handlers_are_where_the_helper_is_called():
    assert PLACES.of("h[0]") == PLACES.of("h")
    assert (PLACES.of("h").frame, PLACES.scope_of("h")) == ("t", "inner")


def test_generators_are_where_the_stream_is_made():
    assert PLACES.of("source of s") == PLACES.of("s")
    assert PLACES.of("source of m.b") == PLACES.of("m")
    assert PLACES.scope_of("source of h") == "inner"


def test_deadlines_are_known_by_who_sets_them():
    (place,) = PLACES.deadlines("own")
    assert (place.operation.seconds, place.scope) == (1, None)
    assert PLACES.deadlines("t") == []
