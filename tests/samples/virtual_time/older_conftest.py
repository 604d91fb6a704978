# In place of tests/conftest.py, for releases of pytest-asyncio before 1.4.
import asyncio

import pytest
from haiway_conformance.simulation import ProgramLoop


class VirtualTime(asyncio.DefaultEventLoopPolicy):
    _loop_factory = ProgramLoop


@pytest.fixture(scope="session")
def event_loop_policy():
    return VirtualTime()
