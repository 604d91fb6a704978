"""Draw only what the implementation under test can carry out: `drawn`, `is_available`."""

from haiway_conformance.adapter.availability import available
from haiway_conformance.programs.drawing.adapting import adapted
from haiway_conformance.programs.operations import Block
from haiway_conformance.programs.program import Program

__all__ = ("drawn", "is_available")


def is_available(block: Block) -> bool:
    """Tell if the implementation under test has the capabilities that operations need.

    Args:
        block: The operations.
    """
    return Program(block).needs <= available()


def drawn(main: Block) -> Program:
    """Return a program of drawn operations, rewritten as far as possible for what is available.

    A program that needs more than that is left to the explorer, which does not run it.

    Args:
        main: The operations of main.
    """
    program = Program(main)
    lacking = program.needs - available()
    return Program(adapted(main, available()), lacking) if lacking else program
