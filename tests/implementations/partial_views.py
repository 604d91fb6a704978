"""The reference with capabilities taken away, each as an implementation lacks it for good.

What is taken away is absent, or takes no such argument, or raises. So a program that uses it all
the same fails.
"""

import inspect
from functools import wraps
from typing import Any, Final

import haiway_reference
from haiway_conformance import Adapter, ModuleAdapter
from haiway_conformance.adapter import CAPABILITIES
from haiway_conformance.adapter.capability import NEEDS

__all__ = ("HelpersAlone", "PlainLoop", "StreamsAndState", "WithoutSpawn")

_DECLARED: Final = ("async-sources", "ends-first")
"""Those that cannot be found by looking."""


def without(*lacking: str) -> type[ModuleAdapter]:
    """Return an adapter of the reference without some capabilities."""

    class Partial(ModuleAdapter):
        name, version = f"reference without {', '.join(lacking)}", "1"
        module = haiway_reference
        lacks = tuple(each for each in lacking if each in _DECLARED)

        def __init__(self) -> None:
            super().__init__()
            if "ends-first" in lacking:
                self.stream_concurrently = _always(self.stream_concurrently, exhaustive=True)
            if "async-sources" in lacking:
                for name in ("process_concurrently", "execute_concurrently"):
                    setattr(self, name, _reading_plainly(getattr(self, name)))
            for capability in lacking:
                for need in NEEDS[capability]:
                    name, _, parameter = need.partition(".")
                    function = getattr(self, name)
                    if parameter and function is not None:
                        setattr(self, name, _not_taking(parameter, function))
                    elif name != "State":
                        setattr(self, name, None)

    return Partial


def only(*having: str) -> type[ModuleAdapter]:
    """Return an adapter of the reference with some capabilities alone."""
    return without(*(each for each in CAPABILITIES if each not in having))


def _always(function: Any, **given: Any) -> Any:
    def called(*args: Any) -> Any:
        return function(*args, **given)

    return called


def _not_taking(parameter: str, function: Any) -> Any:
    taken = inspect.signature(function)
    kept = [each for each in taken.parameters.values() if each.name != parameter]
    signature = taken.replace(parameters=kept)

    @wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        signature.bind(*args, **kwargs)
        return function(*args, **kwargs)

    called.__signature__ = signature  # type: ignore[attr-defined]
    return called


def _reading_plainly(function: Any) -> Any:
    @wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        for each in args:
            if hasattr(each, "__aiter__") or hasattr(each, "__anext__"):
                raise TypeError(f"{type(each).__name__!r} object is not iterable")
        return function(*args, **kwargs)

    return called


WithoutSpawn = without("spawn")
HelpersAlone = only("process", "execute", "return-exceptions", "merge", "exhaustive", "cancel")
StreamsAndState = only("scope", "stream", "state", "variable", "check-cancellation", "trace")


class PlainLoop(Adapter):
    """A helper that is a plain loop, with one call after the other."""

    name, version = "plain loop", "1"
    lacks = ("async-sources",)

    async def process_concurrently(
        self, source: Any, /, handler: Any, *, concurrent_tasks: int = 2
    ) -> None:
        for each in source:
            await handler(each)
