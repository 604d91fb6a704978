import asyncio

import pytest
import retries


class Flaky:
    def __init__(self, failures):
        self.failures = failures

    async def __call__(self):
        await asyncio.sleep(5)
        if self.failures:
            self.failures -= 1
            raise ConnectionError
        return "done"


def now():
    return asyncio.get_running_loop().time()


@pytest.fixture
async def queue():
    queue = asyncio.Queue()

    async def fill():
        for number in range(7):
            await asyncio.sleep(20 if number % 3 == 0 else 1)
            await queue.put(number)
        await queue.put(None)

    filling = asyncio.create_task(fill())
    yield queue
    await filling


@pytest.mark.parametrize(("failures", "seconds"), [(0, 5), (1, 70), (3, 440)])
async def test_a_job_is_tried_again(failures, seconds):
    begun = now()
    assert await retries.retried(Flaky(failures), times=5, pause=60) == "done"
    assert now() - begun == pytest.approx(seconds)


async def test_it_gives_up_after_hours():
    begun = now()
    with pytest.raises(retries.GaveUpError, match="failed 9 times"):
        await retries.retried(Flaky(100), times=9, pause=60)
    assert now() - begun > 4 * 3600


async def test_values_are_forgotten_after_a_day():
    cache = retries.Cache(24 * 3600)
    cache.put("key", 1)
    await asyncio.sleep(24 * 3600 - 1)
    assert cache.get("key") == 1
    await asyncio.sleep(2)
    assert cache.get("key") is None


async def test_what_comes_together_is_a_batch(queue):
    found = [batch async for batch in retries.batches(queue, size=10, wait=10)]
    assert found == [[0, 1, 2], [3, 4, 5], [6]]


async def test_a_slow_job_is_stopped_after_an_hour():
    event = asyncio.Event()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(event.wait(), timeout=3600)


async def test_a_file_is_read_in_a_thread():
    assert await asyncio.to_thread(retries.read_file, 0.01) == "content"
