import asyncio

import shop
from haiway_conformance.simulation import simulated, world


@simulated(schedules=100)
async def test_two_customers_take_two_pieces():
    pieces = 2

    async def read():
        await world.event("the database is asked")
        return pieces

    async def write(number):
        nonlocal pieces
        await world.event("the database is told")
        pieces = number

    warehouse = shop.Warehouse(read, write)
    ann = asyncio.create_task(warehouse.take(), name="Ann")
    bob = asyncio.create_task(warehouse.take(), name="Bob")
    await asyncio.gather(ann, bob)
    assert pieces == 0


@simulated(schedules=100)
async def test_two_transfers():
    mine, yours = shop.Account("mine", 10), shop.Account("yours", 10)

    async def bank():
        await world.event("the bank agrees")

    await asyncio.gather(shop.transfer(mine, yours, 1, bank), shop.transfer(yours, mine, 2, bank))
    assert (mine.balance, yours.balance) == (11, 9)


@simulated(cancel="everywhere")
async def test_a_request():
    async def request():
        return await world.event("the request is answered", returns=200)

    assert await shop.serve(request) == 200


@simulated(schedules=20)
async def test_prices_are_watched_beside_the_report():
    async with asyncio.TaskGroup() as group:
        group.create_task(shop.write_report(), name="report")
        group.create_task(shop.watch_prices(3610), name="prices")
