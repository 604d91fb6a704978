"""Where operations are carried out, and what is noted there for whoever judges."""

from dataclasses import dataclass

__all__ = ("Caused", "Frame", "Imbalance")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an operation is carried out.

    Attributes:
        task: The name under which events are recorded: of a task, resource, handler or generator.
        scope: The scope that is current by the specification; None outside of any.
        own: Whether the asyncio task is the program's, so that nobody but the program asks it to
            stop.
        guarded: Whether a deadline or a scope around it, in the same task, may ask it to stop.
    """

    task: str
    scope: str | None
    own: bool = False
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Imbalance:
    """A stretch after which `cancelling()` was not what it was before, though nobody had asked.

    Attributes:
        stretch: What was carried out.
        task: In which task.
        before: `cancelling()` before it.
        after: And after it.
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
