"""`simulate` finds what is wrong, and lets pass what is right."""

import asyncio
import time
import warnings

import pytest
from failing import failure, lines_of
from haiway_conformance.simulation import Kind, simulate, world
from small_programs import (
    locks_in_opposite_order,
    lost_update,
    order_of_answers,
    right,
)


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
    places = [entry for entry in lines_of(found) if entry == "await nobody.wait()"]
    assert places


def test_the_traceback_ends_where_the_program_raised() -> None:
    async def main() -> None:
        await world.event("anything")
        raise LookupError("lost")

    found = failure(main)
    assert lines_of(found)[-1] == 'raise LookupError("lost")'
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


def test_a_program_that_depends_on_something_else_is_told_so() -> None:
    calls: list[None] = []

    async def main() -> None:
        calls.append(None)
        assert len(calls) != 5

        await asyncio.gather(world.event("one"), world.event("two"))

    assert "something else than the schedule" in str(failure(main))


def test_the_exceptions_in_a_group_are_told() -> None:
    async def main() -> None:
        async def fails(number: int) -> None:
            await world.event("anything")
            raise LookupError(f"number {number}")

        async with asyncio.TaskGroup() as group:
            group.create_task(fails(1))
            group.create_task(fails(2))

    found = failure(main)
    assert found.finding.sentence.startswith("main raises ExceptionGroup of LookupError (")
    assert "number 1" in found.finding.sentence
    assert lines_of(found)[-1] == 'raise LookupError(f"number {number}")'
    assert isinstance(found.__cause__, ExceptionGroup)


def test_a_warning_of_the_program_is_given_once() -> None:
    async def main() -> None:
        await asyncio.gather(world.event("one"), world.event("two"))
        warnings.warn("this is old", DeprecationWarning, stacklevel=1)

    with pytest.warns(DeprecationWarning, match="this is old") as given:
        simulate(main, schedules=9)
    assert len(given) == 1
    assert given[0].filename == __file__


def test_a_filter_may_make_an_error_of_it() -> None:
    async def main() -> None:
        warnings.warn("this is old", DeprecationWarning, stacklevel=1)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(DeprecationWarning):
            simulate(main)
