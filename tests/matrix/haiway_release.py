"""Plug in any release of haiway: what has another name, signature or type there than in 0.30.1."""

from collections.abc import AsyncGenerator, AsyncIterable
from importlib.metadata import version

import haiway
from haiway_conformance.adapter import ModuleAdapter

__all__ = ("Release",)

ctx = haiway.ctx
RELEASE = tuple(map(int, version("haiway").split(".")))


class Giving:
    """A resource that gives an empty collection of states, where it would give None."""

    def __init__(self, resource):
        self.resource = resource

    async def __aenter__(self):
        given = await self.resource.__aenter__()
        return () if given is None else given

    async def __aexit__(self, *error):
        return await self.resource.__aexit__(*error)


async def generator(source):
    if isinstance(source, AsyncIterable):
        async for element in source:
            yield element
    else:
        for element in source:
            yield element


class Release(ModuleAdapter):
    """The installed release."""

    name, version = "haiway", version("haiway")
    module = haiway

    if RELEASE < (0, 25):
        # The source must be asynchronous, and a metric has no kind.
        def process_concurrently(self, source, /, handler, **options):
            given = source if isinstance(source, AsyncIterable) else generator(source)
            return haiway.process_concurrently(given, handler, **options)

        def record(self, *level, kind=None, **recorded):
            return ctx.record(*level, **recorded)

    if RELEASE >= (0, 40):
        # Each level has a function of its own.
        record = staticmethod(ctx.record_debug)

    if RELEASE >= (0, 42):
        # Resources must give something.
        def scope(self, name, /, *state, disposables=()):
            resources = [Giving(each) for each in disposables or ()]
            return ctx.scope(name, *state, disposables=resources)

    if RELEASE >= (0, 56):
        # Asynchronous sources must be generators.
        def given(self, source):
            other = isinstance(source, AsyncIterable) and not isinstance(source, AsyncGenerator)
            return generator(source) if other else source

        def process_concurrently(self, source, /, handler, **options):
            return haiway.process_concurrently(self.given(source), handler, **options)

        def execute_concurrently(self, handler, /, elements, **options):
            return haiway.execute_concurrently(handler, self.given(elements), **options)

        def stream_concurrently(self, source_a, source_b, /, **options):
            sources = self.given(source_a), self.given(source_b)
            return haiway.stream_concurrently(*sources, **options)
