"""Programs with more of something than an implementation may have places for, or may count to.

They take long, so there are few of them: what has been run is not run again.
"""

from haiway_conformance.programs.operations import (
    Block,
    CleanUp,
    Close,
    Consume,
    Element,
    Next,
    Open,
    Scope,
    Source,
    Wait,
    Yield,
)
from haiway_conformance.programs.strategies.building import Builder, programs

__all__ = ("closed_after_many_items", "streams_by_the_dozen", "two_left_of_many")


def _something(build: Builder) -> Block:
    return build.one_of((), (Yield(),), (Wait(build.name("p")),))


@programs
def streams_by_the_dozen(build: Builder) -> Block:
    """Streams that are all open at once, each read in turn."""
    names = [f"s{number}" for number in range(build.one_of(12, 24))]
    source = Source("async generator", (Element(),), _something(build), "silent")
    return (build.scope((*(Open(name, source) for name in names), *map(Next, names))),)


@programs
def closed_after_many_items(build: Builder) -> Block:
    """Streams that have given very many items, and are closed then."""
    end = _something(build)
    items = (Element(),) * 30
    source = Source("async generator", items, ending="silent", clean_up=end)
    read = Consume("s1", (), len(items) - build.number(0, 1))
    return (build.scope((Open("s1", source), read, Close("s1"))),)


@programs
def two_left_of_many(build: Builder) -> Block:
    """Very many tasks that have ended, and two that take their time over it at the exit."""
    many = tuple(build.spawn((Yield(),)) for _ in range(30))
    left = tuple(
        build.spawn((CleanUp((build.until_exit("scope1"),), (Yield(), *_something(build))),))
        for _ in range(2)
    )
    return (Scope("scope1", (*many, *left, Wait("rest", "idle"))),)
