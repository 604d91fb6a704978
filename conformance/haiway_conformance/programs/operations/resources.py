"""The resources of scopes, and the state that they and scopes provide."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from haiway_conformance.programs.execution import Execution, Frame, Visit
from haiway_conformance.programs.operations.operation import Block, Carrier, Held, Part
from haiway_conformance.programs.writing import Outline, Page, Where
from haiway_conformance.programs.writing.outline import states_in_words
from haiway_conformance.simulated_loop import Did

__all__ = ("Form", "Provided", "Resource", "broken")

type Form = Literal["none", "one", "list", "generator", "broken"]
"""How a resource yields its state: not at all; the one state; a list; a generator; a generator that
raises."""


@dataclass(frozen=True, slots=True)
class Provided(Part):
    """A state object of one of the kit's state types, known by its value."""

    type: str
    value: str

    def needs(self) -> frozenset[str]:
        return frozenset({"state"})


@dataclass(frozen=True, slots=True)
class Resource(Part):
    """A resource of a scope.

    Attributes:
        name: Its name.
        enter: Carried out when it is entered; may fail.
        exit: Carried out when it is exited; may fail.
        gives: The state that entering yields.
        form: Whether `gives` is yielded as None (it is empty), as the one state, or as an iterable.
            A broken one raises the exception `error of enter` when it is iterated.
        suppresses: Whether its exit asks for the exception to be suppressed.
        twin: Whether it equals all others of which this is true, as two of one dataclass may.
        bare: Whether it is false, and has no hash.
    """

    name: str
    enter: Block = ()
    exit: Block = ()
    gives: tuple[Provided, ...] = ()
    form: Form = "none"
    suppresses: bool = False
    twin: bool = False
    bare: bool = False

    def needs(self) -> frozenset[str]:
        state = frozenset({"state"} if self.form == "broken" else ())
        return frozenset({"disposables"}).union(state, *(each.needs() for each in self.gives))

    def held(self, scope: str, index: int) -> Iterator[Held]:
        """Yield its blocks as those of its scope.

        Args:
            scope: The scope's name.
            index: Its place among the scope's resources.
        """
        for name, block in (("enter", self.enter), ("exit", self.exit)):
            yield Held(("resources", index, name), block, Carrier.RESOURCE, self.name, scope)

    def read(self, outline: Outline) -> None:
        """Write it for people."""
        gives = f", gives {states_in_words(self.gives)} ({self.form})" if self.gives else ""
        if self.form == "broken":
            gives = ", gives an iterable that raises error of enter"
        suppresses = ", suppresses exceptions" if self.suppresses else ""
        twin = ", equal to all such" if self.twin else ""
        bare = ", false and without a hash" if self.bare else ""
        outline.line(f"resource {self.name}{gives}{suppresses}{twin}{bare}:")
        for moment, block in (("enter", self.enter), ("exit", self.exit)):
            if block:
                outline.block_under(f"  on {moment}:", block)

    def make(self, execution: Execution, scope: str) -> object:
        """Return the resource as the implementation sees it.

        Args:
            execution: The run.
            scope: The scope whose resource it is.
        """
        made = _Twin if self.twin else _Bare if self.bare else _Resource
        return made(execution, self, scope)

    def write(self, page: Page, where: Where) -> None:
        """Write its class."""
        inner = where.inside(self.name)
        gives = [page.state(each) for each in self.gives]
        given = {
            "none": "",
            "one": gives[0] if gives else "",
            "list": f"[{', '.join(gives)}]",
            "generator": f"(each for each in [{', '.join(gives)}])",
            "broken": f"script.broken({page.error('error of enter')})",
        }[self.form]
        with page.under(f"class {page.identifier(self.name)}:"):
            with page.under("async def __aenter__(self):"):
                page.block(self.enter, inner)
                if given:
                    page.line(f"return {given}")
            with page.under("async def __aexit__(self, *_):"):
                page.reach_of("exit of {}", inner)
                page.block(self.exit, inner)
                if self.suppresses:
                    page.line("return True")
            if self.twin:
                page.line("twin = True")
                with page.under("def __hash__(self):"):
                    page.line("return 0")
                with page.under("def __eq__(self, other):"):
                    page.line('return hasattr(other, "twin")')
            if self.bare:
                page.line("__hash__ = None")
                with page.under("def __bool__(self):"):
                    page.line("return False")


class _Resource:
    """A resource as the implementation sees it."""

    def __init__(self, execution: Execution, resource: Resource, scope: str) -> None:
        self._execution = execution
        self._resource = resource
        self._frame = Frame(resource.name, scope)
        self._host = asyncio.current_task()

    async def __aenter__(self) -> Any:
        name = self._resource.name
        by_host = asyncio.current_task() is self._host
        self._execution.visits.append(Visit(name, exits=False, by_host=by_host))
        self._execution.trace.record(name, Did.RESOURCE_ENTERING, name)
        await self._execution.run(self._resource.enter, self._frame)
        self._execution.trace.record(name, Did.RESOURCE_ENTERED, name)
        gives = [self._execution.state(each) for each in self._resource.gives]
        match self._resource.form:
            case "none":
                return None
            case "one":
                return gives[0] if gives else None
            case "list":
                return gives
            case "generator":
                return _generated(gives)
            case "broken":
                return broken(self._execution.objects.error("error of enter"))

    async def __aexit__(self, kind: object, told: object, _: object) -> bool:
        name = self._resource.name
        by_host = asyncio.current_task() is self._host
        visit = Visit(name, exits=True, by_host=by_host, kind=kind, told=told)
        self._execution.visits.append(visit)
        self._execution.trace.record(name, Did.RESOURCE_EXITING, name)
        self._execution.loop.environment.reach(f"exit of {name}")
        await self._execution.run(self._resource.exit, self._frame)
        self._execution.trace.record(name, Did.RESOURCE_EXITED, name)
        return self._resource.suppresses


class _Twin(_Resource):
    """A resource that equals all others of its class."""

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Twin)


class _Bare(_Resource):
    """A resource that is false, like an empty pool, and has no hash."""

    __hash__ = None  # pyright: ignore[reportAssignmentType]

    def __bool__(self) -> bool:
        return False


def broken(error: BaseException) -> Iterator[Any]:
    """Return an iterable that raises an exception when it is iterated."""
    yield from ()
    raise error


def _generated(gives: list[Any]) -> Iterator[Any]:
    yield from gives
