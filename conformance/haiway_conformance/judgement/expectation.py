"""What a property says of a run: `clause`, `expect`, and what they raise."""

import pytest

__all__ = ("BadEnding", "Violation", "clause", "expect")


class Violation(AssertionError):  # noqa: N818 - the field's word, and no error of the kit
    """An implementation did what a clause forbids, in the run that the explorer holds.

    Attributes:
        sentence: What happened instead of what the clause asks, in one sentence.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BadEnding(Violation):
    """A run ended as no run of any property may, whatever the property itself asks."""


def clause(identifier: str) -> pytest.MarkDecorator:
    """Say which clause a property is about.

    Args:
        identifier: The clause's id, such as `scopes/exit-awaits-tasks`. That it exists is checked
            when the property is collected.
    """
    return pytest.mark.clause(identifier)


def expect(condition: object, sentence: str) -> None:
    """Demand what a clause asks. Unlike an assert statement it also works under `python -O`.

    Args:
        condition: Whether the run is as the clause asks; its truth value counts.
        sentence: What happened otherwise, with the names of tasks and scopes: the first thing
            that the maintainer of a failing implementation reads.

    Raises:
        Violation: If the condition is false.
    """
    if not condition:
        raise Violation(sentence)
