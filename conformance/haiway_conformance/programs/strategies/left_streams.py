"""Programs with streams that are left, closed, cancelled or never read; see `streams`."""

from dataclasses import replace

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    Catch,
    CleanUp,
    Close,
    Consume,
    Element,
    Fail,
    Next,
    Open,
    Reach,
    Scope,
    Sleep,
    Source,
    Spawn,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.sources import clean_up, generator

__all__ = (
    "abandoned_streams",
    "closed_streams",
    "consumers_that_are_cancelled",
    "consumers_that_go_on",
    "failing_clean_ups",
    "left_beside_broken_ones",
    "streams_closed_in_use",
    "streams_in_streams",
    "streams_that_nobody_reads",
    "stubborn_generators",
)


@programs
def abandoned_streams(build: Builder) -> Block:
    """Consumers that leave the loop by `break`, by an error, or by the end of their task.

    Perhaps a task of the scope fails after that.
    """
    ending = build.one_of("ends", "silent", "endless")
    source = generator(build, 1, 3, ending=ending, clean_up=clean_up(build))
    if ending == "endless":
        source = replace(source, before=(build.one_of(Yield(), Wait("p")),))
    opened = Open("s1", source)
    match build.number(0, 2):
        case 0:
            read: Block = (Consume("s1", build.pauses(1), 1),)
        case 1:
            read = (Catch((Consume("s1", (*build.pauses(1), Fail("error1"))),)),)
        case _:
            task = build.spawn((Consume("s1", build.pauses(1), 1),))
            read = (task, Await(task.task))
    after = build.pauses(1)
    if build.seldom():
        after = (build.spawn((Fail("error2"),)), Wait("failure", "idle"))
    return (Scope("scope1", (opened, *read, *after)),)


@programs
def streams_in_streams(build: Builder) -> Block:
    """Generators that read streams of their own, perhaps several levels deep; all are left."""
    depth = build.number(2, 4)
    read: Block = build.pauses(1)
    for level in range(depth, 0, -1):
        within = Source("async generator", (Element(),), read, "silent")
        read = (Open(f"s{level}", within), Next(f"s{level}"))
    return (Scope("scope1", (*read, *build.pauses(1))),)


@programs
def left_beside_broken_ones(build: Builder) -> Block:
    """Streams that are left beside one whose generator raises as it is closed."""
    broken = generator(build, 1, 1, ending="silent", clean_up=(*build.pauses(1), Fail("error1")))
    others = [generator(build, 1, 1, ending="silent", clean_up=clean_up(build)) for _ in range(2)]
    sources = [*others]
    sources.insert(build.number(0, 2), broken)
    opened = tuple(Open(f"s{at}", each) for at, each in enumerate(sources, 1))
    read = tuple(Next(each.stream) for each in opened)
    return (Catch((Scope("scope1", (*opened, *read, *build.pauses(1))),)),)


@programs
def closed_streams(build: Builder) -> Block:
    """Streams closed before, between and after items; then asked for more."""
    ending = build.one_of("silent", "ends")
    source = generator(build, 1, 3, ending=ending, clean_up=clean_up(build))
    # Never more than there are: the consumer of a silent one would not come to close it.
    taken = min(build.one_of(1, 2, 0), len(source.elements))
    read: Block = (Consume("s1", build.pauses(1), taken),) if taken else ()
    return (build.scope((Open("s1", source), *read, Close("s1"), Next("s1"), *build.pauses(1))),)


@programs
def streams_closed_in_use(build: Builder) -> Block:
    """Streams closed while somebody waits for an item, or closes them, or was cancelled in that."""
    clean_up = (Reach("closing"), build.suspension(), *build.pauses(1))
    source = generator(build, 1, 1, ending="silent", clean_up=clean_up)
    opened: Block = (Open("s1", source), Next("s1"))
    if build.flag():
        reader = Spawn("reader", (Catch((Next("s1"),)),))
        pending = Wait("pending", "idle", after="reader asks s1")
        return (Scope("scope1", (*opened, reader, pending, Close("s1"), Await("reader"))),)
    # Should it not come to that, the others go on all the same.
    closer = Spawn("closer", (CleanUp((Close("s1"),), (Reach("closing"),)),))
    cancel: Block = (Cancel("closer"),) if build.flag() else ()
    again: Block = (Wait("again", after="closing"), *cancel, *build.some(0, 1, Yield), Close("s1"))
    return (Scope("scope1", (*opened, closer, *again)),)


@programs
def consumers_that_are_cancelled(build: Builder) -> Block:
    """A consumer that is asked to stop while it waits for an item, or between items."""
    source = generator(build, 0, 3, ending="silent", clean_up=clean_up(build))
    moments = ("silence of source of s1", "reader asks s1", "s1[0] delivered")
    after = build.one_of(*moments[: 3 if source.elements else 2])
    # Should it not come to that, the request is made all the same: it must not be waited for.
    read: Block = (CleanUp((Consume("s1", build.pauses(1)),), (Reach(after),)),)
    if build.flag():
        body: Block = (Scope("scope1", (Open("s1", source), *read)),)
        request: Block = (Wait("request", after=after), Cancel("reader"))
        return (Start("reader", body), *request)
    reader = Spawn("reader", read)
    request = (Wait("request", after=after), Cancel("reader"))
    return (Scope("scope1", (Open("s1", source), reader, *request, *build.pauses(1))),)


@programs
def stubborn_generators(build: Builder) -> Block:
    """Generators that catch a cancellation, and go on with another item, or to their end."""
    before: Block = (Catch((Sleep(9_999),), "cancellation"), *build.pauses(1))
    items = (Element(),) * build.number(1, 3)
    opened = Open("s1", Source("async generator", items, before, clean_up=clean_up(build)))
    reader = Spawn("reader", (Next("s1"),))
    asked = Wait("asked", "idle", after="reader asks s1")
    return (Scope("scope1", (opened, reader, asked, *build.pauses(1))),)


@programs
def consumers_that_go_on(build: Builder) -> Block:
    """A consumer whose request for an item is cancelled, and who then asks again."""
    count = build.number(1, 3)
    source = Source("async generator", (Element(),) * count, (build.one_of(Wait("p"), Yield()),))
    read = (*(Catch((Next("s1"),), "cancellation") for _ in range(count + 1)), Next("s1"))
    body: Block = (build.scope((Open("s1", source), *read)),)
    request: Block = (Wait("request", after="reader asks s1"), *build.pauses(1), Cancel("reader"))
    return (Start("reader", body), *request)


@programs
def streams_that_nobody_reads(build: Builder) -> Block:
    """Streams that are made, and not read: in bodies, in tasks, in scopes that fail."""
    opened = Open("s1", generator(build, 1, 2, ending="silent", clean_up=clean_up(build)))
    fails: Block = (Fail("error1"),) if build.seldom() else ()
    inner = build.in_a_task((opened, *build.pauses(1)))
    return (Catch((build.scope((*inner, *build.pauses(1), *fails)),)),)


@programs
def failing_clean_ups(build: Builder) -> Block:
    """Generators that raise while they are closed."""
    source = generator(build, 1, 2, ending="silent", clean_up=(*build.pauses(1), Fail("error1")))
    read: Block = (Consume("s1", (), 1),)
    if build.seldom():  # it is closed not at an item, but as it waits
        read = (build.spawn((Consume("s1"),)), Wait("silence", "idle"))
    close: Block = (Catch((Close("s1"),)),) if build.flag() else ()
    return (Catch((Scope("scope1", (Open("s1", source), *read, *close)),)),)
