import gc

import pytest
from reference_programs import MODES, run


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
