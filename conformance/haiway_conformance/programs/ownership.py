"""Which task carries out each part of a program, and in which scope: `Ownership`."""

from collections.abc import Iterator
from dataclasses import dataclass

from haiway_conformance.programs.operations import Block, Deadline, Operation, Scope
from haiway_conformance.programs.program import Program

__all__ = ("Ownership", "Place")


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an operation.

    Attributes:
        operation: The operation.
        frame: What carries it out: a task, a handler's call, a generator, a resource.
        scope: The scope that is current there according to the specification; None outside of any.
    """

    operation: Operation
    frame: str
    scope: str | None


class Ownership:
    """The places of the named parts of a program.

    Args:
        program: The program; its names are unique.
    """

    def __init__(self, program: Program) -> None:
        self._named: dict[str, Place] = {}
        self._deadlines: dict[str, list[Place]] = {}
        self._hosted: dict[str, list[str]] = {}
        for place in _placed(program.main, "main", None):
            operation = place.operation
            if (name := operation.makes()) is not None:
                self._named[name] = place
            if isinstance(operation, Scope):
                self._hosted.setdefault(place.frame, []).append(operation.name)
            elif isinstance(operation, Deadline):
                self._deadlines.setdefault(place.frame, []).append(place)

    def of(self, name: str) -> Place | None:
        """Return where a scope, task, helper or stream is made; None for main and resources.

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
        """Return the scope in which something is made, according to the specification."""
        place = self.of(name)
        return None if place is None else place.scope

    def chain(self, scope: str | None) -> Iterator[str]:
        """Yield a scope and those around it, from the inside outwards, across tasks."""
        while scope is not None:
            yield scope
            scope = self.scope_of(scope)

    def hosted(self, frame: str) -> list[str]:
        """Return the scopes that a task or handler's call enters itself."""
        return self._hosted.get(frame, [])

    def deadlines(self, frame: str) -> list[Place]:
        """Return the deadlines that a task or handler's call sets itself."""
        return self._deadlines.get(frame, [])


def _placed(block: Block, frame: str, scope: str | None) -> Iterator[Place]:
    for operation in block:
        yield Place(operation, frame, scope)
        for held in operation.blocks():
            yield from _placed(held.block, held.frame or frame, held.scope or scope)
