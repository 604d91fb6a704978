"""Exceptions as text: a CancelledError is told as such, whatever its message and class."""

from asyncio import CancelledError

import pytest
from haiway_conformance.programs.execution import described
from haiway_conformance.programs.execution.failures import CancelledFailure
from haiway_conformance.programs.execution.objects import described_value


class OtherCancelled(CancelledError):  # noqa: N818
    pass


@pytest.mark.parametrize(
    "error",
    [CancelledError(), CancelledError("for", "a reason"), OtherCancelled("another")],
)
def test_neither_message_nor_class_of_a_cancellation_is_told(error: CancelledError) -> None:
    assert described(error) == "CancelledError"
    assert described_value(error) == "the exception CancelledError"
    assert described(ExceptionGroup("", [ValueError("x")])) == "ExceptionGroup[ValueError: x]"
    assert described(BaseExceptionGroup("", [error])) == "BaseExceptionGroup[CancelledError]"


def test_a_cancellation_that_the_program_raised_has_its_name() -> None:
    error = CancelledFailure("end")
    assert described(error) == "CancelledError"  # a copy
    error.mark()
    assert described(error) == "end"
