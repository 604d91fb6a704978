"""The sources and streams of a script: `Streams`."""

from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from haiway_conformance.programs.execution.callables import OneHandler
from haiway_conformance.programs.execution.elements import ENOUGH
from haiway_conformance.programs.execution.objects import Value
from haiway_conformance.programs.execution.streams import iterator_of
from haiway_conformance.replay.runtime.run import Run

__all__ = ("Streams",)


class Streams(Run):
    """A run, with the sources and streams of its program.

    Attributes:
        streams: The iterators of the streams, by name.
        results: What calls of helpers returned, by name.
    """

    def __init__(
        self, schedule: Mapping[int, int], *, task_factory: Callable[..., Any] | None = None
    ) -> None:
        super().__init__(schedule, task_factory=task_factory)
        self.streams: dict[str, AsyncIterator[Any]] = {}
        self.results: dict[str, object] = {}
        self._elements: dict[str, Mapping[str, Sequence[object]]] = {}
        self._errors: list[BaseException] = []
        self._sources: dict[str, Any] = {}
        self._handlers: dict[str, OneHandler] = {}

    def elements(self, owner: str, *values: Value) -> list[object]:
        """Make the elements of a source.

        Args:
            owner: The helper call or stream that reads the source.
            values: What each element is.
        """
        return self.objects.elements(owner, *values)

    def source(self, name: str, make: Callable[[], Any]) -> Any:
        """Return the source that several calls of helpers read.

        Args:
            name: Its name.
            make: Makes it, for the first of them.
        """
        if name not in self._sources:
            self._sources[name] = make()
        return self._sources[name]

    def handler(
        self,
        name: str,
        elements: Sequence[object],
        handler: Callable[[Any], Coroutine[Any, Any, object]],
    ) -> Callable[[Any], Coroutine[Any, Any, object]]:
        """Return the function that is the handler of several calls of helpers.

        Args:
            name: Its name.
            elements: The elements of the source of one of them.
            handler: What it does with these.
        """
        return self._handlers.setdefault(name, OneHandler()).add(elements, handler)

    def another(self, owner: str, elements: list[object]) -> object:
        """Return one more element of an endless source, and note that it is read.

        Args:
            owner: The helper call or stream that reads the source.
            elements: Its elements.
        """
        number = len(elements)
        elements.append(self.objects.element(owner, number))
        if number > ENOUGH:
            raise self.objects.error(f"source of {owner} was read {number} times")
        self.reach_read(owner, number)
        return elements[-1]

    def reach_read(self, owner: str, number: int) -> None:
        """Reach the milestone that an element of a source is read."""
        self.reach(f"{owner}[{number}] read")

    def item(self, number: int, stream: str) -> object:
        """Return an item that the generator of a stream gives."""
        return self.objects.token(f"item {number} of {stream}")

    def handled(
        self, helper: str, elements: Sequence[object], given: object
    ) -> tuple[int | str, str]:
        """Return which element a handler was given, and the name of that call.

        Args:
            helper: The call of the helper.
            elements: The elements of its source.
            given: What the handler was given.
        """
        index = _index_of(elements, given)
        shown = "?" if index is None else index
        return shown, f"{helper}[{shown}]"

    @contextmanager
    def keeping_errors(self) -> Generator[None]:
        """Keep what is raised within, and so the source that was read.

        It would be closed when it is freed, at another time than in the run.
        """
        try:
            yield
        except BaseException as error:
            self._errors.append(error)
            raise

    def open(
        self, stream: str, made: Any, elements: Mapping[str, Sequence[object]] | None = None
    ) -> None:
        """Keep a stream.

        Args:
            stream: Its name.
            made: The stream.
            elements: The elements of each of its sources, by the names of their owners, if
                anything waits for their delivery.
        """
        self.streams[stream] = iterator_of(made)
        self._elements[stream] = elements or {}

    async def ask(self, stream: str, asker: str = "") -> bool:
        """Ask a stream for an item.

        Args:
            stream: Its name.
            asker: The name of the task that asks, if anything waits for that.

        Returns:
            Whether there was an item; False if the stream has ended.
        """
        self.say(f"{asker} asks {stream} for an item" if asker else f"asking {stream} for an item")
        if asker:
            self.reach(f"{asker} asks {stream}")
        try:
            item = await anext(self.streams[stream])
        except StopAsyncIteration:
            self.say(f"{stream} has ended")
            return False
        self.say(f"{stream} gives", item)
        for owner, elements in self._elements[stream].items():
            if (index := _index_of(elements, item)) is not None:
                self.reach(f"{owner}[{index}] delivered")
                break
        return True

    async def close(self, stream: str) -> None:
        """Close a stream, if it can be closed."""
        aclose = getattr(self.streams[stream], "aclose", None)
        if aclose is None:
            self.say(f"{stream} has no aclose")
            return
        await aclose()
        self.say(f"{stream} is closed")


def _index_of(elements: Sequence[object], given: object) -> int | None:
    return next((at for at, each in enumerate(elements) if each is given), None)
