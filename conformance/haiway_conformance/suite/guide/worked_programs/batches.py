"""Programs that handle many elements with the helpers: with limits, failures, and in batches."""

import asyncio
import gc
from collections.abc import Generator
from weakref import WeakSet

from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement import expect
from haiway_conformance.suite.guide.worked_programs.counting import Counter

__all__ = (
    "collect_good_and_bad_answers",
    "compute_the_limit",
    "fetch_for_each",
    "handle_in_batches",
    "handle_in_chunks",
    "monitor_a_batch",
    "notify_everybody",
    "spare_the_pool",
    "stop_failures_inside",
)


async def notify_everybody(adapter: Adapter) -> None:
    """Ring at eight doors, three at a time; nobody opens some of them."""

    class Bell(adapter.State):
        tune: str

    doors = range(1, 9)
    limit = 3
    at_once = Counter()
    answered: list[tuple[int, str]] = []

    async def ring(door: int) -> None:
        bell = adapter.state(Bell)
        with at_once.one():
            await asyncio.sleep(door % 3 / 1000)
            if door in (2, 3, 8):
                raise ConnectionError(f"nobody opens door {door}")
            answered.append((door, bell.tune))

    went_on = False
    async with adapter.scope("street", Bell(tune="ding dong")):
        await adapter.process_concurrently(
            doors, ring, concurrent_tasks=limit, ignore_exceptions=True
        )
        went_on = True

    expected = [(door, "ding dong") for door in (1, 4, 5, 6, 7)]
    expect(
        sorted(answered) == expected,
        f"instead of {expected}, the doors that opened were {answered}",
    )
    expect(at_once.most <= limit, f"{at_once.most} rang at once, with a limit of {limit}")
    expect(went_on, "the body did not go on after the helper, though failures were ignored")


async def fetch_for_each(adapter: Adapter) -> None:
    """Look up some words, fewer than the limit; the answers come in any order."""

    class Dictionary(adapter.State):
        language: str

    words = ("sun", "moon", "star", "sky")

    async def look_up(word: str) -> dict[str, str]:
        language = adapter.state(Dictionary).language
        await asyncio.sleep((len(words) - words.index(word)) / 1000)
        return {} if word == "sky" else {word: f"{word} in {language}"}

    async with adapter.scope("library", Dictionary(language="Latin")):
        found = await adapter.execute_concurrently(look_up, words, concurrent_tasks=10)
        pairs = list(zip(words, found, strict=False))

    expected = [(word, {word: f"{word} in Latin"}) for word in words[:-1]] + [("sky", {})]
    expect(pairs == expected, f"instead of {expected}, the words were paired with {pairs}")


async def collect_good_and_bad_answers(adapter: Adapter) -> None:
    """Call four numbers, one of which does not exist, and sort the answers afterwards."""
    numbers = (11, 12, 13, 14)
    unknown = LookupError("no such number")

    async def call(number: int) -> str:
        await asyncio.sleep(0.001)
        if number == numbers[1]:
            raise unknown
        await asyncio.sleep(number % 3 / 1000)
        return f"this is {number}"

    async with adapter.scope("telephone"):
        answers = await adapter.execute_concurrently(
            call, numbers, concurrent_tasks=10, return_exceptions=True
        )
        answered = dict(zip(numbers, answers, strict=False))
        good = [
            (number, answer)
            for number, answer in answered.items()
            if not isinstance(answer, BaseException)
        ]

    bad = answered.get(numbers[1], "nothing")
    expect(
        bad is unknown,
        f"in the place of the number that failed was {bad!r}, not the exception itself",
    )
    expected = [(number, f"this is {number}") for number in (11, 13, 14)]
    expect(good == expected, f"instead of {expected}, the good answers were {good}")


