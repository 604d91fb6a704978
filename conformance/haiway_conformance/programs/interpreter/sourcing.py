"""The sources that helpers and streams read from."""

from asyncio import CancelledError
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from dataclasses import replace
from typing import Any, Final

from haiway_conformance.programs.interpreter.execution import Execution
from haiway_conformance.programs.interpreter.failures import described
from haiway_conformance.programs.interpreter.frames import Frame
from haiway_conformance.programs.interpreter.values import EqualToAll, Token, Twin, Unhashable
from haiway_conformance.programs.operations import Source, Value, Wait
from haiway_conformance.simulation import Did

__all__ = ("Elements", "Reading", "source_of")


# No helper has a reason to read so many elements of a source that never ends: its call fails
# or is cancelled long before; nor may a stream be so far ahead of its consumer.
ENOUGH: Final = 1_000

_TOKENS: Final[dict[Value, type[Token]]] = {
    "object": Token,
    "twin": Twin,
    "unhashable": Unhashable,
    "equal to all": EqualToAll,
}


class Elements:
    """The elements of one source: which object is which element.

    Args:
        execution: The run.
        owner: The helper's call or stream that reads the source: element 0 of `h1` is `h1[0]`.
        source: The source.
    """

    def __init__(self, execution: Execution, owner: str, source: Source) -> None:
        self._execution = execution
        self._owner = owner
        self._given = [self._made(each.value, index) for index, each in enumerate(source.elements)]

    def __len__(self) -> int:
        return len(self._given)

    def __iter__(self) -> Iterator[object]:
        return iter(self._given)

    def __getitem__(self, index: int) -> object:
        return self._given[index]

    def index_of(self, value: object) -> int | None:
        """Which element an object is; None for none."""
        return next(iter(self.indices_of(value)), None)

    def indices_of(self, value: object) -> list[int]:
        """Which elements an object is."""
        return [at for at, each in enumerate(self._given) if each is value]

    def another(self) -> object:
        """One more element, of an endless source."""
        self._given.append(self._made("object", len(self._given)))
        return self._given[-1]

    def _made(self, value: Value, index: int) -> object:
        name = f"element {index} of {self._owner}"
        match value:
            case "object" | "twin" | "unhashable" | "equal to all":
                return self._execution.token(name, _TOKENS[value])
            case "list":
                return [name]
            case "awaitable":
                done = self._execution.loop.create_future()
                done.set_result(None)
                return done
            case _:
                return self._execution.result(value, name)


def source_of(  # noqa: PLR0911 - one a kind
    execution: Execution, owner: str, source: Source, elements: Elements, frame: Frame
) -> Any:
    """Make the source that a helper reads from.

    Args:
        execution: The run.
        owner: The helper's call.
        source: What is to be made.
        elements: Its elements.
        frame: Where the call is made.
    """
    reading = Reading(execution, owner, source, elements, frame)
    given = list(elements)
    match source.kind:
        case "list":
            return given
        case "tuple":
            return tuple(given)
        case "set":
            return set(given)
        case "dict":
            return dict.fromkeys(given)
        case "generator":
            return reading.generate()
        case "iterator":
            return _Once(reading.generate().__next__)
        case "async generator":
            return reading.generate_async()
        case "async iterator":
            return _OnceAsync(reading.generate_async().__anext__)
        case "async iterable":
            return _Iterable(reading.generate_async)


class Reading:
    """What a source that is no collection does when it is read.

    Args:
        execution: The run.
        owner: The helper's call or stream that reads it.
        source: What it is.
        elements: Its elements.
        frame: Where it is made.
    """

    def __init__(
        self, execution: Execution, owner: str, source: Source, elements: Elements, frame: Frame
    ) -> None:
        self._execution = execution
        self._owner = owner
        self._source = source
        self._elements = elements
        self._frame = replace(frame, task=f"source of {owner}", own=False, guarded=False)

    def _read(self, index: int) -> object:
        """Note that an element is given away, and give it."""
        if index > ENOUGH:
            # Whoever reads on without ever giving way would never be stopped otherwise.
            raise self._execution.error(f"{self._frame.task} was read {index} times")
        name = f"{self._owner}[{index}]"
        self._execution.trace.record(self._frame.task, Did.READ, name)
        self._execution.loop.world.reach(f"{name} read")
        return self._elements[index]

    def _raise(self) -> None:
        if self._source.ending == "fails":
            raise self._execution.error(f"error of {self._frame.task}", self._source.error)

    def _record(self, did: Did, detail: str = "") -> None:
        self._execution.trace.record(self._frame.task, did, self._frame.task, detail)

    def generate(self) -> Generator[Any]:
        """Be read by `for`."""
        self._record(Did.BEGAN)
        try:
            for index in range(len(self._elements)):
                yield self._read(index)
            while self._source.ending == "endless":
                self._elements.another()
                yield self._read(len(self._elements) - 1)
            self._raise()
        except GeneratorExit:
            self._record(Did.CLOSED)
            raise
        except BaseException as error:
            self._record(Did.FAILED, described(error))
            raise
        self._record(Did.RETURNED)

    async def generate_async(self, /, *positional: Any, **keyword: Any) -> AsyncGenerator[Any]:
        """Be read by `async for`.

        Args:
            positional: Recorded.
            keyword: Recorded.

        Yields:
            The elements.
        """
        source, execution, frame = self._source, self._execution, self._frame
        index = 0
        self._record(Did.BEGAN, execution.arguments(positional, keyword))
        execution.loop.world.reach(f"{frame.task} began")
        try:
            try:
                while source.ending == "endless" or index < len(self._elements):
                    await execution.run(source.before, frame)
                    if index == len(self._elements):
                        self._elements.another()
                    yield self._read(index)
                    index += 1
                await execution.run(source.before, frame)
                await self._come_to_the_end()
            finally:
                await self._clean_up()
        except GeneratorExit:
            self._record(Did.CLOSED)
            raise
        except CancelledError:
            self._record(Did.STOPPED)
            raise
        except BaseException as error:
            self._record(Did.FAILED, described(error))
            raise
        self._record(Did.RETURNED)

    async def _come_to_the_end(self) -> None:
        if self._source.ending == "silent":
            self._execution.loop.world.reach(f"silence of {self._frame.task}")
            never = Wait(f"never of {self._frame.task}", "never")
            await self._execution.run((never,), self._frame)
        self._raise()

    async def _clean_up(self) -> None:
        clean_up = self._source.clean_up
        if clean_up:
            self._record(Did.CLEANS_UP)
            await self._execution.run(clean_up, self._frame)
            self._record(Did.CLEANED_UP)


class _Odd:
    """What is false, and tells a wrong length: neither says whether there are elements."""

    def __bool__(self) -> bool:
        return False

    def __length_hint__(self) -> int:
        return 64


class _Once(_Odd, Iterator[Any]):
    """An iterator and nothing more: no generator, no `close`."""

    def __init__(self, following: Callable[[], Any]) -> None:
        self._following = following

    def __next__(self) -> Any:
        return self._following()


class _OnceAsync(_Odd, AsyncIterator[Any]):
    """An asynchronous iterator and nothing more: no generator, no `aclose`."""

    def __init__(self, following: Callable[[], Any]) -> None:
        self._following = following

    async def __anext__(self) -> Any:
        return await self._following()


class _Iterable(_Odd):
    """What is iterated by `async for`, and is no iterator."""

    def __init__(self, iterate: Callable[[], AsyncIterator[Any]]) -> None:
        self._iterate = iterate

    def __aiter__(self) -> AsyncIterator[Any]:
        return self._iterate()
