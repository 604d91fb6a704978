"""Random programs that look at everything that they can reach: points, timers, tasks."""

import asyncio
from random import Random


def random_program(seed):
    """A program of two or three tasks, for `schedules_of`; the same one for the same seed."""
    random = Random(seed)
    tasks = [
        [(random.choice(STEPS), random.randrange(3)) for _ in range(random.randint(1, 4))]
        for _ in range(random.randint(2, 3))
    ]

    async def program(loop, log):
        points = [loop.external_event(f"p{number}") for number in range(random_points)]
        running = []

        async def task(name, steps):
            for number, (step, which) in enumerate(steps):
                at = f"{name}.{number}"
                try:
                    await step(loop, log, at, points[which % len(points)], running)
                except asyncio.CancelledError:
                    log.append(f"{at} was cancelled at {loop.time():g}")
                log.append(f"{at} done at {loop.time():g}")

        for index, steps in enumerate(tasks):
            running.append(loop.create_task(task(f"t{index}", steps)))
        await asyncio.wait(running)

    random_points = random.randint(1, 3)
    return program


async def wait(loop, log, at, point, running):
    await point


async def wait_for_an_own_one(loop, log, at, point, running):
    await loop.external_event(at)


async def wait_for_a_slow_one(loop, log, at, point, running):
    await loop.external_event(at, "idle")


async def wait_with_a_time_limit(loop, log, at, point, running):
    try:
        async with asyncio.timeout(1):
            await loop.external_event(at)
    except TimeoutError:
        log.append(f"{at} too late")


async def look(loop, log, at, point, running):
    log.append(f"{at} sees {point.done()}")


async def look_later(loop, log, at, point, running):
    loop.call_soon(lambda: log.append(f"{at} sees {point.done()} later"))


async def listen(loop, log, at, point, running):
    point.add_done_callback(lambda _: log.append(f"{at} hears"))


async def give_way(loop, log, at, point, running):
    await asyncio.sleep(0)


async def sleep(loop, log, at, point, running):
    await asyncio.sleep(1)


async def set_a_timer_for_now(loop, log, at, point, running):
    loop.call_later(0, lambda: log.append(f"{at} timer, {point.done()}"))


async def cancel_the_point(loop, log, at, point, running):
    log.append(f"{at} cancels: {point.cancel()}")


async def cancel_a_task(loop, log, at, point, running):
    each = running[int(at[1:].partition(".")[0]) - 1]
    if each is not asyncio.current_task():
        log.append(f"{at} asks to stop: {each.cancel()}")


STEPS = [
    wait,
    wait,
    wait_for_an_own_one,
    wait_for_an_own_one,
    wait_for_a_slow_one,
    wait_with_a_time_limit,
    look,
    look_later,
    listen,
    give_way,
    sleep,
    set_a_timer_for_now,
    cancel_the_point,
    cancel_a_task,
]
