"""`ctx`: the functions that depend on where they are called."""

from asyncio import CancelledError, current_task, get_running_loop
from collections.abc import Callable
from typing import Any

from . import observe
from .handle import Handle
from .place import HERE
from .scope import Scope
from .state import State
from .streams import Stream


class ctx:  # noqa: N801 - as haiway calls it
    """A namespace, which is never instantiated."""

    @staticmethod
    def scope(name: str, /, *state: State, disposables: Any = None) -> Scope:
        return Scope(name, state, disposables)

    @staticmethod
    def spawn(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Handle:
        return _scope("spawn").spawn(function, args, kwargs)

    @staticmethod
    def stream(source: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Stream:
        return _scope("stream").stream(source, args, kwargs)

    @staticmethod
    def cancel() -> None:
        get_running_loop()
        if (task := current_task()) is None:
            raise RuntimeError("there is no current task to cancel")
        task.cancel()

    @staticmethod
    def check_cancellation() -> None:
        try:
            task = current_task()
        except RuntimeError:  # in a thread
            return
        if task is not None and task.cancelling() > 0:
            raise CancelledError("the task was asked to stop")

    @staticmethod
    def state[T: State](kind: type[T], /, default: T | None = None) -> T:
        states = HERE.get().states
        if kind in states:
            return states[kind]
        if default is not None:
            return default
        try:
            return kind()
        except Exception as error:
            raise LookupError(
                f"no {kind.__name__} is given here, and none can be made without arguments"
            ) from error

    @staticmethod
    def variable(instance_or_type: Any, /, *, default: Any = None) -> Any:
        here = HERE.get()
        if isinstance(instance_or_type, type):
            return here.variables.get(instance_or_type, default)
        variables = {**here.variables, type(instance_or_type): instance_or_type}
        HERE.set(here._replace(variables=variables))
        return None

    @staticmethod
    def trace_id() -> str:
        return _scope("trace_id").trace_id

    log_error = staticmethod(observe.log_error)
    log_warning = staticmethod(observe.log_warning)
    log_info = staticmethod(observe.log_info)
    log_debug = staticmethod(observe.log_debug)
    record = staticmethod(observe.record)


def _scope(what: str) -> Scope:
    if (scope := HERE.get().scope) is None:
        raise RuntimeError(f"ctx.{what} needs a scope around it: async with ctx.scope(...)")
    return scope
