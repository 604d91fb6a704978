"""Programs with more of something than an implementation may have places for, or may count to."""

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
from haiway_conformance.programs.strategies.sources import clean_up, generator

__all__ = ("closed_after_many_items", "streams_by_the_dozen", "two_left_of_many")


@programs
def streams_by_the_dozen(build: Builder) -> Block:
    """Streams that are all open at once, each read in turn."""
    names = [f"s{number}" for number in range(build.one_of(12, 40))]
    opened = tuple(Open(name, generator(build, 1, 1, ending="silent")) for name in names[:3])
    silent = Source("async generator", (Element(),), ending="silent")
    opened = (*opened, *(Open(name, silent) for name in names[3:]))
    return (build.scope((*opened, *build.pauses(1), *map(Next, names))),)


@programs
def closed_after_many_items(build: Builder) -> Block:
    """Streams that have given many items, and are closed then."""
    items = (Element(),) * 30
    source = Source("async generator", items, ending="silent", clean_up=clean_up(build))
    read = Consume("s1", (), len(items) - build.number(0, 1))
    return (build.scope((Open("s1", source), read, Close("s1"), *build.pauses(1))),)


@programs
def two_left_of_many(build: Builder) -> Block:
    """Very many tasks that have ended, and some that take their time over it at the exit."""
    many = tuple(build.spawn((Yield(),)) for _ in range(build.one_of(30, 60)))
    left = tuple(
        build.spawn((CleanUp((build.for_ever(),), (build.suspension(), *build.pauses(1))),))
        for _ in range(build.number(2, 3))
    )
    return (Scope("scope1", (*many, *left, Wait("rest", "idle"))),)
