"""A loop that is watched knows why each callback runs, and who asked a task to stop."""

import asyncio
import threading

import pytest
from haiway_conformance.simulation import (
    Asked,
    Cause,
    Completed,
    Ended,
    Fired,
    GaveWay,
    Outside,
    ReplayChoices,
    Request,
    Started,
    WatchedLoop,
    Woken,
    simulate,
)


class Watching:
    """Remembers what it is told, and why each thing was noted that a program notes."""

    def __init__(self, choices=None, task_factory=None):
        self.requests: list[Request] = []
        self.deviations = []
        self.causes: dict[str, Cause] = {}
        self.loop = WatchedLoop(self, choices, task_factory=task_factory)

    def name(self, task):
        return getattr(task.get_coro(), "__qualname__", "main").rpartition(".")[2]

    def requested(self, request):
        self.requests.append(request)

    def deviated(self, deviation):
        self.deviations.append(f"{deviation.what} {deviation.how}")

    def note(self, what):
        self.causes[what] = self.loop.step.cause

    def run(self, main):
        simulate(self.loop, main)
        return self


@pytest.fixture(params=[None, asyncio.eager_task_factory], ids=["lazy", "eager"])
def watching(request):
    return Watching(task_factory=request.param)


def test_a_task_is_started_by_another_one_and_gives_way():
    watching = Watching()

    async def child():
        watching.note("begins")
        await asyncio.sleep(0)
        watching.note("goes on")

    async def parent():
        await asyncio.create_task(child())

    async def main():
        await asyncio.create_task(parent())

    watching.run(main())
    assert watching.causes == {"begins": Started("parent"), "goes on": GaveWay()}


def test_what_is_awaited_has_ended_or_was_completed_by_another_task(watching):
    async def fails():
        await asyncio.sleep(1)
        watching.note("slept")
        raise ValueError

    async def sets(event):
        await watching.loop.external_event("p")
        watching.note("point")
        event.set()

    async def main():
        event = asyncio.Event()
        tasks = [asyncio.create_task(fails()), asyncio.create_task(sets(event))]
        await event.wait()
        watching.note("event")
        await asyncio.wait(tasks[:1])
        watching.note("failure")
        tasks.append(asyncio.create_task(asyncio.sleep(1)))
        await asyncio.shield(tasks[2])
        watching.note("shielded")
        await asyncio.gather(*tasks, asyncio.sleep(2), return_exceptions=True)
        watching.note("gathered")

    watching.run(main())
    assert watching.causes == {
        "slept": Fired(),
        "point": Completed("p"),
        "event": Woken("sets"),
        "failure": Ended("fails", "failed"),
        "shielded": Ended("sleep", "returned"),
        "gathered": Ended("sleep", "returned"),
    }


def test_the_error_of_a_task_that_is_looked_at_still_counts_as_not_retrieved():
    watching = Watching()

    async def fails():
        raise ValueError

    async def main():
        task = asyncio.create_task(fails())
        task.add_done_callback(lambda _: watching.note("callback"))
        await asyncio.sleep(1)

    aftermath = simulate(watching.loop, main())
    assert watching.causes == {"callback": Ended("fails", "failed")}
    assert aftermath.unretrieved == ("Task exception was never retrieved (ValueError: )",)


def test_a_request_is_seen_wherever_it_meets_its_task(watching):
    async def victim(what, wait):
        try:
            await wait()
        except asyncio.CancelledError:
            watching.note(what)
            raise

    async def given_way():
        await asyncio.sleep(0)

    def ask(task):
        task.cancel()

    async def main():
        victims = [
            asyncio.create_task(victim("suspended", asyncio.Event().wait)),
            asyncio.create_task(victim("asleep", lambda: asyncio.sleep(9))),
        ]
        await asyncio.sleep(1)
        victims.append(asyncio.create_task(victim("given way", given_way)))
        if isinstance(watching.loop.step.cause, Fired):
            await asyncio.sleep(0)
        for each in victims:
            ask(each)
        await asyncio.wait(victims)

    watching.run(main())
    assert set(watching.causes) >= {"suspended", "asleep"}
    for cause in watching.causes.values():
        assert isinstance(cause, Asked)
        assert cause.request is not None
        assert (cause.request.by, cause.request.function) == ("main", "ask")
    assert {each.module for each in watching.requests} == {__name__}


