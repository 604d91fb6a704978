"""A `CauseTrackingLoop` knows why each callback runs, and what cancels a task."""

import asyncio
import threading

import pytest
from cause_recorder import CauseRecorder
from haiway_conformance.simulated_loop import (
    CancelRequested,
    EventCompleted,
    TaskEnded,
    TaskStarted,
    ThreadCalled,
    TimerFired,
    Woken,
    Yielded,
    run_simulated,
)


@pytest.fixture(params=[None, asyncio.eager_task_factory], ids=["lazy", "eager"])
def recorder(request):
    return CauseRecorder(task_factory=request.param)


def test_a_task_is_started_by_another_one_and_yields():
    recorder = CauseRecorder()

    async def child():
        recorder.note("begins")
        await asyncio.sleep(0)
        recorder.note("continues")

    async def parent():
        await asyncio.create_task(child())

    async def main():
        await asyncio.create_task(parent())

    recorder.run(main())
    assert recorder.causes == {"begins": TaskStarted("parent"), "continues": Yielded()}


def test_what_is_awaited_has_ended_or_was_completed_by_another_task(recorder):
    async def fails():
        await asyncio.sleep(1)
        recorder.note("slept")
        raise ValueError

    async def sets(event):
        await recorder.loop.external_event("p")
        recorder.note("event completed")
        event.set()

    async def main():
        event = asyncio.Event()
        tasks = [asyncio.create_task(fails()), asyncio.create_task(sets(event))]
        await event.wait()
        recorder.note("event")
        await asyncio.wait(tasks[:1])
        recorder.note("failure")
        tasks.append(asyncio.create_task(asyncio.sleep(1)))
        await asyncio.shield(tasks[2])
        recorder.note("shielded")
        await asyncio.gather(*tasks, asyncio.sleep(2), return_exceptions=True)
        recorder.note("gathered")

    recorder.run(main())
    assert recorder.causes == {
        "slept": TimerFired(),
        "event completed": EventCompleted("p"),
        "event": Woken("sets"),
        "failure": TaskEnded("fails", "failed"),
        "shielded": TaskEnded("sleep", "returned"),
        "gathered": TaskEnded("sleep", "returned"),
    }


def test_finding_out_how_a_task_ended_does_not_retrieve_its_exception():
    recorder = CauseRecorder()

    async def fails():
        raise ValueError

    async def main():
        task = asyncio.create_task(fails())
        task.add_done_callback(lambda _: recorder.note("callback"))
        await asyncio.sleep(1)

    aftermath = run_simulated(recorder.loop, main())
    assert recorder.causes == {"callback": TaskEnded("fails", "failed")}
    assert aftermath.unretrieved == ("Task exception was never retrieved (ValueError: )",)


def test_a_cancellation_is_seen_in_whatever_state_the_task_is(recorder):
    async def victim(what, wait):
        try:
            await wait()
        except asyncio.CancelledError:
            recorder.note(what)
            raise

    async def yields():
        await asyncio.sleep(0)

    def cancel(task):
        task.cancel()

    async def main():
        victims = [
            asyncio.create_task(victim("suspended", asyncio.Event().wait)),
            asyncio.create_task(victim("asleep", lambda: asyncio.sleep(9))),
        ]
        await asyncio.sleep(1)
        victims.append(asyncio.create_task(victim("yielded", yields)))
        if isinstance(recorder.loop.step.cause, TimerFired):
            await asyncio.sleep(0)
        for each in victims:
            cancel(each)
        await asyncio.wait(victims)

    recorder.run(main())
    assert set(recorder.causes) >= {"suspended", "asleep"}
    for cause in recorder.causes.values():
        assert isinstance(cause, CancelRequested)
        assert cause.call is not None
        assert (cause.call.by, cause.call.function) == ("main", "cancel")
    assert {each.module for each in recorder.calls} == {__name__}


def test_a_cancellation_is_passed_on_to_what_is_awaited():
    recorder = CauseRecorder()

    async def inner():
        await asyncio.sleep(9)

    async def outer(task):
        await task

    async def main():
        first = asyncio.create_task(inner())
        second = asyncio.create_task(outer(first))
        await asyncio.sleep(1)
        second.cancel()
        await asyncio.wait([second])

    recorder.run(main())
    assert [(each.target, each.by, each.passed_on_by) for each in recorder.calls] == [
        ("outer", "main", ""),
        ("inner", "main", "outer"),
    ]


def test_a_timeout_cancels_in_a_callback():
    recorder = CauseRecorder()

    async def main():
        try:
            async with asyncio.timeout(1):
                await asyncio.sleep(2)
        except TimeoutError:
            recorder.note("timed out")

    recorder.run(main())
    (call,) = recorder.calls
    assert (call.by, call.module, call.cause) == (None, "asyncio.timeouts", TimerFired())
    assert recorder.causes == {"timed out": CancelRequested(call)}


def test_a_task_group_cancels_because_a_task_failed():
    recorder = CauseRecorder()

    async def fails():
        raise ValueError

    async def main():
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())
            await asyncio.sleep(9)

    recorder.run(main())
    (call,) = recorder.calls
    assert (call.by, call.function) == (None, "TaskGroup._on_task_done")
    assert call.cause == TaskEnded("fails", "failed")


def test_a_thread_calls():
    recorder = CauseRecorder()

    async def main():
        woken = asyncio.Event()

        def wake():
            recorder.note("called")
            woken.set()

        thread = threading.Thread(target=recorder.loop.call_soon_threadsafe, args=(wake,))
        thread.start()
        await asyncio.to_thread(thread.join)
        await woken.wait()

    recorder.run(main())
    assert recorder.causes == {"called": ThreadCalled()}


class OwnTask(asyncio.Task):
    """A task of a kind that does not report calls of `cancel`."""


def test_what_cancels_a_task_of_another_kind_shows_in_what_it_awaits():
    def make(loop, coro, **options):
        return OwnTask(coro, loop=loop, **options)

    recorder = CauseRecorder(task_factory=make)

    async def victim(wait):
        try:
            await wait()
        except asyncio.CancelledError:
            recorder.note("cancelled")
            raise

    def cancel(task):
        task.cancel()

    async def main():
        for wait_outside in (
            lambda: recorder.loop.external_event("never", "never"),
            asyncio.Event().wait,
        ):

            async def wait(wait_outside=wait_outside):
                await wait_outside()

            task = asyncio.create_task(victim(wait))
            await asyncio.sleep(1)
            cancel(task)
            await asyncio.wait([task])
            assert isinstance(recorder.causes.pop("cancelled"), CancelRequested)

    recorder.run(main())
    assert [(each.target, each.by, each.function) for each in recorder.calls] == [
        ("victim", "main", "cancel"),
        ("victim", "main", "cancel"),
    ]
