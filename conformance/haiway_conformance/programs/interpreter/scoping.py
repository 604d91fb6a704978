"""Carrying out operations on scopes and their resources."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from haiway_conformance.kit_error import KitError
from haiway_conformance.programs.interpreter.execution import Execution, performs
from haiway_conformance.programs.interpreter.failures import described
from haiway_conformance.programs.interpreter.frames import Caused, Frame
from haiway_conformance.programs.operations import (
    EnterAgain,
    LeaveElsewhere,
    Provided,
    Resource,
    Scope,
)
from haiway_conformance.simulation import Did

__all__ = ()


class _Resource:
    """A resource as the implementation sees it."""

    def __init__(self, execution: Execution, resource: Resource, scope: str) -> None:
        self._execution = execution
        self._resource = resource
        self._frame = Frame(resource.name, scope)

    async def __aenter__(self) -> Any:
        name = self._resource.name
        self._execution.trace.record(name, Did.RESOURCE_ENTERING, name)
        await self._execution.run(self._resource.enter, self._frame)
        self._execution.trace.record(name, Did.RESOURCE_ENTERED, name)
        gives = _states(self._execution, self._resource.gives)
        match self._resource.form:
            case "none":
                return None
            case "one":
                return gives[0] if gives else None
            case "list":
                return gives
            case "generator":
                return _generated(gives)

    async def __aexit__(self, *_: object) -> bool:
        name = self._resource.name
        self._execution.trace.record(name, Did.RESOURCE_EXITING, name)
        self._execution.loop.world.reach(f"exit of {name}")
        await self._execution.run(self._resource.exit, self._frame)
        self._execution.trace.record(name, Did.RESOURCE_EXITED, name)
        return self._resource.suppresses


class _Twin(_Resource):
    """A resource that equals all others of its class."""

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Twin)


def _states(execution: Execution, provided: tuple[Provided, ...]) -> list[Any]:
    return [execution.state(each) for each in provided] if "state" in execution.has else []


def _generated(gives: list[Any]) -> Iterator[Any]:
    yield from gives


def _manager(execution: Execution, operation: Scope) -> Any:
    title = operation.title or operation.name
    state = _states(execution, operation.state)
    if not operation.resources or "disposables" not in execution.has:
        return execution.adapter.scope(title, *state)
    resources = [
        (_Twin if each.twin else _Resource)(execution, each, operation.name)
        for each in operation.resources
    ]
    return execution.adapter.scope(title, *state, disposables=resources)


@performs(Scope)
async def scope(execution: Execution, operation: Scope, frame: Frame) -> None:
    """Enter a scope with its resources, carry out the body, exit."""
    name, trace, reach = operation.name, execution.trace, execution.loop.world.reach
    balanced = execution.balance(frame)
    trace.record(frame.task, Did.ENTERING, name)
    reach(f"entering {name}")
    how = "normally"
    try:
        manager = execution.managers[name] = _manager(execution, operation)
        async with manager:
            trace.record(frame.task, Did.ENTERED, name)
            reach(f"entered {name}")
            body = "normally"
            try:
                await execution.run(operation.body, replace(frame, scope=name, guarded=True))
            except BaseException as error:
                body = described(error)
                execution.bodies[name] = Caused(error, error.__cause__)
                raise
            finally:
                trace.record(frame.task, Did.EXITING, name, body)
                reach(f"exit of {name}")
    except BaseException as error:
        how = described(error)
        execution.raised[name] = error
        raise
    finally:
        trace.record(frame.task, Did.EXITED, name, how)
        balanced(f"scope {name}")


@performs(EnterAgain)
async def enter_again(execution: Execution, operation: EnterAgain, frame: Frame) -> None:
    """Enter the object of a scope a second time, and record whether that is refused."""
    manager = execution.managers.get(operation.scope)
    if manager is None:
        return
    seen = "accepted"
    try:
        async with manager:
            pass
    except KitError:
        raise
    except Exception as error:  # noqa: BLE001 - which error it is, is what is looked at
        seen = f"refused with {described(error)}"
    execution.trace.record(frame.task, Did.SAW, f"second entry of {operation.scope}", seen)


@performs(LeaveElsewhere)
async def leave_elsewhere(execution: Execution, operation: LeaveElsewhere, frame: Frame) -> None:
    """Enter a scope, carry out the body, exit the scope in another task."""
    name, trace = operation.scope, execution.trace
    manager = execution.adapter.scope(name)
    await manager.__aenter__()
    await execution.run(operation.body, replace(frame, scope=name, guarded=True))
    leaving = execution.loop.create_task(manager.__aexit__(None, None, None))
    await asyncio.wait([leaving])
    if leaving.cancelled():
        seen = "cancelled"
    elif error := leaving.exception():
        seen = f"refused with {described(error)}"
    else:
        seen = "accepted"
    trace.record(frame.task, Did.SAW, f"exit of {name} in another task", seen)
