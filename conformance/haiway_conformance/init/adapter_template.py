"""An adapter to fill in: `adapter_template`."""

from typing import Final

__all__ = ("MEMBERS", "adapter_template")

MEMBERS: Final = {
    "scope": "(name, /, *state, disposables=None): an asynchronous context manager",
    "spawn": "(function, /, *args, **kwargs): an awaitable task of the current scope",
    "stream": "(source, /, *args, **kwargs): an async iterator over an async generator function",
    "cancel": "(): requests cancellation of the current task",
    "check_cancellation": "(): raises CancelledError if the current task was requested to cancel",
    "State": "the base class of state types, which are declared by annotations",
    "state": "(type, /, default=None): the current state of that type",
    "variable": "(instance_or_type, /, *, default=None): sets or looks up a variable",
    "log_error": "(message, /, *args, exception=None)",
    "log_warning": "(message, /, *args, exception=None)",
    "log_info": "(message, /, *args, exception=None)",
    "log_debug": "(message, /, *args, exception=None)",
    "record": "(level=..., /, *, event, metric, value, unit, kind, attributes)",
    "trace_id": "(): the id of the current trace",
    "process_concurrently": (
        "(source, /, handler, *, concurrent_tasks=2, ignore_exceptions=False): a coroutine"
    ),
    "execute_concurrently": (
        "(handler, /, elements, *, concurrent_tasks=2, return_exceptions=False): a coroutine"
    ),
    "stream_concurrently": "(source_a, source_b, /, exhaustive=False): an async iterator",
}
"""The names of the interface, each with its signature and what it gives."""


def adapter_template(module: str) -> str:
    """Return the source of an adapter that has nothing yet.

    Args:
        module: The name of the module that it is for.
    """
    members = "\n".join(f"    # {said}\n    {name} = None" for name, said in MEMBERS.items())
    return f'''\
"""The adapter through which haiway-conformance judges {module}.

Give each name what the library has: a function as `staticmethod(...)`, or a method. What stays None
is a missing capability, and the clauses that need it are reported as unsupported.
"""

import {module}  # noqa: F401
from haiway_conformance import Adapter


class Implementation(Adapter):
    name = "{module}"

{members}
'''
