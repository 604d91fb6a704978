"""How a property states what its clause asks: `clause`, `expect`, `Violation`."""

import pytest

__all__ = ("BadEnding", "Violation", "clause", "expect")


class Violation(AssertionError):  # noqa: N818 - the usual term, and no error of the kit
    """An implementation violated a clause, in the last run of the explorer.

    Attributes:
        sentence: A sentence that says what happened instead of what the clause asks.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BadEnding(Violation):
    """A run ended as no run may, whatever the property itself asks."""


def clause(*identifiers: str) -> pytest.MarkDecorator:
    """Mark a test as a property of a clause, or of the same clause in several chapters.

    Args:
        identifiers: The ids, such as `"scopes/exit-awaits-tasks"`. Unknown ids are usage errors
            when the property is collected. A property of several clauses is one test for each, and
            takes an argument `chapter`: the chapter of the clause that is judged.

    Returns:
        The mark, to be used as a decorator.

    Example:
        >>> @clause("process/first-failure", "execute/first-failure")
        ... @given(program=...)
        ... def test_a_failure_ends_the_helper(explore, chapter, program): ...
    """
    if len(identifiers) == 1:
        return pytest.mark.haiway_clause(*identifiers)
    return pytest.mark.parametrize(
        "chapter",
        [
            pytest.param(each.partition("/")[0], marks=pytest.mark.haiway_clause(each), id=each)
            for each in identifiers
        ],
    )


def expect(condition: object, sentence: str) -> None:
    """Check what a clause asks; unlike an assert statement, also under `python -O`.

    Args:
        condition: True if the run is as the clause asks.
        sentence: A sentence that says what happened otherwise, with the names of tasks and scopes:
            the first thing that the maintainer of a failing implementation reads.

    Raises:
        Violation: If the condition is false.
    """
    if not condition:
        raise Violation(sentence)
