"""Draw only what the implementation under test can carry out: `drawn`, `is_available`."""

from dataclasses import replace

from haiway_conformance.adapter.availability import available
from haiway_conformance.programs.operations import Block, Operation, Scope
from haiway_conformance.programs.operations.operation import with_block
from haiway_conformance.programs.program import Program

__all__ = ("drawn", "is_available")


def is_available(block: Block) -> bool:
    """Tell if the implementation under test has the capabilities that operations need.

    Args:
        block: The operations.
    """
    return Program(block).needs <= available()


def drawn(main: Block) -> Program:
    """Return a program of drawn operations, without the observations that are not available.

    Observations that need what the implementation lacks are left out, and so is state that nothing
    can look up. A program that needs more than that is returned as it is: the explorer does not
    run it.

    Args:
        main: The operations of main.
    """
    program = Program(main)
    lacking = program.needs - available()
    if not lacking:
        return program
    kept = _without_observations(main, lacking)
    return program if kept == main else Program(kept, lacking)


def _without_observations(block: Block, lacking: frozenset[str]) -> Block:
    return tuple(
        _within(operation, lacking)
        for operation in block
        if not (operation.dispensable and operation.needs() & lacking)
    )


def _within(operation: Operation, lacking: frozenset[str]) -> Operation:
    if "state" in lacking and isinstance(operation, Scope):
        resources = tuple(replace(each, gives=(), form="none") for each in operation.resources)
        operation = replace(operation, state=(), resources=resources)
    for held in operation.blocks():
        kept = _without_observations(held.block, lacking)
        if kept != held.block:
            operation = with_block(operation, held.path, kept)
    return operation