async def handle_in_chunks(adapter: Adapter) -> None:
    """Wash ten plates in loads of four, two plates at a time, with a pause between loads."""
    plates = list(range(10))
    size = 4
    washed: list[int] = []
    early: list[str] = []

    async def wash(plate: int) -> None:
        load = plate // size
        missing = [each for each in plates if each // size < load and each not in washed]
        if missing:
            early.append(f"{plate} was begun before {missing} were done")
        await asyncio.sleep(plate % 4 / 1000)  # the last of a load is the slowest
        washed.append(plate)

    async with adapter.scope("kitchen"):
        for start in range(0, len(plates), size):
            load = plates[start : start + size]
            await adapter.process_concurrently(load, wash, concurrent_tasks=2)
            await asyncio.sleep(0.001)

    expect(not early, f"in loads of {size} plates: {'; '.join(early)}")
    expect(sorted(washed) == plates, f"of ten plates, these were washed, in this order: {washed}")


async def compute_the_limit(adapter: Adapter) -> None:
    """Row with as many rowers as there are oars, seats and life jackets for."""
    rowers = list(range(12))
    oars, room, jackets = 12, 4.4, 50
    limit = min(oars // 2, int(room / 0.8), jackets)
    at_once = Counter()
    boat_full = asyncio.Event()

    async def row(_: int) -> None:
        with at_once.one():
            if at_once.now >= limit:
                boat_full.set()
            await boat_full.wait()  # no call ends before the boat has been full once
            await asyncio.sleep(0.001)

    async with adapter.scope("boat house"):
        await adapter.process_concurrently(rowers, row, concurrent_tasks=limit)

    expect(at_once.most == limit, f"with a computed limit of {limit}, {at_once.most} rowed at once")


async def spare_the_pool(adapter: Adapter) -> None:
    """Serve nine dishes with no more than half of the plates in use at once."""

    class Cupboard(adapter.State):
        plates: int

    dishes = list(range(9))
    taken = Counter()
    served: list[int] = []

    async def serve(dish: int) -> None:
        with taken.one():
            await asyncio.sleep(dish % 2 / 1000)
            served.append(dish)

    async with adapter.scope("restaurant", Cupboard(plates=6)):
        half = min(adapter.state(Cupboard).plates // 2, 20)
        await adapter.process_concurrently(dishes, serve, concurrent_tasks=half)

    expect(sorted(served) == dishes, f"of nine dishes, these were served: {served}")
    expect(taken.most <= half, f"{taken.most} of 6 plates were taken at once, with a limit of half")


async def stop_failures_inside(adapter: Adapter) -> None:
    """Bake six cakes; what goes wrong with one is handled where it happens."""
    cakes = range(6)

    async def risk(cake: int) -> str:
        await asyncio.sleep(cake % 2 / 1000)
        if cake % 3 == 1:
            raise ValueError(f"cake {cake} is burnt")
        return f"cake {cake}"

    async def bake(cake: int) -> str | None:
        try:
            return await risk(cake)
        except ValueError:
            await asyncio.sleep(0.001)
            return None

    async with adapter.scope("bakery"):
        baked = await adapter.execute_concurrently(bake, cakes, concurrent_tasks=2)

    expected = ["cake 0", None, "cake 2", "cake 3", None, "cake 5"]
    expect(list(baked) == expected, f"instead of {expected}, the results were {list(baked)}")


async def monitor_a_batch(adapter: Adapter) -> None:
    """Record when a batch begins, how long it takes, and how it fails."""
    clock = asyncio.get_running_loop().time
    wrong = ValueError("no number")
    recorded: list[str] = []

    async def square(number: int) -> int:
        await asyncio.sleep(0.001)
        if number < 0:
            raise wrong
        return number**2

    async def monitored(numbers: list[int]) -> list[int]:
        begin = clock()
        adapter.record(event="batch begun", attributes={"numbers": len(numbers)})
        recorded.append("begun")
        try:
            squares = await adapter.execute_concurrently(square, numbers, concurrent_tasks=3)
        except Exception as error:
            adapter.record(event="batch failed", attributes={"error": str(error)})
            recorded.append(f"failed: {error}")
            raise
        adapter.record(
            metric="duration",
            value=clock() - begin,
            unit="s",
            kind="histogram",
            attributes={"outcome": "good"},
        )
        recorded.append("measured")
        return list(squares)

    raised: BaseException | None = None
    async with adapter.scope("monitoring"):
        squares = await monitored([1, 2, 3])
        try:
            await monitored([4, -1, 5])
        except Exception as error:  # noqa: BLE001 - which one it is, is checked below
            raised = error

    expect(squares == [1, 4, 9], f"a monitored batch of 1, 2 and 3 gave {squares}")
    expect(
        recorded == ["begun", "measured", "begun", "failed: no number"],
        f"of a good and of a failing batch there was recorded: {recorded}",
    )
    expect(raised is wrong, f"the batch raised {raised!r}, not the handler's exception itself")


class Page:
    """A page of a book."""


async def handle_in_batches(adapter: Adapter) -> None:
    """Read a long book, a few pages at a time, with no more of them in memory."""
    batches, size = 4, 5
    alive: WeakSet[Page] = WeakSet()
    too_many: list[int] = []
    read: list[int] = []
    odd: list[str] = []

    def book() -> Generator[list[Page]]:
        for _ in range(batches):
            if len(alive) > size:
                gc.collect()  # pages in reference cycles do not count
            if len(alive) > size:
                too_many.append(len(alive))
            pages = [Page() for _ in range(size)]
            alive.update(pages)
            yield pages
            del pages

    async def turn(page: Page) -> None:
        await asyncio.sleep(0)
        read.append(id(page))

    async with adapter.scope("reading room"):
        for number, pages in enumerate(book()):
            read.clear()
            await adapter.process_concurrently(pages, turn, concurrent_tasks=2)
            if sorted(read) != sorted(map(id, pages)):
                odd.append(f"of batch {number}, {len(set(read))} pages in {len(read)} calls")
            await asyncio.sleep(0)

    expect(not odd, f"each of the {size} pages of a batch is handled once, but: {'; '.join(odd)}")
    expect(
        not too_many,
        f"before the next batch was made, there should have been the {size} pages of the one before"
        f" at most; there were {too_many}",
    )
