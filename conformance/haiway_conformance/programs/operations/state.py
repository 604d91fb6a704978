"""Operations on the state, the variables and the context variables of the current scope or task."""

from collections.abc import Callable
from dataclasses import dataclass

from haiway_conformance.programs.execution import Execution, Frame, described, stops_the_kit
from haiway_conformance.programs.execution.state_types import CONTEXT_VARIABLES
from haiway_conformance.programs.operations.operation import Step, needs_nothing, never
from haiway_conformance.programs.operations.resources import Provided
from haiway_conformance.programs.writing import Outline, Page, Where
from haiway_conformance.simulated_loop import Did

__all__ = (
    "GetContext",
    "GetState",
    "GetVariable",
    "MakeTwice",
    "SetContext",
    "SetVariable",
    "look",
)

_STATE = frozenset({"state"})
_VARIABLE = frozenset({"variable"})


def look(execution: Execution, frame: Frame, what: str, see: Callable[[], str]) -> None:
    """Record what the program sees, or that looking raised.

    Args:
        execution: The run.
        frame: The place.
        what: What is looked at.
        see: Returns what is seen.
    """
    try:
        seen = see()
    except BaseException as error:
        if stops_the_kit(error):
            raise
        # Whatever it is, that it raised is what was seen, and the program goes on.
        seen = f"raised {described(error)}"
    execution.trace.record(frame.task, Did.SAW, what, seen)


@dataclass(frozen=True, slots=True)
class GetState(Step):
    """Look up the state of a type, with a default if one is named.

    Attributes:
        type: The type.
        default: The default's value.
        derived: The default's type, if that is one which is derived from `type`.
    """

    type: str
    default: str | None = None
    derived: str | None = None

    dispensable = True
    suspensions = never

    def needs(self) -> frozenset[str]:
        return _STATE

    def read(self, outline: Outline) -> None:
        of_type = f" of type {self.derived}, derived from {self.type}" if self.derived else ""
        default = f", default {self.default}{of_type}" if self.default else ""
        outline.line(f"look up state {self.type}{default}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        kind = execution.state_type(self.type)

        def see() -> str:
            if self.default is None:
                found = execution.adapter.state(kind)
            else:
                default = execution.state(Provided(self.derived or self.type, self.default))
                found = execution.adapter.state(kind, default=default)
            return execution.name_of_state(found)

        look(execution, frame, f"state {self.type}", see)

    def write(self, page: Page, where: Where) -> None:
        default = _default(page, self.derived or self.type, self.default)
        kind = page.state_type(self.type)
        page.line(f"script.look('state {kind}', lambda: {page.call('state')}({kind}{default}))")


@dataclass(frozen=True, slots=True)
class MakeTwice(Step):
    """Look up the state of a type twice, and look at whether both are the same object."""

    type: str

    dispensable = True
    suspensions = never

    def needs(self) -> frozenset[str]:
        return _STATE

    def read(self, outline: Outline) -> None:
        outline.line(f"look up state {self.type} twice, and compare")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        kind = execution.state_type(self.type)

        def see() -> str:
            first, second = execution.adapter.state(kind), execution.adapter.state(kind)
            return "the same object" if first is second else "two objects"

        look(execution, frame, f"two lookups of {self.type}", see)

    def write(self, page: Page, where: Where) -> None:
        kind, state = page.state_type(self.type), page.call("state")
        page.line(
            f"script.look('two lookups of {kind}', lambda: {state}({kind}) is {state}({kind}))"
        )


@dataclass(frozen=True, slots=True)
class SetVariable(Step):
    """Set the variable of a type."""

    type: str
    value: str

    dispensable = True
    suspensions = never

    def needs(self) -> frozenset[str]:
        return _VARIABLE

    def read(self, outline: Outline) -> None:
        outline.line(f"set variable {self.type} = {self.value}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        value = execution.state(Provided(self.type, self.value))
        execution.adapter.variable(value)
        execution.trace.record(frame.task, Did.SET, f"variable {self.type}", self.value)

    def write(self, page: Page, where: Where) -> None:
        page.line(f"{page.call('variable')}({page.state(Provided(self.type, self.value))})")


@dataclass(frozen=True, slots=True)
class GetVariable(Step):
    """Look up the variable of a type, with a default if one is named."""

    type: str
    default: str | None = None

    dispensable = True
    suspensions = never

    def needs(self) -> frozenset[str]:
        return _VARIABLE

    def read(self, outline: Outline) -> None:
        default = f", default {self.default}" if self.default else ""
        outline.line(f"look up variable {self.type}{default}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        kind = execution.state_type(self.type)

        def see() -> str:
            if self.default is None:
                found = execution.adapter.variable(kind)
            else:
                default = execution.state(Provided(self.type, self.default))
                found = execution.adapter.variable(kind, default=default)
            return "None" if found is None else execution.name_of_state(found)

        look(execution, frame, f"variable {self.type}", see)

    def write(self, page: Page, where: Where) -> None:
        default = _default(page, self.type, self.default)
        kind = page.state_type(self.type)
        page.line(
            f"script.look('variable {kind}', lambda: {page.call('variable')}({kind}{default}))"
        )


def _default(page: Page, type_: str, value: str | None) -> str:
    return "" if value is None else f", default={page.state(Provided(type_, value))}"


@dataclass(frozen=True, slots=True)
class SetContext(Step):
    """Set one of the kit's context variables (`contextvars`)."""

    variable: str
    value: str

    needs = needs_nothing
    suspensions = never

    def read(self, outline: Outline) -> None:
        outline.line(f"set context variable {self.variable} = {self.value}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        CONTEXT_VARIABLES[self.variable].set(self.value)
        execution.trace.record(frame.task, Did.SET, f"context {self.variable}", self.value)

    def write(self, page: Page, where: Where) -> None:
        page.line(f"script.contexts[{self.variable!r}].set({self.value!r})")


@dataclass(frozen=True, slots=True)
class GetContext(Step):
    """Look up one of the kit's context variables (`contextvars`)."""

    variable: str

    needs = needs_nothing
    suspensions = never

    def read(self, outline: Outline) -> None:
        outline.line(f"look up context variable {self.variable}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        value = CONTEXT_VARIABLES[self.variable].get()
        execution.trace.record(frame.task, Did.SAW, f"context {self.variable}", value)

    def write(self, page: Page, where: Where) -> None:
        what = f"context {self.variable}"
        page.line(f"script.look({what!r}, script.contexts[{self.variable!r}].get)")
