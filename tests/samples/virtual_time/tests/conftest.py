from haiway_conformance.simulation import ProgramLoop


def pytest_asyncio_loop_factories(config, item):
    return {"virtual time": ProgramLoop}
