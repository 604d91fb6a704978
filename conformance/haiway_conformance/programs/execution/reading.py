"""Read sources that are not collections: `Reading`."""

from asyncio import CancelledError
from collections.abc import AsyncGenerator, Generator
from typing import TYPE_CHECKING, Any

from haiway_conformance.programs.execution.described import described
from haiway_conformance.programs.execution.elements import ENOUGH, Elements
from haiway_conformance.programs.execution.frames import Frame
from haiway_conformance.simulated_loop import Did, Readiness

if TYPE_CHECKING:
    from haiway_conformance.programs.execution.execution import Execution
    from haiway_conformance.programs.operations import Source

__all__ = ("Reading",)


class Reading:
    """A source that is read by iterating it.

    Args:
        execution: The run.
        owner: The helper call or stream that reads it.
        source: The source.
        elements: Its elements.
        frame: The place at which it is made.
    """

    def __init__(
        self, execution: "Execution", owner: str, source: "Source", elements: Elements, frame: Frame
    ) -> None:
        self._execution = execution
        self._owner = owner
        self._source = source
        self._elements = elements
        self._frame = frame.elsewhere(f"source of {owner}")

    def generate(self) -> Generator[Any]:
        """Give the elements to `for`."""
        self._record(Did.BEGAN)
        thrown: BaseException | None = None
        try:
            index = 0
            while self._source.ending == "endless" or index < len(self._elements):
                if index == len(self._elements):
                    self._elements.another()
                element = self._read(index)
                try:
                    yield element
                except BaseException as error:
                    thrown = error
                    raise
                index += 1
            self._raise()
        except BaseException as error:
            self._record_end(error, thrown)
            raise
        finally:
            thrown = None  # it refers to this frame
        self._record(Did.RETURNED)

    async def generate_async(self, /, *positional: Any, **keyword: Any) -> AsyncGenerator[Any]:
        """Give the elements to `async for`.

        Args:
            positional: Arguments, which are recorded.
            keyword: Arguments, which are recorded.

        Yields:
            The elements.
        """
        source, execution, frame = self._source, self._execution, self._frame
        index = 0
        thrown: BaseException | None = None
        self._record(Did.BEGAN, execution.arguments(positional, keyword))
        execution.loop.environment.reach(f"{frame.task} began")
        try:
            try:
                while source.ending == "endless" or index < len(self._elements):
                    await execution.run(source.before, frame)
                    if index == len(self._elements):
                        self._elements.another()
                    element = self._read(index)
                    try:
                        yield element
                    except BaseException as error:
                        thrown = error
                        raise
                    index += 1
                await execution.run(source.before, frame)
                await self._come_to_the_end()
            finally:
                await self._clean_up()
        except BaseException as error:
            self._record_end(error, thrown)
            raise
        finally:
            thrown = None  # it refers to this frame
        self._record(Did.RETURNED)

    def _record_end(self, error: BaseException, thrown: BaseException | None) -> None:
        """Record that an exception ends the source.

        An implementation may throw any exception into a generator, so as to close it: such a source
        was closed, and has not failed.
        """
        if isinstance(error, GeneratorExit):
            self._record(Did.CLOSED)
        elif error is thrown:
            self._record(Did.CLOSED, f"{described(error)} was thrown into it")
        elif isinstance(error, CancelledError):
            self._record(Did.STOPPED)
        else:
            self._record(Did.FAILED, described(error))

    def _read(self, index: int) -> object:
        """Note that an element is given away, and return it."""
        execution = self._execution
        if index > ENOUGH:
            # Code that reads on without ever suspending could not be stopped otherwise.
            raise execution.objects.error(f"{self._frame.task} was read {index} times")
        name = f"{self._owner}[{index}]"
        execution.trace.record(self._frame.task, Did.READ, name)
        execution.loop.environment.reach(f"{name} read")
        return self._elements[index]

    def _raise(self) -> None:
        if self._source.ending == "fails":
            error = f"error of {self._frame.task}"
            raise self._execution.objects.error(error, self._source.error)

    def _record(self, did: Did, detail: str = "") -> None:
        self._execution.trace.record(self._frame.task, did, self._frame.task, detail)

    async def _come_to_the_end(self) -> None:
        if self._source.ending == "silent":
            execution, name = self._execution, self._frame.task
            execution.loop.environment.reach(f"silence of {name}")
            never = f"never of {name}"
            await execution.wait(
                self._frame, never, execution.loop.external_event(never, Readiness.NEVER)
            )
        self._raise()

    async def _clean_up(self) -> None:
        clean_up = self._source.clean_up
        if clean_up:
            self._record(Did.CLEANS_UP)
            await self._execution.run(clean_up, self._frame)
            self._record(Did.CLEANED_UP)
