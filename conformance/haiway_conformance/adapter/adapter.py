"""Adapters: the interface between the kit and an implementation."""

from collections.abc import Callable, Collection
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = ("Adapter", "ModuleAdapter")


class Adapter:
    """The kit's view of an implementation. Derive from it, and set the attributes that yours has.

    Every attribute has the signature of haiway 0.30.1. One that is absent or None is a missing
    capability: the clauses that need it are reported as `unsupported`.

    Attributes:
        name: The implementation's name; None to use the name of its distribution.
        version: Its version; None to use that of its distribution.
        lacks: Capabilities that are missing although the attribute is there.
        task_factory: The task factory under which all programs run, as `loop.set_task_factory`
            takes it; None for lazy tasks, but for some programs that set the eager factory.
            `lazy_task_factory` is for an implementation that needs lazy tasks.
        State: The base class of state types, which are declared by annotations and made by keyword.
        scope: `(name, /, *state, disposables=None)`: an asynchronous context manager.
        spawn: `(function, /, *args, **kwargs)`: an awaitable task. May be a coroutine function.
        stream: `(source, /, *args, **kwargs)`: an async iterator over an async generator function.
        cancel: `()`: requests cancellation of the current task.
        check_cancellation: `()`: raises CancelledError if the current task was requested to cancel.
        state: `(type, /, default=None)`: the current state of that type.
        variable: `(instance_or_type, /, *, default=None)`: sets or looks up a variable.
        log_error, log_warning: `(message, /, *args, exception=None)`.
        log_info, log_debug: `(message, /, *args)`; they may take `exception`, too.
        record: `(level=..., /, *, event, metric, value, unit, kind, attributes)`.
        trace_id: `()`: the id of the current trace.
        process_concurrently: `(source, /, handler, *, concurrent_tasks=2,
            ignore_exceptions=False)`.
        execute_concurrently: `(handler, /, elements, *, concurrent_tasks=2,
            return_exceptions=False)`.
        stream_concurrently: `(source_a, source_b, /, exhaustive=False)`.

    Example:
        >>> class Mine(Adapter):
        ...     name, version = "mine", "1.0"
        ...
        ...     def scope(self, name, /, *state):
        ...         return mine.nursery()
        ...
        ...     def spawn(self, function, /, *args, **kwargs):
        ...         return mine.current_nursery().start(function(*args, **kwargs))
    """

    name: str | None = None
    version: str | None = None
    lacks: Collection[str] = ()
    task_factory: Callable[..., Any] | None = None

    State: Any = None
    scope: Any = None
    spawn: Any = None
    stream: Any = None
    cancel: Any = None
    check_cancellation: Any = None
    state: Any = None
    variable: Any = None
    log_error: Any = None
    log_warning: Any = None
    log_info: Any = None
    log_debug: Any = None
    record: Any = None
    trace_id: Any = None
    process_concurrently: Any = None
    execute_concurrently: Any = None
    stream_concurrently: Any = None

    def offered(self) -> frozenset[str]:
        """Return the names of everything public that it has, to find misspelt ones."""
        return frozenset(each for each in dir(self) if not each.startswith("_"))


class ModuleAdapter(Adapter):
    """The adapter of a module with the guide's interface.

    A subclass changes a part of it: what the subclass defines takes the place of what the module
    has, and None takes it away.

    Args:
        module: A module with `ctx`, `State`, and the three helpers, the latter at the top or in
            its `helpers.concurrent`. Whatever it lacks is a missing capability: a library of
            helpers has no `ctx`. None for the `module` that the subclass names.

    Example:
        >>> class Changed(ModuleAdapter):
        ...     module = my_library
        ...     log_warning = staticmethod(my_library.ctx.log_warn)
    """

    module: ModuleType

    _OF_CTX = (
        "scope",
        "spawn",
        "stream",
        "cancel",
        "check_cancellation",
        "state",
        "variable",
        "log_error",
        "log_warning",
        "log_info",
        "log_debug",
        "record",
        "trace_id",
    )
    _HELPERS = ("process_concurrently", "execute_concurrently", "stream_concurrently")

    def __init__(self, module: ModuleType | None = None) -> None:
        if module is not None:
            self.module = module
        module = self.module
        helpers = _helpers(module)
        ctx: object = getattr(module, "ctx", None)
        found = {name: getattr(ctx, name, None) for name in self._OF_CTX}
        for name in self._HELPERS:
            found[name] = getattr(module, name, getattr(helpers, name, None))
        found["State"] = getattr(module, "State", None)
        own = {name for each in type(self).__mro__ if each is not Adapter for name in vars(each)}
        for name in found.keys() - own:
            setattr(self, name, found[name])

    def offered(self) -> frozenset[str]:
        """Return the public names of the adapter, of the module, and of its `ctx`."""
        ctx: object = getattr(self.module, "ctx", None)
        names = (*dir(self.module), *dir(ctx), *dir(_helpers(self.module)))
        return super().offered().union(each for each in names if not each.startswith("_"))


def _helpers(module: ModuleType) -> ModuleType | None:
    name = f"{module.__name__}.helpers.concurrent"
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        # If the module itself, or its parent, is missing, there are no helpers; if it is another
        # module, the helpers are broken.
        if error.name in (name, f"{module.__name__}.helpers"):
            return None
        raise
