"""A program as text that people read: `script`."""

from haiway_conformance.programs.operations import Operation
from haiway_conformance.programs.program import Program
from haiway_conformance.programs.writing import Outline

__all__ = ("heading", "script")


def script(program: Program) -> str:
    """Return a program as indented text, a line an operation.

    Args:
        program: The program.

    Returns:
        Lines without a newline at the end.

    Example:
        >>> print(script(Program((Scope("s", (Spawn("t", (Wait("p", "never"),)),)),))))
        scope s:
            spawn task t:
                wait for p, which never completes
    """
    outline = Outline()
    outline.block(program.main)
    return "\n".join(outline.lines)


def heading(operation: Operation) -> str:
    """Return the first line of an operation, without the colon that precedes a block.

    Args:
        operation: The operation.
    """
    outline = Outline()
    operation.read(outline)
    return outline.lines[0].removesuffix(":")
