import gc

import pytest
from haiway_reference import ctx
from reference_programs import MODES, executed, processed, run


@pytest.fixture(scope="session", autouse=True)
def keep_collections_short():
    """Each program is followed by a collection: what was there before need not be looked at."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(params=MODES)
def run_program(request):
    """Run a program on a lazy loop, an eager one, and in a task that was created eagerly."""
    return lambda main: run(main, request.param)


@pytest.fixture(params=[processed, executed])
def helper(request):
    """`process_concurrently` and `execute_concurrently`, called alike."""
    return request.param


@pytest.fixture(params=["inside", "outside"])
def run_both(request, run_program):
    """Run a program inside a scope and outside of any."""

    def run_there(main):
        async def inside():
            async with ctx.scope("around"):
                return await main()

        return run_program(inside if request.param == "inside" else main)

    return run_there
