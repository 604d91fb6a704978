"""Programs with streams; those for what merged streams promise too can be made ones with merges."""

from dataclasses import replace
from typing import Any, Final

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Catch,
    Close,
    Consume,
    Deadline,
    Element,
    Failing,
    GetContext,
    GetState,
    GetVariable,
    Join,
    Log,
    Merge,
    Next,
    Open,
    Operation,
    Process,
    Provided,
    Reach,
    Scope,
    SetContext,
    SetVariable,
    Source,
    Spawn,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.programs.program import Program
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.sources import MANY, clean_up, generator, mapped

__all__ = (
    "contexts_on_both_sides",
    "exhausted_streams",
    "failing_generators",
    "handed_to_tasks",
    "items_of_all_kinds",
    "patient_consumers",
    "read_after_the_scope",
    "read_by_two",
    "several_streams",
    "slow_consumers",
    "very_many_items",
    "with_arguments",
)

FAILURES: Final[tuple[Failing, ...]] = ("exception", "falsy", "lookup", "timeout", "group", "base")


def reading(program: Program, chapter: str) -> Program:
    """Return a program drawn with streams as one for the chapter that is judged.

    Args:
        program: A program with streams.
        chapter: `streams`, or `merge`: then each stream is merged with a silent source, so that it
            gives what its first source gives, and ends with it.
    """
    return program if chapter == "streams" else mapped(program, _merged)


def _merged(part: Any) -> Any:
    if not isinstance(part, Open):
        return part
    source = replace(part.source, kind="async generator")
    return Merge(part.stream, (source, Source("async generator", ending="silent")))


@programs
def items_of_all_kinds(build: Builder) -> Block:
    """Items of every value, perhaps the same object twice, consumed in loops and one by one.

    Perhaps it is left and taken up again, or read in a scope within first.
    """
    source = generator(build, 2, 8, odd=True)
    last = build.one_of((), (Element("none"), Element("none")), (Element("exception"),))
    source = replace(source, elements=(*source.elements, *last))
    by_loop = Consume("s1", build.pauses(1))
    ways: tuple[Block, ...] = (
        (by_loop,),
        (Next("s1", 2), by_loop),
        (Consume("s1", build.pauses(1), 2), *build.pauses(1), by_loop),
        (build.scope((Next("s1"),)), *build.pauses(1), by_loop),
        (Next("s1", 11),),
    )
    return (build.scope((Open("s1", source), *build.pauses(1), *build.one_of(*ways))),)


@programs
def very_many_items(build: Builder) -> Block:
    """Far more items than would fit into a buffer: few programs, for they take long."""
    source = Source("async generator", (Element(),) * MANY, build.one_of((), (Yield(),)))
    return (build.scope((Open("s1", source), Consume("s1"))),)


@programs
def with_arguments(build: Builder) -> Block:
    """Generators that are given arguments; among the keywords are names of parameters."""
    names = ("source", "stream", "self", "generator", "name", "cls", "args", "scope", "context")
    values = ("object1", "None", "0", "()")
    positional = tuple(build.one_of(*values) for _ in range(build.number(0, 3)))
    chosen = sorted({build.one_of(*names) for _ in range(build.number(0, 3))})
    keyword = tuple((name, build.one_of(*values)) for name in chosen)
    opened = Open("s1", generator(build, 1, 2), positional, keyword)
    return (build.scope((opened, Consume("s1"))),)


@programs
def exhausted_streams(build: Builder) -> Block:
    """Streams asked for more after their end, several times."""
    opened = Open("s1", generator(build, 0, 3, clean_up=clean_up(build)))
    again = (Next("s1", build.number(1, 3)), *build.pauses(1), Consume("s1"))
    return (build.scope((opened, Consume("s1"), *build.pauses(1), *again)),)


@programs
def handed_to_tasks(build: Builder) -> Block:
    """Streams consumed by a task, or by tasks in turn, under the scope, or one within it.

    A task, or a handler, may have made them too, and have ended by then.
    """
    opened: Block = (Open("s1", generator(build, 1, 4)),)
    match build.number(0, 3):
        case 0:
            maker = build.spawn(opened)
            opened = (maker, Await(maker.task))
        case 1:
            opened = (Process("maker", Source(elements=(Element(body=opened),))),)
        case _:
            pass
    first = build.spawn((*build.pauses(1), Consume("s1", build.pauses(1), build.number(1, 2))))
    second = build.spawn((*build.pauses(1), Consume("s1", build.pauses(1))))
    inner: Block = (first, Await(first.task), second, Await(second.task))
    if build.flag():
        inner = (build.scope(inner),)
    return (build.scope((*opened, *inner)),)


@programs
def failing_generators(build: Builder) -> Block:
    """Generators that raise after some items, at once or after a while.

    The consumer catches that, and may ask again.
    """
    source = generator(
        build, 0, 3, ending="fails", error=build.one_of(*FAILURES), clean_up=clean_up(build)
    )
    sibling = build.spawn((build.until_exit("scope1"),))
    read: Block = (Catch((Consume("s1", build.pauses(1)),)),)
    if build.flag():
        read = (*read, Catch((Next("s1"),)))
    return (Scope("scope1", (sibling, Open("s1", source), *read, Wait("rest", "idle"))),)


