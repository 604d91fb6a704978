import gc

import pytest
from haiway_reference import ctx
from reference_programs import MODES, executed, processed, run


@pytest.fixture(scope="session", autouse=True)
def keep_collections_short():
    """Exempt what exists before the tests from the collection that follows each program."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(params=MODES)
def run_program(request):
    """Return a function that runs a program, for each of the modes."""
    return lambda main: run(main, request.param)


@pytest.fixture(params=[processed, executed])
def helper(request):
    """`process_concurrently` and `execute_concurrently`, with the same signature."""
    return request.param


@pytest.fixture(params=["inside", "outside"])
def run_both(request, run_program):
    """Return a function that runs a program, once inside a scope and once outside any."""

    def run_there(main):
        async def inside():
            async with ctx.scope("around"):
                return await main()

        return run_program(inside if request.param == "inside" else main)

    return run_there
