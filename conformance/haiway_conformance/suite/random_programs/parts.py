"""Parts of whole programs that are drawn by themselves, whatever is around them."""

from typing import Final

from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.operations import (
    Block,
    CleanUp,
    Fail,
    Failing,
    Provided,
    Resource,
    Spawn,
    Wait,
)

__all__ = (
    "ends_by_itself",
    "failure",
    "late_spawner",
    "resource",
    "rest",
)

_FAILURES: Final[tuple[Failing, ...]] = ("exception", "exception", "falsy", "lookup", "twin")


def rest(build: Builder) -> Block:
    """What gives tasks the time to begin, and to end: else their scope's exit comes first."""
    rests: tuple[Block, ...] = (
        (Wait(build.name("p"), "idle"),),
        (Wait(build.name("p"), "idle"), build.pause()),
        (build.pause(),),
        (),
    )
    return build.one_of(*rests)


def resource(build: Builder) -> Resource:
    """A resource that gives a state."""
    name = build.name("resource")
    return Resource(name, build.pauses(1), build.pauses(1), (Provided("B", f"B of {name}"),), "one")


def failure(build: Builder) -> Fail:
    """A failure of any kind."""
    return Fail(build.name("error"), build.one_of(*_FAILURES))


def late_spawner(build: Builder) -> Spawn:
    """A task that spawns another when it is cancelled."""
    name = build.name("t")
    spawn = build.spawn((*build.pauses(1), *((build.for_ever(),) if build.flag() else ())))
    body = (*build.pauses(1), build.for_ever())
    return Spawn(name, (CleanUp(body, (*build.pauses(1), spawn)),))


def ends_by_itself(task: Spawn) -> bool:
    """Whether a task waits for nothing that never comes."""
    return not any(isinstance(each, Wait) and each.until == "never" for each in _flat(task.body))


def _flat(body: Block) -> Block:
    flat: Block = ()
    for each in body:
        flat = (*flat, *each.body) if isinstance(each, CleanUp) else (*flat, each)
    return flat
