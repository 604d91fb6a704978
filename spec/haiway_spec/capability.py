"""The capabilities that an implementation may have or lack, a closed list.

A clause names the capabilities without which it cannot be judged. For an implementation that lacks
one of them, the clause is neither passed nor failed but `unsupported`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_MEANINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "scope": "scopes to enter: `ctx.scope(name, /, *state)`",
        "disposables": "resources that a scope enters and exits: `ctx.scope(..., disposables=...)`",
        "spawn": "tasks that belong to a scope: `ctx.spawn(function, /, *args, **kwargs)`",
        "cancel": "a request to cancel the current task: `ctx.cancel()`",
        "check-cancellation": "a check for such a request: `ctx.check_cancellation()`",
        "state": "values looked up by type: `ctx.state(type, /, default=None)`, and `State`",
        "variable": "values a task can set: `ctx.variable(instance_or_type, /, *, default=None)`",
        "stream": "generators in a context of their own: `ctx.stream(source, /, *args, **kwargs)`",
        "process": "the helper `process_concurrently`",
        "ignore-exceptions": "its tolerant mode: the argument `ignore_exceptions`",
        "execute": "the helper `execute_concurrently`",
        "return-exceptions": "its tolerant mode: the argument `return_exceptions`",
        "async-sources": "async iterables as sources of these two helpers",
        "merge": "the helper `stream_concurrently`",
        "ends-first": "merges that end with the first of their sources, without `exhaustive`",
        "exhaustive": "merges that end with the last of their sources, with `exhaustive=True`",
        "logging": "log records that name their scope: `ctx.log_info` and its siblings",
        "record": "events, metrics and attributes: `ctx.record(...)`",
        "trace": "an identity of the whole tree of scopes: `ctx.trace_id()`",
    }
)

CAPABILITIES: Final[tuple[str, ...]] = tuple(_MEANINGS)
"""The names of all capabilities, in the order in which reports list them."""


def describe_capability(name: str) -> str:
    """Describe what an implementation with a capability offers.

    Args:
        name: One of `CAPABILITIES`.

    Returns:
        A phrase with Markdown's code spans, without a full stop.

    Raises:
        LookupError: If `name` is not a capability; the message lists the capabilities.
    """
    try:
        return _MEANINGS[name]
    except KeyError:
        message = f"there is no capability {name!r}; the closed list is: {', '.join(CAPABILITIES)}"
        raise LookupError(message) from None
