"""The place at which an operation is carried out, and what is noted there for judging."""

from dataclasses import dataclass

__all__ = ("Caused", "Frame", "Imbalance")


@dataclass(frozen=True, slots=True)
class Frame:
    """The place at which an operation is carried out.

    Attributes:
        task: The name under which events are recorded: of a task, resource, handler or generator.
        scope: The scope that is current according to the specification; None outside of any.
        own: Whether the asyncio task is the program's, so that nothing but the program cancels it.
        guarded: Whether a deadline or a scope around it, in the same task, may cancel it.
    """

    task: str
    scope: str | None
    own: bool = False
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Imbalance:
    """A stretch after which `cancelling()` was not what it was before, without a cancellation.

    Attributes:
        stretch: A description of the stretch.
        task: The task in which it was carried out.
        before: `cancelling()` before it.
        after: `cancelling()` after it.
        tasks_failed: Whether other tasks had failed by then.
    """

    stretch: str
    task: str
    before: int
    after: int
    tasks_failed: bool


@dataclass(frozen=True, slots=True, eq=False)
class Caused:
    """An exception, and its `__cause__` at the moment when it was caught."""

    error: BaseException
    cause: BaseException | None
