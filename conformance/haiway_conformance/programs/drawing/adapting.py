"""Rewrite drawn operations for an implementation that lacks some capabilities: `adapted`.

What is rewritten is what a program may also be without: where it happens (in a scope, in a task
that is awaited), what runs beside it (tasks that nobody awaits), which helper handles elements, and
the kind of a source. A property whose clause is about one of these needs the capability, and is not
run without it.
"""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, Final

from haiway_conformance.programs.operations import (
    Await,
    Block,
    CancelCurrent,
    Execute,
    Kind,
    Meet,
    Merge,
    Operation,
    Process,
    Reach,
    Scope,
    Source,
    Spawn,
)
from haiway_conformance.programs.operations.operation import with_block
from haiway_conformance.programs.program import Program

__all__ = ("adapted",)

_SYNCHRONOUS: Final[dict[Kind, Kind]] = {
    "async generator": "generator",
    "async iterator": "iterator",
    "async iterable": "list",
}


def adapted(main: Block, present: frozenset[str]) -> Block:
    """Return operations that do without what is not there, as far as that is possible.

    Args:
        main: The operations of main.
        present: The capabilities that are there.

    Returns:
        The operations. Those that have no substitute are left as they are, and so is a program in
        which something waits for a part that would be missing.
    """
    adaptation = _Adaptation(present)
    block = adaptation.of(main)
    if block == main or adaptation.is_missed_by(Program(block)):
        return main
    return block


class _Adaptation:
    """Rewrites the operations of one program.

    Args:
        present: The capabilities that are there.
    """

    def __init__(self, present: frozenset[str]) -> None:
        self._present = present
        self._gone: set[str] = set()

    def of(self, block: Block) -> Block:
        """Return a block, rewritten."""
        awaited = {each.task for each in block if isinstance(each, Await) and each.via == "await"}
        return tuple(new for each in block for new in self._operation(each, awaited))

    def is_missed_by(self, program: Program) -> bool:
        """Tell if a program waits for something that was taken away."""
        if any(isinstance(each, Meet) for each in program):
            return bool(self._gone)
        return any(
            each == name or name in each.split()
            for each in program.milestones
            for name in self._gone
        )

    def _operation(self, operation: Operation, awaited: set[str]) -> Block:
        lacking = operation.needs() - self._present
        if operation.dispensable and lacking:
            return ()
        if isinstance(operation, Spawn) and "spawn" in lacking:
            return self._without_spawn(operation, awaited)
        for held in operation.blocks():
            kept = self.of(held.block)
            if kept != held.block:
                operation = with_block(operation, held.path, kept)
        if isinstance(operation, Scope) and "scope" in lacking:
            self._gone.add(operation.name)
            return operation.body
        return (self._changed(operation, lacking) if lacking else operation,)

    def _changed(self, operation: Operation, lacking: frozenset[str]) -> Operation:
        match operation:
            case Scope() if "state" in lacking:
                resources = tuple(replace(it, gives=(), form="none") for it in operation.resources)
                return replace(operation, state=(), resources=resources)
            case Merge() if "ends-first" in lacking and "exhaustive" in self._present:
                return replace(operation, exhaustive=True)
            case Process() | Execute():
                return self._other_call(operation)
            case _:
                return operation

    def _without_spawn(self, spawn: Spawn, awaited: set[str]) -> Block:
        """Carry out what a task does where it is spawned, if it is awaited; else leave it out."""
        within = Program(spawn.body)
        self._gone.add(spawn.task)
        if spawn.task in awaited and not any(isinstance(each, CancelCurrent) for each in within):
            return self.of(spawn.body)
        self._gone.update(_milestones_of(within))
        return ()

    def _other_call(self, call: Process | Execute) -> Process | Execute:
        """Return the call with the helper that is there, and a source that it reads."""
        other = Execute if isinstance(call, Process) else Process
        if call.capability not in self._present and other.capability in self._present:
            parts: dict[str, Any] = {each.name: getattr(call, each.name) for each in fields(call)}
            call = other(**parts)
        if "async-sources" in self._present or call.source.kind not in _SYNCHRONOUS:
            return call
        return replace(call, source=_synchronous(call.source))


def _synchronous(source: Source) -> Source:
    if source.ending not in ("ends", "fails"):
        return source  # what it shows, no other kind of source can
    kind = _SYNCHRONOUS[source.kind]
    if source.ending == "fails" and kind == "list":
        kind = "generator"
    return replace(source, kind=kind, before=(), clean_up=())


def _milestones_of(program: Program) -> Iterator[str]:
    for each in program:
        if isinstance(each, Reach):
            yield each.milestone
        elif made := each.makes():
            yield made
