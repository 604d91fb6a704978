"""A small program for each kind of operation, and an implementation that has every capability."""

from typing import Any

import examples_of_flow
import examples_of_observations
import examples_of_streams_and_helpers
import examples_of_tasks
import examples_of_the_runtime
from haiway_conformance.adapter import ModuleAdapter, resolve
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Operation,
    operation,
)

KINDS = tuple(kind for kind in operation.KINDS.values() if issubclass(kind, Operation))
"""The classes of all operations."""


class WithSimpleHelpers(ModuleAdapter):
    """The reference, with streams and helpers of the simplest kind where it has none."""

    def __init__(self) -> None:
        super().__init__(resolve("haiway_reference").module)
        self.stream = self.stream or self._stream
        self.process_concurrently = self.process_concurrently or self._process
        self.execute_concurrently = self.execute_concurrently or self._execute

    @staticmethod
    def _stream(source: Any, /, *args: Any, **kwargs: Any) -> Any:
        return source(*args, **kwargs)

    @staticmethod
    async def _process(source: Any, /, handler: Any, *, concurrent_tasks: int = 2) -> None:
        for element in source:
            await handler(element)

    @staticmethod
    async def _execute(handler: Any, /, elements: Any, *, concurrent_tasks: int = 2) -> list[Any]:
        return [await handler(element) for element in elements]


EXAMPLES: dict[type, tuple[Program, str]] = {
    **examples_of_flow.EXAMPLES,
    **examples_of_tasks.EXAMPLES,
    **examples_of_observations.EXAMPLES,
    **examples_of_streams_and_helpers.EXAMPLES,
    **examples_of_the_runtime.EXAMPLES,
}
"""For each kind of operation a program, and what happens in its canonical run. What stands for the
text of an exception, which is the implementation's, is `...`."""
