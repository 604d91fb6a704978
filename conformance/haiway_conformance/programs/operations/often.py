"""The operation that does one thing many times: what is wrong only after the nth time shows."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Literal

from haiway_conformance.adapter import Adapter, spawn_is_awaited, spawned, takes
from haiway_conformance.programs.execution import Execution, Frame
from haiway_conformance.programs.execution.streams import iterator_of
from haiway_conformance.programs.operations.operation import Step, no_stand_in
from haiway_conformance.programs.writing import Outline, Page, Where
from haiway_conformance.simulated_loop import Did

__all__ = ("OftenUsed", "UseOften", "fail_at_once", "no_second_item", "one_item")

type OftenUsed = Literal[
    "spawn",
    "cancel",
    "scope",
    "failing scope",
    "time-out",
    "stream",
    "process",
    "open stream",
    "open merge",
    "open exhaustive merge",
]
"""The uses: spawn a task and await it; spawn one and cancel it; leave a scope with a task that
waits; leave one whose task has failed; let a time-out end a scope; read a stream of one item;
process one element; read one item of a stream, or of a merged one, and leave it open."""

# After so many times it is recorded how often it was: a run with no events is taken for a hang.
_NOTED: Final = 16


@dataclass(frozen=True, slots=True)
class UseOften(Step):
    """Do one thing many times, one after the other. What it consists of is not recorded.

    Attributes:
        use: What is done.
        times: How often, at least once.
    """

    use: OftenUsed
    times: int

    stand_in = no_stand_in

    def needs(self) -> frozenset[str]:
        return _NEEDS[self.use]

    def suspensions(self, lengths: Mapping[str, int]) -> int:
        return self.times

    def read(self, outline: Outline) -> None:
        outline.line(f"{self.times} times: {_IN_WORDS[self.use]}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        use = _PERFORM[self.use]
        for number in range(1, self.times + 1):
            await use(execution.adapter)
            if number % _NOTED == 0 or number == self.times:
                times = f"{self.use}, time {number} of {self.times}"
                execution.trace.record(frame.task, Did.USED, times)

    def write(self, page: Page, where: Where) -> None:
        number = page.numbered("number")
        with page.under(f"for {number} in range(1, {self.times} + 1):"):
            _write(self.use, page)
            with page.under(f"if {number} % {_NOTED} == 0 or {number} == {self.times}:"):
                page.line(f'script.say(f"{self.use}, time {{{number}}} of {self.times}")')


_NEEDS: Final[dict[OftenUsed, frozenset[str]]] = {
    "spawn": frozenset({"spawn"}),
    "cancel": frozenset({"spawn"}),
    "scope": frozenset({"scope", "spawn"}),
    "failing scope": frozenset({"scope", "spawn"}),
    "time-out": frozenset({"scope"}),
    "stream": frozenset({"stream"}),
    "process": frozenset({"process"}),
    "open stream": frozenset({"stream"}),
    "open merge": frozenset({"merge", "ends-first"}),
    "open exhaustive merge": frozenset({"merge", "exhaustive"}),
}

_IN_WORDS: Final[dict[OftenUsed, str]] = {
    "spawn": "spawn a task, and await it",
    "cancel": "spawn a task, cancel it, and wait for its end",
    "scope": "enter a scope, spawn a task that waits for ever, and exit",
    "failing scope": "enter a scope, await a task that fails in it, and catch what leaves it",
    "time-out": "enter a scope in which a time-out of 0 s fires, and exit",
    "stream": "read a stream of one item",
    "process": "call process_concurrently with one element",
    "open stream": "read one item of a stream, and leave it open",
    "open merge": "read one item of a merged stream, and leave it open",
    "open exhaustive merge": "read one item of an exhaustive merged stream, and leave it open",
}


# How they are carried out, and written.


async def fail_at_once() -> None:
    """Raise ZeroDivisionError, as the task of a failing scope does."""
    raise ZeroDivisionError


async def one_item() -> AsyncGenerator[None]:
    """Yield None once."""
    yield None


async def no_second_item() -> AsyncGenerator[None]:
    """Yield None once, then wait until the generator is closed."""
    yield None
    await asyncio.Event().wait()


async def _spawn(adapter: Adapter) -> None:
    await (await spawned(adapter, asyncio.sleep, 0))


async def _cancel(adapter: Adapter) -> None:
    task = await spawned(adapter, asyncio.sleep, 3600)
    await asyncio.sleep(0)
    requests = _requests()
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        if _requests() > requests:
            raise  # the spawner is cancelled, too


def _requests() -> int:
    current = asyncio.current_task()
    return 0 if current is None else current.cancelling()


async def _scope(adapter: Adapter) -> None:
    async with adapter.scope("often"):
        await spawned(adapter, asyncio.sleep, 3600)
        await asyncio.sleep(0)


async def _failing_scope(adapter: Adapter) -> None:
    with suppress(ZeroDivisionError):  # in a group, too
        async with adapter.scope("often"):
            await (await spawned(adapter, fail_at_once))


async def _time_out(adapter: Adapter) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(0), adapter.scope("often"):
            await asyncio.sleep(3600)


async def _stream(adapter: Adapter) -> None:
    async for _ in adapter.stream(one_item):
        pass


async def _process(adapter: Adapter) -> None:
    await adapter.process_concurrently([0], asyncio.sleep, concurrent_tasks=2)


async def _open_stream(adapter: Adapter) -> None:
    await anext(iterator_of(adapter.stream(no_second_item)))


async def _open_merge(adapter: Adapter) -> None:
    merged = adapter.stream_concurrently(no_second_item(), no_second_item())
    await anext(iterator_of(merged))


async def _open_exhaustive_merge(adapter: Adapter) -> None:
    merge = adapter.stream_concurrently
    # One that can only end with its last source need not be told.
    more = {"exhaustive": True} if takes(merge, "exhaustive") else {}
    await anext(iterator_of(merge(no_second_item(), no_second_item(), **more)))


_PERFORM: Final[dict[OftenUsed, Callable[[Adapter], Awaitable[None]]]] = {
    "spawn": _spawn,
    "cancel": _cancel,
    "scope": _scope,
    "failing scope": _failing_scope,
    "time-out": _time_out,
    "stream": _stream,
    "process": _process,
    "open stream": _open_stream,
    "open merge": _open_merge,
    "open exhaustive merge": _open_exhaustive_merge,
}


def _write(use: OftenUsed, page: Page) -> None:
    match use:
        case "spawn":
            page.line(f"await {_spawn_in_python(page, 'asyncio.sleep, 0')}")
        case "cancel":
            page.line(f"task = {_spawn_in_python(page, 'asyncio.sleep, 3600')}")
            page.line("await asyncio.sleep(0)")
            page.line("requests = asyncio.current_task().cancelling()")
            page.line("task.cancel()")
            with page.under("try:"):
                page.line("await task")
            again = "if asyncio.current_task().cancelling() > requests:"
            with page.under("except asyncio.CancelledError:"), page.under(again):
                page.line("raise")
        case "scope":
            with page.under(f"async with {page.call('scope')}('often'):"):
                page.line(_spawn_in_python(page, "asyncio.sleep, 3600"))
                page.line("await asyncio.sleep(0)")
        case "failing scope":
            with page.under("try:"), page.under(f"async with {page.call('scope')}('often'):"):
                page.line(f"await {_spawn_in_python(page, page.use('fail_at_once'))}")
            with page.under("except* ZeroDivisionError:"):
                page.line("pass")
        case "time-out":
            both = f"asyncio.timeout(0), {page.call('scope')}('often')"
            with page.under("try:"), page.under(f"async with {both}:"):
                page.line("await asyncio.sleep(3600)")
            with page.under("except TimeoutError:"):
                page.line("pass")
        case "stream":
            stream = f"{page.call('stream')}({page.use('one_item')})"
            with page.under(f"async for _ in {stream}:"):
                page.line("pass")
        case "process":
            given = "[0], asyncio.sleep, concurrent_tasks=2"
            page.line(f"await {page.call('process_concurrently')}({given})")
        case "open stream":
            made = f"{page.call('stream')}({page.use('no_second_item')})"
            page.line(f"await anext({page.use('iterator_of')}({made}))")
        case "open merge" | "open exhaustive merge":
            merge = page.adapter.stream_concurrently
            told = use == "open exhaustive merge" and takes(merge, "exhaustive")
            source = f"{page.use('no_second_item')}()"
            given = f"{source}, {source}{', exhaustive=True' if told else ''}"
            made = f"{page.call('stream_concurrently')}({given})"
            page.line(f"await anext({page.use('iterator_of')}({made}))")


def _spawn_in_python(page: Page, arguments: str) -> str:
    call = f"{page.call('spawn')}({arguments})"
    return f"(await {call})" if spawn_is_awaited(page.adapter) else call
