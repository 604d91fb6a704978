"""Structured concurrency in which one supervisor task for each scope does all the work.

What is different about it: nothing is done where it is asked for. `spawn` and `stream` put a
command into the queue of the scope's supervisor, a task that starts, cancels and awaits everything
under the scope (`supervisor.py`). So a spawned function begins some iterations of the event loop
later, and what `spawn` returns is a plain future that the supervisor settles. The helpers have a
supervisor of their own for each call, merges outside a scope too.

Where the specification leaves a choice: a request to cancel that meets failures leaves as
CancelledError with the failures as its cause; a handler that ends cancelled by itself ends its
helper; a stream runs its generator only while an item is asked for; resources are entered under
the outer scope; variables belong to tasks, an inner scope sees those of the outer one, and what it
sets is gone after it; a log record names its scope in the attributes `scope` and `trace`.
"""

from . import context as ctx
from .batches import execute_concurrently, process_concurrently
from .channels import stream_concurrently
from .states import State

__all__ = (
    "State",
    "ctx",
    "execute_concurrently",
    "process_concurrently",
    "stream_concurrently",
)
