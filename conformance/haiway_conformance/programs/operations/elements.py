"""The elements of sources, and what is done with them."""

from dataclasses import dataclass

from haiway_conformance.programs.execution.objects import Outcome, Value
from haiway_conformance.programs.operations.operation import Block, Part

__all__ = ("Element",)


@dataclass(frozen=True, slots=True)
class Element(Part):
    """An element of a source, and what the handler does with it.

    Attributes:
        value: What it is.
        body: What the handler does with it.
        result: What the handler returns then.
        error: The name of the exception that the call of the handler, a plain function then,
            raises itself, before there is anything to await; empty for none.
    """

    value: Value = "object"
    body: Block = ()
    result: Outcome = "object"
    error: str = ""

    def needs(self) -> frozenset[str]:
        return frozenset()

    @property
    def oddity(self) -> str:
        """The unusual about it and its result, in words; empty if both are plain objects."""
        value = "" if self.value == "object" else self.value
        result = "" if self.result == "object" else f"returns {self.result}"
        error = f"the call itself raises {self.error}" if self.error else ""
        return ", ".join(filter(None, (value, result, error)))
