"""The run-time support that written counterexamples import.

`standalone` writes a counterexample as a script of its own, which imports this package and nothing
else of the kit. A script says what happens where an execution of the program records it, and
otherwise does the same: it makes the same suspensions, raises the same exceptions, and keeps the
same objects alive. Start with `Script`.
"""

from haiway_conformance.programs.execution.callables import CallableObject, EqualCallable
from haiway_conformance.programs.execution.iterables import (
    AsyncIterable,
    Indexed,
    LazyList,
    OneTimeAsyncIterator,
    OneTimeIterator,
)
from haiway_conformance.programs.execution.state_types import state_types
from haiway_conformance.programs.execution.streams import iterator_of
from haiway_conformance.programs.operations.often import fail_at_once, no_second_item, one_item
from haiway_conformance.replay.runtime.script import Script

__all__ = (
    "AsyncIterable",
    "CallableObject",
    "EqualCallable",
    "Indexed",
    "LazyList",
    "OneTimeAsyncIterator",
    "OneTimeIterator",
    "Script",
    "fail_at_once",
    "iterator_of",
    "no_second_item",
    "one_item",
    "state_types",
)
