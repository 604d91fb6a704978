"""`simulate` finds what is wrong, and lets pass what is right."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from haiway_conformance.simulation import Kind, Leak, SimulationFailed, simulate, world
from small_programs import (
    leaves_a_task_when_cancelled,
    locks_in_opposite_order,
    lost_update,
    order_of_answers,
    right,
    swallows_its_cancellation,
)

type Program = Callable[[], Coroutine[Any, Any, Any]]


def failure(program: Program, **settings: Any) -> SimulationFailed:
    with pytest.raises(SimulationFailed) as raised:
        simulate(program, **settings)
    return raised.value


def test_a_right_program_passes_under_all_schedules() -> None:
    simulation = simulate(right, exhaustive=True)
    assert simulation.complete
    assert simulation.schedules >= 4
    assert simulation.results == (30,)


def test_it_is_called_anew_for_each_schedule() -> None:
    calls: list[int] = []

    async def main() -> None:
        calls.append(len(calls))
        await asyncio.gather(world.event("one"), world.event("two"))

    assert simulate(main, schedules=7).schedules == 7
    assert calls == list(range(7))


def test_a_program_that_leaves_no_choice_is_run_once() -> None:
    async def main() -> float:
        await asyncio.sleep(3600)
        return world.time()

    simulation = simulate(main)
    assert (simulation.schedules, simulation.complete) == (1, True)
    assert simulation.results == (3600.0,)


def test_a_lost_update_is_found_in_the_canonical_schedule() -> None:
    found = failure(lost_update)
    assert found.finding.kind is Kind.RAISED
    assert isinstance(found.__cause__, AssertionError)
    assert "the canonical one" in found.picture.schedule


@pytest.mark.parametrize("exhaustive", [False, True])
def test_the_schedule_is_made_as_small_as_possible(exhaustive: bool) -> None:
    found = failure(order_of_answers, exhaustive=exhaustive)
    assert "deviates once" in found.picture.schedule
    assert "where one comes to" not in found.picture.difference
    assert "goes on alike until" in found.picture.difference


def test_a_deadlock_tells_who_waits_for_which_lock() -> None:
    found = failure(locks_in_opposite_order)
    assert found.finding.kind is Kind.DEADLOCK
    _, left, right = found.picture.waiting
    assert "left first, at " in left
    assert "(async with second:), waits for a Lock that right first holds since " in left
    assert "waits for a Lock that left first holds since " in right


def test_a_deadlock_has_the_traceback_of_the_main_coroutine() -> None:
    async def main() -> None:
        nobody = asyncio.Event()
        await nobody.wait()

    found = failure(main)
    places = [entry for entry in _lines(found) if entry == "await nobody.wait()"]
    assert places


def _lines(error: BaseException) -> list[str]:
    import traceback

    return [each.line or "" for each in traceback.extract_tb(error.__traceback__)]


def test_the_traceback_ends_where_the_program_raised() -> None:
    async def main() -> None:
        await world.event("anything")
        raise LookupError("lost")

    found = failure(main)
    assert _lines(found)[-1] == 'raise LookupError("lost")'
    assert "LookupError" in found.finding.sentence
    assert "test_simulate.py" in found.finding.sentence


def test_a_livelock_is_told_from_a_deadlock() -> None:
    async def main() -> None:
        while True:  # noqa: ASYNC110 - that is what is wrong
            await asyncio.sleep(0)

    found = failure(main, iterations=1_000)
    assert found.finding.kind is Kind.LIVELOCK
    assert "`iterations`" in found.finding.sentence


def test_a_program_that_waits_in_a_busy_loop_gets_there() -> None:
    async def main() -> None:
        async with asyncio.timeout(5):
            ready = asyncio.get_running_loop().create_task(asyncio.sleep(1))
            while not ready.done():  # noqa: ASYNC110 - so as to be busy
                await asyncio.sleep(0)

    simulate(main, schedules=3)


def test_a_timeout_does_not_fire_because_the_machine_is_very_slow() -> None:
    async def main() -> list[int]:
        queue: asyncio.Queue[int] = asyncio.Queue()

        async def fill() -> None:
            for each in range(40):
                await queue.put(each)
                await asyncio.sleep(0)

        async with asyncio.timeout(1):
            task = asyncio.create_task(fill())
            got = [await queue.get() for _ in range(40)]
            await task
        return got

    assert simulate(main).results == (list(range(40)),)


def test_a_timer_that_is_due_at_the_same_time_may_fire_first() -> None:
    async def main() -> None:
        async with asyncio.timeout(1):
            await asyncio.sleep(1)

    assert isinstance(failure(main).__cause__, TimeoutError)


def test_a_step_that_blocks_starves_timers() -> None:
    async def main() -> None:
        timer = asyncio.create_task(asyncio.sleep(1))
        await asyncio.sleep(0.5)
        time.sleep(10)  # noqa: ASYNC251 - that is what is wrong
        await timer

    began = time.monotonic()
    found = failure(main)
    assert time.monotonic() - began < 5
    assert found.finding.kind is Kind.STARVATION
    assert "9.5 virtual seconds late" in found.finding.sentence
    assert "time.sleep(10)" in found.finding.sentence


def test_time_sleep_is_itself_again_afterwards() -> None:
    sleep = time.sleep
    simulate(right, schedules=1)
    assert time.sleep is sleep


def test_an_invariant_is_checked_after_every_step() -> None:
    async def main() -> None:
        balance = [10]
        world.invariant(lambda: balance[0] >= 0)

        async def withdraw() -> None:
            if balance[0] >= 10:
                await world.event("the bank")
                balance[0] -= 10
                await world.event("the customer")
                balance[0] += 10

        await asyncio.gather(withdraw(), withdraw())

    found = failure(main)
    assert found.finding.kind is Kind.INVARIANT
    # The run ends with the step that broke it.
    assert "cancelled" not in str(found.picture.timeline.rows[-1])


def test_an_invariant_may_raise() -> None:
    state = {"open": 0}

    def at_most_one_is_open() -> None:
        assert state["open"] <= 1, "two are open"

    async def main() -> None:
        state["open"] = 0

        async def use() -> None:
            state["open"] += 1
            await world.event("anything")
            state["open"] -= 1

        await asyncio.gather(use(), use())

    found = failure(main, invariant=at_most_one_is_open)
    assert found.finding.kind is Kind.INVARIANT
    assert "at_most_one_is_open" in found.finding.sentence
    assert "two are open" in found.finding.sentence


def test_an_invariant_that_holds_changes_nothing() -> None:
    assert simulate(right, invariant=lambda: True, exhaustive=True).results == (30,)


class TestCancelledEverywhere:
    """With `cancel="everywhere"`, a request to cancel comes at each suspension."""

    def test_a_task_that_is_left_is_found(self) -> None:
        simulate(leaves_a_task_when_cancelled)
        found = failure(leaves_a_task_when_cancelled, cancel="everywhere")
        assert found.finding.kind is Kind.LEAK
        assert "ticker" in found.finding.sentence
        assert "main is cancelled from outside at suspension 1" in found.picture.schedule

    def test_a_request_that_is_swallowed_is_found(self) -> None:
        found = failure(swallows_its_cancellation, cancel="everywhere")
        assert found.finding.what == Leak.REQUESTS
        assert "main returned" in found.finding.sentence

    def test_it_may_be_allowed(self) -> None:
        simulation = simulate(swallows_its_cancellation, cancel="everywhere", allow=["requests"])
        assert simulation.cancellations == 2

    def test_a_right_program_passes(self) -> None:
        simulation = simulate(right, cancel="everywhere")
        assert simulation.cancellations >= 2

    def test_other_tasks_are_cancelled_by_name(self) -> None:
        cancelled: set[str] = set()

        async def main() -> None:
            async def work(name: str) -> None:
                try:
                    await world.event(name)
                except asyncio.CancelledError:
                    cancelled.add(name)
                    raise

            tasks = [asyncio.create_task(work(each), name=f"worker {each}") for each in "ab"]
            await asyncio.wait(tasks)

        simulate(main, cancel="everywhere", cancelled="worker b")
        assert cancelled == {"b"}
        simulate(main, cancel="everywhere", cancelled="work")
        assert cancelled == {"a", "b"}

    def test_a_task_that_is_cancelled_before_it_begins_complains_of_nothing(self) -> None:
        async def main() -> None:
            async def never() -> None:
                raise AssertionError

            task = asyncio.create_task(never())
            task.cancel()
            await asyncio.wait([task])

        simulate(main, cancel="everywhere", cancelled="never")

    def test_it_fails_if_the_program_raises_something_else(self) -> None:
        async def main() -> None:
            try:
                await world.event("the result")
            finally:
                raise KeyError("clean-up")

        assert isinstance(failure(main, cancel="everywhere").__cause__, KeyError)


LEFT: dict[str, tuple[Leak, Program]] = {}


def leaves(leak: Leak) -> Callable[[Program], Program]:
    def register(program: Program) -> Program:
        LEFT[program.__name__] = leak, program
        return program

    return register


@leaves(Leak.TASKS)
async def a_task() -> None:
    a_task.kept = asyncio.create_task(asyncio.sleep(60))  # type: ignore[attr-defined]
    await asyncio.sleep(0)


@leaves(Leak.TIMERS)
async def a_timer() -> None:
    asyncio.get_running_loop().call_later(60, print)


@leaves(Leak.GENERATORS)
async def a_generator() -> None:
    async def numbers():
        try:
            yield 1
            yield 2
        finally:
            pass

    kept = numbers()
    a_generator.kept = kept  # type: ignore[attr-defined]
    await anext(kept)


@leaves(Leak.EXCEPTIONS)
async def an_exception() -> None:
    async def fails() -> None:
        raise LookupError

    task = asyncio.create_task(fails())
    await asyncio.wait([task])


@leaves(Leak.COROUTINES)
async def a_coroutine() -> None:
    asyncio.sleep(1)


@leaves(Leak.REQUESTS)
async def a_request() -> None:
    task = asyncio.current_task()
    assert task is not None
    task.cancel()
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        return


@pytest.mark.parametrize("name", sorted(LEFT))
def test_whatever_is_left_is_found_or_allowed(name: str) -> None:
    leak, program = LEFT[name]
    assert failure(program).finding.what == leak
    simulate(program, allow=[leak])
    with pytest.raises(SimulationFailed):
        simulate(program, allow=[each for each in Leak if each is not leak])


def test_eager_tasks_begin_at_once() -> None:
    async def main() -> list[str]:
        order: list[str] = []

        async def work() -> None:
            order.append("task")

        task = asyncio.create_task(work())
        order.append("main")
        await task
        return order

    assert simulate(main).results == (["main", "task"],)
    assert simulate(main, eager=True).results == (["task", "main"],)


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second = (str(failure(order_of_answers, seed=3)) for _ in range(2))
    assert first == second


def test_a_token_is_replayed() -> None:
    token = failure(order_of_answers).token
    again = failure(order_of_answers, replay=token)
    assert again.token == token
    assert simulate(right, replay=token).schedules == 1


def test_context_variables_of_the_caller_are_seen() -> None:
    from contextvars import ContextVar

    variable = ContextVar("variable", default="nothing")

    async def main() -> str:
        seen = variable.get()
        variable.set("changed")
        return seen

    variable.set("the caller's")
    assert simulate(main).results == ("the caller's",)
    assert variable.get() == "the caller's"


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({"schedules": 0}, "schedules=0"),
        ({"iterations": 0}, "iterations=0"),
        ({"cancel": "always"}, "cancel='always'"),
        ({"cancelled": "worker"}, "without that argument nothing is cancelled"),
        ({"allow": ["taks"]}, "known are tasks, timers"),
        ({"replay": "hws1.damaged"}, "this token is damaged"),
        ({"replay": "hwc1.xyz"}, "those begin with `hws1.`"),
    ],
)
def test_bad_arguments_are_refused_in_words(settings: dict[str, Any], part: str) -> None:
    with pytest.raises(ValueError, match=part.replace("(", r"\(")):
        simulate(right, **settings)


def test_what_is_no_async_function_is_refused_in_words() -> None:
    with pytest.raises(TypeError, match="pass an `async def` function without arguments"):
        simulate(lambda: 3)  # type: ignore[arg-type, return-value]


def test_it_is_refused_within_a_running_loop() -> None:
    async def main() -> None:
        simulate(right)

    with pytest.raises(RuntimeError, match="mark the async test with `@simulated"):
        asyncio.run(main())


def test_outside_of_a_simulation_there_is_no_world() -> None:
    with pytest.raises(RuntimeError, match="no event loop is running"):
        world.time()
    with pytest.raises(RuntimeError, match="_UnixSelectorEventLoop is running"):
        asyncio.run(world.event("anything"))


def test_a_program_that_depends_on_something_else_is_told_so() -> None:
    calls: list[None] = []

    async def main() -> None:
        calls.append(None)
        assert len(calls) != 5

        await asyncio.gather(world.event("one"), world.event("two"))

    assert "something else than the schedule" in str(failure(main))