def test_a_request_is_passed_on_to_what_is_awaited():
    watching = Watching()

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

    watching.run(main())
    assert [(each.target, each.by, each.along) for each in watching.requests] == [
        ("outer", "main", ""),
        ("inner", "main", "outer"),
    ]


def test_a_timeout_asks_in_a_callback():
    watching = Watching()

    async def main():
        try:
            async with asyncio.timeout(1):
                await asyncio.sleep(2)
        except TimeoutError:
            watching.note("timed out")

    watching.run(main())
    (request,) = watching.requests
    assert (request.by, request.module, request.cause) == (None, "asyncio.timeouts", Fired())
    assert watching.causes == {"timed out": Asked(request)}


def test_a_task_group_asks_because_a_task_failed():
    watching = Watching()

    async def fails():
        raise ValueError

    async def main():
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())
            await asyncio.sleep(9)

    watching.run(main())
    (request,) = watching.requests
    assert (request.by, request.function) == (None, "TaskGroup._on_task_done")
    assert request.cause == Ended("fails", "failed")


def test_a_thread_calls():
    watching = Watching()

    async def main():
        woken = asyncio.Event()

        def wake():
            watching.note("called")
            woken.set()

        thread = threading.Thread(target=watching.loop.call_soon_threadsafe, args=(wake,))
        thread.start()
        await asyncio.to_thread(thread.join)
        await woken.wait()

    watching.run(main())
    assert watching.causes == {"called": Outside()}


class OwnTask(asyncio.Task):
    """A task that nothing can be told of."""


def test_who_asks_a_task_of_another_kind_shows_in_what_it_awaits():
    def make(loop, coro, **options):
        return OwnTask(coro, loop=loop, **options)

    watching = Watching(task_factory=make)

    async def victim(wait):
        try:
            await wait()
        except asyncio.CancelledError:
            watching.note("stopped")
            raise

    def ask(task):
        task.cancel()

    async def main():
        for point in (lambda: watching.loop.external_event("never", "never"), asyncio.Event().wait):

            async def wait(point=point):
                await point()

            task = asyncio.create_task(victim(wait))
            await asyncio.sleep(1)
            ask(task)
            await asyncio.wait([task])
            assert isinstance(watching.causes.pop("stopped"), Asked)

    watching.run(main())
    assert [(each.target, each.by, each.function) for each in watching.requests] == [
        ("victim", "main", "ask"),
        ("victim", "main", "ask"),
    ]


class Once:
    """Answers the first question of a kind in another way."""

    def __init__(self, label, answer):
        self.label, self.answer = label, answer

    def choose(self, label, options, waiters):
        if label != self.label or options <= self.answer:
            return 0
        self.label = "none"
        return self.answer


@pytest.mark.parametrize(
    ("label", "answer", "deviation"),
    [
        ("quiet:early", 1, "second completes although callbacks are ready"),
        ("quiet:time", 1, "a timer fires although callbacks are ready"),
        ("next", 1, "second completes first, instead of first"),
        ("next", 2, "a timer fires first, instead of first"),
        ("quiet:also", 1, "second completes in the same iteration"),
    ],
)
def test_what_the_world_does_otherwise_is_told(label, answer, deviation):
    watching = Watching(Once(label, answer))

    async def waits(label):
        await watching.loop.external_event(label)

    async def main():
        tasks = [asyncio.create_task(waits(each)) for each in ("first", "second")]
        await asyncio.sleep(0)
        await asyncio.sleep(1)
        await asyncio.wait(tasks)

    watching.run(main())
    assert watching.deviations == [deviation]


def test_which_of_two_timers_fires_first_is_told():
    watching = Watching(ReplayChoices({0: 1}))

    async def one():
        await asyncio.sleep(1)

    async def other():
        await asyncio.sleep(1)
        watching.note("other")

    async def main():
        await asyncio.wait([asyncio.create_task(one()), asyncio.create_task(other())])

    watching.run(main())
    assert watching.deviations == ["a timer fires first, instead of that of one"]
    cause = watching.causes["other"]
    assert isinstance(cause, Fired)
    assert cause.deviation is not None
