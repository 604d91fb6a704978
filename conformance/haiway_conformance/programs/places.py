"""Where the parts of a program are: which task carries them out, in which scope: `Places`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from haiway_conformance.programs.operations import (
    Block,
    Deadline,
    HelperCall,
    Merge,
    Open,
    Operation,
    Scope,
    Spawn,
    Start,
)
from haiway_conformance.programs.program import Program, blocks_of

__all__ = ("Place", "Places")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an operation is.

    Attributes:
        operation: The operation.
        frame: What carries it out: a task, a handler's call, a generator, a resource.
        scope: The scope that is current there by the specification; None outside of any.
    """

    operation: Operation
    frame: str
    scope: str | None


class Places:
    """Where the named parts of a program are.

    Args:
        program: The program; its names are unique.
    """

    def __init__(self, program: Program) -> None:
        self._named: dict[str, Place] = {}
        self._deadlines: dict[str, list[Place]] = {}
        self._hosted: dict[str, list[str]] = {}
        for place in _placed(program.main, "main", None):
            match place.operation:
                case Scope(name=name):
                    self._hosted.setdefault(place.frame, []).append(name)
                    self._named[name] = place
                case (
                    Spawn(task=name)
                    | Start(task=name)
                    | HelperCall(helper=name)
                    | Open(stream=name)
                    | Merge(stream=name)
                ):
                    self._named[name] = place
                case Deadline():
                    self._deadlines.setdefault(place.frame, []).append(place)
                case _:
                    pass

    def of(self, name: str) -> Place | None:
        """Where a scope, task, helper or stream is made; None for main and resources.

        Args:
            name: Its name, or that of a handler's call (where the helper is called) or generator
                (where the stream is made, or the helper called that reads it).
        """
        if name.endswith("]"):
            name = name.partition("[")[0]
        elif name.startswith("source of "):
            name = name.removeprefix("source of ").partition(".")[0]
        return self._named.get(name)

    def scope_of(self, name: str) -> str | None:
        """The scope in which that is, by the specification."""
        place = self.of(name)
        return None if place is None else place.scope

    def chain(self, scope: str | None) -> Iterator[str]:
        """A scope and those around it, from the inside outwards, across tasks."""
        while scope is not None:
            yield scope
            scope = self.scope_of(scope)

    def hosted(self, frame: str) -> list[str]:
        """The scopes that a task or handler's call enters itself."""
        return self._hosted.get(frame, [])

    def deadlines(self, frame: str) -> list[Place]:
        """The time-outs that a task or handler's call sets itself."""
        return self._deadlines.get(frame, [])


def _placed(block: Block, frame: str, scope: str | None) -> Iterator[Place]:
    for operation in block:
        here = Place(operation, frame, scope)
        yield here
        for name, inner in blocks_of(operation):
            place = _within(here, name)
            yield from _placed(inner, place.frame, place.scope)


def _within(place: Place, block: str) -> Place:  # noqa: PLR0911 - one a kind
    """Where what is in a block of an operation is carried out."""
    match place.operation:
        case Scope(name=name) if block == "body":
            return replace(place, scope=name)
        case Scope(name=name):
            return replace(place, frame=block.partition(".")[0], scope=name)
        case Spawn(task=task) | Start(task=task):
            return replace(place, frame=task)
        case HelperCall(helper=helper) if block.startswith("source.elements["):
            index = block.removeprefix("source.elements[").partition("]")[0]
            return replace(place, frame=f"{helper}[{index}]")
        case HelperCall(helper=name) | Open(stream=name):
            return replace(place, frame=f"source of {name}")
        case Merge(stream=stream):
            number = int(block.removeprefix("sources[").partition("]")[0])
            return replace(place, frame=f"source of {stream}{('', '.b', '.c')[number]}")
        case _:
            return place
