"""Exceptions as text: a CancelledError is told as such, whatever its message and class."""

from asyncio import CancelledError

import pytest
from haiway_conformance.programs.execution import MASKED, comparable, described, masked
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


@pytest.mark.parametrize(
    "text",
    [
        "0x7f3a2b1c4d50",
        "0X7F3A2B1C4D50",
        "140234567890123",
        "7f3a2b1c4d50",
        "7F3A2B1C",
        "5b0c1a2e-3d4f-4a5b-8c6d-7e8f90a1b2c3",
        "5b0c1a2e3d4f4a5b8c6d7e8f90a1b2c3",
        "Task-17",
        "#17",
        "/usr/lib/thing.py",
        "/usr/lib/thing.py:17",
        r"C:\lib\thing.py:17",
    ],
)
def test_what_differs_from_run_to_run_or_from_machine_to_machine_is_masked(text):
    assert masked(text) == MASKED
    assert masked(f"<Thing at {text}> and more") == f"<Thing at {MASKED}> and more"
    assert described(ValueError(text)) == f"ValueError: {MASKED}"


def test_a_quoted_file_is_masked_with_the_spaces_in_it():
    assert masked("in '/My Files/a b.py', line 3") == f"in '{MASKED}', line 3"


@pytest.mark.parametrize(
    "text",
    [
        "scope1",
        "t1, t2",
        "process/each-once",
        "a and/or b/c",
        "feedbaced",
        "element 12 of h1",
        "1.5",
    ],
)
def test_other_text_is_left_as_it_is(text):
    assert masked(text) == text


def test_numbers_are_left_out_of_the_messages_of_strangers_alone():
    assert comparable("ValueError: scope 17 of 20:15:03 is at id-3") == (
        f"ValueError: scope {MASKED} of {MASKED}:{MASKED}:{MASKED} is at id-{MASKED}"
    )
    assert comparable("s1[17]") == "s1[17]"