@programs
def slow_consumers(build: Builder) -> Block:
    """A consumer that takes an item or two of an endless generator, and then its time."""
    source = Source("async generator", (), (build.one_of(Yield(), Wait("p")),), "endless")
    read: Block = (Next("s1", build.number(1, 3)), build.long_while())
    if build.seldom():  # it has given up waiting for another one
        read = (Next("s1"), Deadline(0, (Next("s1"),)), build.long_while())
    return (build.scope((Open("s1", source), *read, Close("s1"))),)


@programs
def patient_consumers(build: Builder) -> Block:
    """Consumers that take their time over each item of a generator that could go on."""
    before: Block = build.one_of((), (Yield(),), (Wait("p"),))
    source = Source("async generator", (Element(),) * build.number(3, 5), before)
    return (build.scope((Open("s1", source), Consume("s1", (build.suspension(),)))),)


@programs
def read_after_the_scope(build: Builder) -> Block:
    """Streams asked for items when the scope that made them is gone, or just going."""
    ending = build.one_of("ends", "silent", "endless")
    source = generator(build, 0, 2, ending=ending)
    source = replace(source, before=build.some(0, 1, build.moment))
    if ending == "endless":
        source = replace(source, before=(build.one_of(Yield(), Wait("p")),))
    before: Block = (Next("s1"),) if source.elements and build.flag() else ()
    # The loop may never be idle here, so nothing waits for that.
    moments = build.some(0, 2, build.moment)
    match build.number(0, 2):
        case 0:
            inner = build.scope((Open("s1", source), *before, *moments))
            return (build.scope((inner, Catch((Next("s1", 3),)))),)
        case 1:
            reader = Start("reader", (Catch((Consume("s1"),)),))
            return (build.scope((Open("s1", source), *before, reader, *moments)),)
        case _:
            # Even the stream is made late; to its end, for there is no scope left to close it.
            late = (Open("s1", replace(source, before=(), ending="ends")), Consume("s1"))
            reader = Start("reader", (Wait("late", after="gone"), Catch(late)))
            return (Scope("scope1", (reader, *moments)), Reach("gone"), Join("reader"))


@programs
def read_by_two(build: Builder) -> Block:
    """Two consumers that ask one stream at once."""
    source = generator(build, 1, 3)
    readers = [build.spawn((Catch((Consume("s1", build.pauses(1)),)),)) for _ in range(2)]
    return (build.scope((Open("s1", source), *readers, *(Await(each.task) for each in readers))),)


@programs
def several_streams(build: Builder) -> Block:
    """Streams read in turns or by tasks of their own; some fail, some are left, one is silent."""
    count = build.number(2, 3)
    opened: list[Operation] = []
    reads: list[Operation] = []
    for number in range(1, count + 1):
        name = f"s{number}"
        ending = build.one_of("ends", "ends", "fails")
        opened.append(Open(name, generator(build, 0, 3, ending=ending)))
        left = build.one_of(None, None, 1)
        reads.append(Catch((Consume(name, build.pauses(1), left),)))
    if build.flag():
        tasks = [build.spawn((each,)) for each in reads]
        waits: Block = tuple(Await(each.task) for each in tasks)
        silent: Block = ()
        if build.flag():  # whose consumer is not waited for
            name = f"s{count + 1}"
            stays = Open(name, generator(build, 0, 1, ending="silent"))
            silent = (stays, build.spawn((Consume(name),)))
        return (build.scope((*silent, *opened, *tasks, *waits)),)
    turns = [Catch((Next(f"s{1 + turn % count}"),)) for turn in range(count + 1)]
    return (build.scope((*opened, *turns, *reads)),)


def _sets(build: Builder) -> Block:
    return (
        (SetContext("x", build.name("value")), SetVariable("A", build.name("value")))
        if build.flag()
        else ()
    )


def _looks() -> Block:
    return (GetContext("x"), GetVariable("A"), GetState("A"), Log("probe"))


@programs
def contexts_on_both_sides(build: Builder) -> Block:
    """Generator and consumer set, look and spawn, the consumer perhaps in a scope within."""
    before = (*_looks(), *_sets(build), *_looks())
    count = build.number(1, 3)
    source = Source(
        "async generator",
        (Element(),) * count,
        before,
        build.one_of("ends", "silent"),
        clean_up=_looks(),
    )
    nested = build.flag()
    scope = "scope2" if nested else "scope1"
    task = Spawn("t1", (build.until_exit(scope),))
    control = Spawn("control", (build.until_exit(scope),))
    left = build.number(1, count)
    read = Consume("s1", (*_looks(), *_sets(build), *build.pauses(1), *_looks()), left)
    close: Block = (Close("s1"),) if build.seldom() else ()
    after: Block = (*_looks(), *close, task, *build.pauses(1))
    loop: Block = (control, *_sets(build), *_looks(), read, *after)
    sets = () if nested else _sets(build)  # an inner scope may have variables of its own
    opened: Block = (*sets, Log("probe"), Open("s1", source))
    state = (Provided("A", "of scope1"),)
    if nested:
        inner = Scope("scope2", loop, (Provided("A", "of scope2"),))
        return (Scope("scope1", (*opened, inner, *build.pauses(1)), state),)
    return (Scope("scope1", (*opened, *loop), state),)
