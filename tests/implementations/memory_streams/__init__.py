"""Structured concurrency built on the memory object streams and cancel scopes of anyio.

What is different about it: everything that moves moves through memory object streams. A scope
knows that its tasks have ended when all clones of a send stream have been closed, one of which each
task holds; streams and merges are memory object streams into which pumps send; the helpers are
pools of workers in an anyio task group that receive elements from one.

A cancel scope of anyio requests cancellation again and again until its tasks have left it, also
from their clean-ups, which the specification forbids. So nothing of the program runs inside one:
it runs in plain tasks, which are cancelled once, and cancel scopes are around waits of this package
only.

Where the specification leaves a choice: where a request to cancel meets failures, the failures
leave and the request stays pending; a handler that ends cancelled by itself is passed over, its
result is the CancelledError; a stream reads one item ahead; a failing scope refuses to spawn; a
state that nobody gave is made once for each scope; variables are seen in one task and one scope
only; a log record names its scope in front of the message.
"""

from . import context as ctx
from .merges import stream_concurrently
from .states import State
from .workers import execute_concurrently, process_concurrently

__all__ = (
    "State",
    "ctx",
    "execute_concurrently",
    "process_concurrently",
    "stream_concurrently",
)
