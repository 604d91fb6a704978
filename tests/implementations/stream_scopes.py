"""Scopes of the reference that close other streams than those of the reference.

Each scope gets an additional resource, its *keeper*, which knows the streams created in the scope.
"""

import asyncio
from collections.abc import Iterable
from contextvars import ContextVar, Token
from typing import Any, Protocol

import haiway_reference
from haiway_conformance.adapter import ModuleAdapter
from haiway_reference import ctx

__all__ = ("KeptStreams", "Stream", "keep", "patiently")


class Stream(Protocol):
    """A stream that a keeper closes when its scope exits."""

    async def end_with_scope(self) -> None:
        """Close the sources; raises what they raise."""


class Keeper:
    """A resource that closes the streams of its scope. It comes last, so it is exited first."""

    def __init__(self) -> None:
        self._streams: dict[int, Stream] = {}
        self._before: Token[Keeper | None] | None = None
        self._over = False

    def keep(self, stream: Stream) -> None:
        """Close a stream when the scope exits."""
        if self._over:
            raise RuntimeError("the scope has exited, so nothing can be streamed in it")
        self._streams[id(stream)] = stream

    async def __aenter__(self) -> None:
        self._before = _keeper.set(self)

    async def __aexit__(self, *_: object) -> None:
        errors: list[BaseException] = []
        while self._streams:
            _, stream = self._streams.popitem()
            try:
                await stream.end_with_scope()
            except BaseException as error:  # noqa: BLE001 - the other streams must be closed too
                errors.append(error)
        self._over = True
        if self._before is not None:
            _keeper.reset(self._before)
        asked = next((each for each in errors if isinstance(each, asyncio.CancelledError)), None)
        failed = [each for each in errors if not isinstance(each, asyncio.CancelledError)]
        if asked is not None:
            raise asked from (BaseExceptionGroup("streams", failed) if failed else None)
        if failed:
            raise failed[0] if len(failed) == 1 else BaseExceptionGroup("streams", failed)


_keeper: ContextVar[Keeper | None] = ContextVar("keeper", default=None)


def keep(stream: Stream, *, needed: bool) -> None:
    """Close a stream when the current scope exits, if there is one.

    Raises:
        RuntimeError: If a scope is needed and there is none, or if the scope has exited.
    """
    keeper = _keeper.get()
    if keeper is not None:
        keeper.keep(stream)
    elif needed:
        raise RuntimeError("a stream needs a scope")


async def patiently(task: "asyncio.Future[Any]") -> None:
    """Wait until a task has ended; raise a cancellation that arrived meanwhile only then."""
    asked: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            asked = asked or error
    if asked is not None:
        raise asked


class KeptStreams(ModuleAdapter):
    """The reference with a keeper in each scope."""

    def __init__(self) -> None:
        super().__init__(haiway_reference)
        self.scope = _scope


def _scope(name: str, /, *state: Any, disposables: Iterable[Any] | None = None) -> Any:
    return ctx.scope(name, *state, disposables=[*(disposables or ()), Keeper()])
