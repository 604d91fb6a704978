"""The reference implementation of the specification: short, standard library only.

It is made to be read beside the clauses: the lines that satisfy a clause name it by its id. Start
with `context`, which is the interface. Then read `scope`, `scope_tasks` and `tasks`, where the work
is done, and `failures`, which decides what leaves a scope. `streams`, and `calls`, the engine of
`helpers.concurrent`, build on `tasks`.

Example:
    >>> import asyncio
    >>> from haiway_reference import State, ctx
    >>> class Greeting(State):
    ...     text: str = "Hello"
    >>> async def greet(name):
    ...     return f"{ctx.state(Greeting).text}, {name}!"
    >>> async def main():
    ...     async with ctx.scope("example", Greeting(text="Welcome")):
    ...         return await ctx.spawn(greet, "you")
    >>> asyncio.run(main())
    'Welcome, you!'
"""

from .context import ctx
from .records import ObservabilityMetricKind
from .state import State

__all__ = ["ObservabilityMetricKind", "State", "ctx"]
