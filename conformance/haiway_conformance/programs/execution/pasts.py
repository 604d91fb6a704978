"""The past that an exception tells, so that it can be seen whether it is kept: `Past`."""

from dataclasses import dataclass
from types import CodeType
from typing import Self

from haiway_conformance.programs.execution.described import described

__all__ = ("Past",)


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """The past of an exception as it was at one moment.

    Attributes:
        error: The exception.
        cause: Its `__cause__` at that time.
        context: Its `__context__` at that time.
        origin: The code and the line that raised it, according to its traceback.
    """

    error: BaseException
    cause: BaseException | None
    context: BaseException | None
    origin: tuple[CodeType, int | None] | None

    @classmethod
    def of(cls, error: BaseException) -> Self:
        """Return the past of an exception as it is now."""
        return cls(error, error.__cause__, error.__context__, _origin(error))

    @property
    def lost(self) -> str:
        """Say what the exception has lost since, without a full stop; empty for nothing.

        A cause or a context that it did not have is no loss.
        """
        error = self.error
        if self.cause is not None and error.__cause__ is not self.cause:
            return f"its `__cause__` was {_text(error.__cause__)} instead of {_text(self.cause)}"
        if self.context is not None and error.__context__ is not self.context:
            now = _text(error.__context__)
            return f"its `__context__` was {now} instead of {_text(self.context)}"
        if _origin(error) != self.origin:
            return "its traceback did not lead to the line that had raised it any more"
        return ""


def _origin(error: BaseException) -> tuple[CodeType, int | None] | None:
    traceback = error.__traceback__
    if traceback is None:
        return None
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    return traceback.tb_frame.f_code, traceback.tb_lineno


def _text(error: BaseException | None) -> str:
    return "None" if error is None else described(error)
