"""The elements of a source as objects: `Elements`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from haiway_conformance.programs.execution.objects import NamedObjects, Value

if TYPE_CHECKING:
    from haiway_conformance.programs.operations import Source

__all__ = ("ENOUGH", "Elements", "characters")

ENOUGH: Final = 1_000
"""No helper has a reason to read more elements of an endless source: its call fails or is cancelled
long before. Nor may a stream be so far ahead of its consumer."""


class Elements:
    """The elements of one source: which object is which element.

    Args:
        objects: The objects of the run.
        owner: The helper call or stream that reads the source: element 0 of `h1` is `h1[0]`.
        source: The source.
    """

    def __init__(self, objects: NamedObjects, owner: str, source: "Source") -> None:
        self._objects = objects
        self._owner = owner
        values: list[Value] = [each.value for each in source.elements]
        match source.kind:
            case "string":
                self._given: list[object] = [*characters(len(values))]
            case "bytes":  # small numbers, each of which is always the same object
                self._given = [*characters(len(values)).encode()]
            case _:
                self._given = objects.elements(owner, *values)

    def __len__(self) -> int:
        return len(self._given)

    def __iter__(self) -> Iterator[object]:
        return iter(self._given)

    def __getitem__(self, index: int) -> object:
        return self._given[index]

    def index_of(self, value: object) -> int | None:
        """Return the index of the element that an object is; None for none."""
        return next(iter(self.indices_of(value)), None)

    def indices_of(self, value: object) -> list[int]:
        """Return the indices of the elements that an object is."""
        return [at for at, each in enumerate(self._given) if each is value]

    def another(self) -> object:
        """Return one more element, of an endless source."""
        self._given.append(self._objects.element(self._owner, len(self._given)))
        return self._given[-1]


def characters(count: int) -> str:
    """Return a string of different characters, each of which is always the same object."""
    return "".join(map(chr, range(ord("a"), ord("a") + count)))
