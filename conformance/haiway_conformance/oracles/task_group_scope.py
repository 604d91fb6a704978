"""A scope made of a group of tasks, such as an `asyncio.TaskGroup`: `scope`."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from haiway_conformance.oracles.patient_group import PatientGroup
from haiway_conformance.oracles.surroundings import CURRENT, VARIABLES, State, Surroundings

__all__ = ("scope",)


@asynccontextmanager
async def scope(
    name: str,
    state: tuple[Any, ...],
    resources: Iterable[Any],
    group: asyncio.TaskGroup | PatientGroup,
) -> AsyncGenerator[None]:
    """Run tasks in a group, which is cancelled when the body has ended.

    An error of the body alone is taken out of the group that a TaskGroup puts around it.

    Args:
        name: The scope's name.
        state: The state that it provides.
        resources: What is entered before the body, and exited after everything else.
        group: Runs its tasks.

    Yields:
        Nothing.
    """
    outer, variables = CURRENT.get(), VARIABLES.get()
    here = Surroundings(name, dict(outer.state) if outer else {}, group)
    entered: list[Any] = []
    error: BaseException | None = None
    body: BaseException | None = None
    try:
        for resource in resources:
            given = await resource.__aenter__()
            entered.append(resource)
            if given is not None:
                each = [given] if isinstance(given, State) else given
                here.state.update({type(one): one for one in each})
        here.state.update({type(one): one for one in state})
        async with here.group:
            CURRENT.set(here)
            VARIABLES.set(None)
            try:
                yield
            except BaseException as raised:
                body = raised
                raise
            finally:
                here.closing = True
                if not here.failing:  # otherwise the group has cancelled them
                    for task in tuple(here.tasks):
                        task.cancel()
                CURRENT.set(outer)
                VARIABLES.set(variables)
    except BaseException as caught:  # noqa: BLE001 - raised below, with what else went wrong
        error = _without_group(caught, body)
    here.closing = True
    problems: list[BaseException] = []
    while here.streams:  # meanwhile one may end by itself, and the clean-up of one make another
        if (problem := await _ended(here.streams.pop(0))) is not None:
            problems.append(problem)
    for resource in reversed(entered):
        leaving = next(iter(problems), None) if error is None else error
        if (problem := await _left(resource, leaving)) is not None:
            problems.append(problem)
    if (leaving := _leaving(name, error, problems)) is not None:
        raise leaving


def _leaving(
    name: str, error: BaseException | None, problems: list[BaseException]
) -> BaseException | None:
    """Return what leaves a scope, of what its tasks and body raised and of what came later."""
    if not problems:
        return error
    if error is None and (
        len(problems) == 1 or all(isinstance(each, asyncio.CancelledError) for each in problems)
    ):
        return problems[0]
    if isinstance(error, asyncio.CancelledError):
        # Its cause may be what tasks raised when the request met their failures.
        causes = problems if error.__cause__ is None else [error.__cause__, *problems]
        error.__cause__ = causes[0] if len(causes) == 1 else BaseExceptionGroup(name, causes)
        return error
    return BaseExceptionGroup(name, [*([] if error is None else [error]), *problems])


def _without_group(error: BaseException, body: BaseException | None) -> BaseException:
    """Return the body's own error without the group that asyncio puts around it."""
    members: Sequence[BaseException] = getattr(error, "exceptions", ())
    return body if body is not None and [*map(id, members)] == [id(body)] else error


async def _ended(stream: Any) -> BaseException | None:
    try:
        await stream.end_with_scope()
    except asyncio.CancelledError as error:
        return error
    return None


async def _left(resource: Any, error: BaseException | None) -> BaseException | None:
    told = (None, None, None) if error is None else (type(error), error, error.__traceback__)
    try:
        await resource.__aexit__(*told)
    except BaseException as raised:  # noqa: BLE001 - all of them are raised in the end
        return raised
    return None
