"""Complaints of asyncio and Python are noted, if they are somebody's fault."""

import asyncio
import gc
import sys
import warnings
from contextlib import suppress

import pytest
from haiway_conformance.simulated_loop import SimulatedLoop, run_simulated


def run(main):
    return run_simulated(SimulatedLoop(), main)


class Handle:
    """A handle of a task that is no future."""

    def __init__(self, task):
        self._task = task

    def __await__(self):
        return self._task.__await__()


async def fails_soon():
    await asyncio.sleep(1)
    raise ValueError


async def first_completed(handles):
    next(iter(asyncio.as_completed(handles)))


async def gathered(handles):
    gathering = asyncio.gather(*handles)
    await asyncio.wait([gathering])
    gathering.exception()


async def shielded(handles):
    for each in handles:
        shield = asyncio.shield(each)
        shield.cancel()


async def waited_for(handles):
    for each in handles:
        with suppress(ValueError):
            await asyncio.wait_for(each, 5)


@pytest.mark.parametrize("wait", [first_completed, gathered, shielded, waited_for])
def test_the_tasks_with_which_asyncio_waits_for_other_objects_are_not_charged(wait):
    """Its caller need not wait for all of them, and nobody else can look at what they raise."""

    async def main():
        tasks = [asyncio.create_task(fails_soon()) for _ in range(2)]
        await wait(map(Handle, tasks))
        await asyncio.wait(tasks)
        for each in tasks:
            each.exception()
        await asyncio.sleep(1)

    assert run(main()).unretrieved == ()


def test_warnings_are_heard_though_the_program_turns_them_into_errors():
    async def forgotten():
        pass

    async def main():
        warnings.simplefilter("error")
        forgotten()

    before = list(warnings.filters)
    assert len(run(main()).never_awaited) == 1
    assert list(warnings.filters) == before


class Holder:
    """Something that only the garbage collector frees."""


def test_a_coroutine_that_was_never_awaited_is_collected_with_what_it_holds():
    """The warning about it has held it, while it was collected."""

    async def main():
        async def forgotten():
            return holder

        holder = Holder()
        holder.itself, holder.coroutine = holder, forgotten()

    gc.disable()
    try:
        assert len(run(main()).never_awaited) == 1
        assert not any(isinstance(each, Holder) for each in gc.get_objects())
    finally:
        gc.enable()


def test_what_finalizers_raise_reaches_no_hook(capfd):
    class Raises:
        def __del__(self):
            raise ValueError

    async def main():
        Raises()

    hooked = []
    before, sys.unraisablehook = sys.unraisablehook, hooked.append
    try:
        run(main())
        assert not hooked
        Raises()
        assert len(hooked) == 1, "after the run the hook is there again"
    finally:
        sys.unraisablehook = before
    assert capfd.readouterr() == ("", "")
