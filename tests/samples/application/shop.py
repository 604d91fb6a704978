"""The server of a small shop, in whose code four bugs wait for the right moment."""

import asyncio
import time


class Warehouse:
    """Goods in a database that answers when it likes.

    Args:
        read: Awaited for the number of pieces.
        write: Awaited with the new number of pieces.
    """

    def __init__(self, read, write):
        self._read = read
        self._write = write

    async def take(self):
        """Take one piece; False if there is none."""
        left = await self._read()
        if left == 0:
            return False
        # Lost update: somebody else may have taken one meanwhile.
        await self._write(left - 1)
        return True


class Account:
    """An account with a lock."""

    def __init__(self, name, balance):
        self.name = name
        self.balance = balance
        self.lock = asyncio.Lock()


async def transfer(source, target, amount, bank):
    """Transfer money once the bank agrees."""
    async with source.lock:
        await bank()
        # Deadlock: another transfer may have locked them the other way round.
        async with target.lock:
            source.balance -= amount
            target.balance += amount


async def serve(request):
    """Answer a request while a heart beats."""
    heart = asyncio.create_task(beat(), name="heart")
    # Leak: if this is cancelled, nobody stops the heart.
    answer = await request()
    heart.cancel()
    return answer


async def beat():
    """Beat once a minute, for ever."""
    while True:
        await asyncio.sleep(60)


async def write_report():
    """Write the report of the hour."""
    await asyncio.sleep(3600)
    # Starvation: nothing else runs meanwhile.
    time.sleep(5)


async def watch_prices(seconds):
    """Look at the prices each second."""
    for _ in range(seconds):
        await asyncio.sleep(1)
