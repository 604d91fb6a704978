from contextlib import asynccontextmanager

import tiny_library
from haiway_conformance import Adapter


class Tiny(Adapter):
    @asynccontextmanager
    async def scope(self, name, /, *state):
        nursery = await tiny_library.Nursery(name).open()
        try:
            yield
        finally:
            await nursery.close()

    def spawn(self, function, /, *args, **kwargs):
        return tiny_library.Nursery.current.get().start(function, *args, **kwargs)
