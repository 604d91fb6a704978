"""Rewrite drawn operations for an implementation that lacks some capabilities: `adapted`.

What is rewritten is what a program may also be without: where it happens (in a scope, in a task
that is awaited), what runs beside it (tasks that nobody awaits), which helper handles elements, and
the kind of a source. A property whose clause is about one of these needs the capability, and is not
run without it.
"""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, Final, cast

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
    return main if adaptation.is_missed_by(Program(block)) else block


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
        awaited = {each.task for each in block if isinstance(each, Await)}
        done = set[str]()
        rewritten: list[Operation] = []
        for each in block:
            if isinstance(each, Spawn) and "spawn" not in self._present:
                if each.task in awaited and not _cancels_itself(each):
                    rewritten.extend(self.of(each.body))
                    done.add(each.task)
                else:
                    self._gone.update((each.task, *_names_in(each.body)))
            elif not (isinstance(each, Await) and each.task in done):
                rewritten.extend(self._operation(each))
        self._gone |= done
        return tuple(rewritten)

    def is_missed_by(self, program: Program) -> bool:
        """Tell if a program refers to something that was taken away."""
        return bool(self._gone) and any(
            isinstance(each, Meet) or not self._gone.isdisjoint(_names_referred_to(each))
            for each in program
        )

    def _operation(self, operation: Operation) -> Block:
        lacking = operation.needs() - self._present
        if operation.dispensable and lacking:
            return ()
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


def _cancels_itself(spawn: Spawn) -> bool:
    return any(isinstance(each, CancelCurrent) for each in Program(spawn.body))


def _names_in(block: Block) -> Iterator[str]:
    """Yield the names of what operations make and of the milestones that they reach."""
    for each in Program(block):
        if isinstance(each, Reach):
            yield each.milestone
        elif made := each.makes():
            yield made


def _names_referred_to(operation: Operation) -> Iterator[str]:
    """Yield the names, and the words of milestones, in an operation's fields."""
    own = operation.makes()
    for field in fields(cast("Any", operation)):
        value: object = getattr(operation, field.name)
        values = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
        for each in values:
            if isinstance(each, str) and each != own:
                yield each
                yield from each.split()
