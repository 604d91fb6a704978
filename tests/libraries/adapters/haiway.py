"""Plug in haiway 0.48, whose scopes have tasks of their own only if they are isolated."""

from importlib.metadata import version

import haiway
from haiway_conformance.adapter import ModuleAdapter


class Giving:
    """A resource that gives no state, where it would give None."""

    def __init__(self, resource):
        self.resource = resource

    async def __aenter__(self):
        given = await self.resource.__aenter__()
        return () if given is None else given

    async def __aexit__(self, *error):
        return await self.resource.__aexit__(*error)


class Haiway(ModuleAdapter):
    name, version = "haiway", version("haiway")

    def __init__(self):
        super().__init__(haiway)

    def scope(self, name, /, *state, disposables=()):
        resources = [Giving(each) for each in disposables or ()]
        return haiway.ctx.scope(name, *state, disposables=resources, isolated=True)
