"""Programs in which who is asked to stop answers by ending as if nobody had asked."""

from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Element,
    Execute,
    Process,
    Scope,
    Source,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.cancelled_scopes import runner

__all__ = ("answered_in_handlers", "answered_in_tasks")


def _answering(build: Builder) -> Block:
    return (*build.pauses(1), Catch((build.for_ever(),), "cancellation"), *build.pauses(1))


@programs
def answered_in_handlers(build: Builder) -> Block:
    """A helper each of whose handlers catches the request to stop, and returns."""
    elements = tuple(Element(body=_answering(build)) for _ in range(build.number(1, 3)))
    kind = build.one_of(Process, Execute)
    call = kind("helper1", Source(elements=elements), build.number(1, 3), tolerant=build.seldom())
    return runner(build, (Scope("scope0", (call, *build.pauses(1))),), "call of helper1")


@programs
def answered_in_tasks(build: Builder) -> Block:
    """A scope each of whose tasks catches the request to stop, and returns."""
    tasks = build.some(1, 3, lambda: build.spawn(_answering(build)))
    moment = build.one_of("entered scope0", "exit of scope0")
    return runner(build, (Scope("scope0", (*tasks, *build.pauses(2))),), moment)
