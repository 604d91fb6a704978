"""Everything that a written script uses: `Script`."""

from haiway_conformance.replay.runtime.objects import Objects
from haiway_conformance.replay.runtime.streams import Streams
from haiway_conformance.replay.runtime.tasks import Tasks

__all__ = ("Script",)


class Script(Tasks, Objects, Streams):
    """A run of a counterexample that is written as a script.

    Args:
        schedule: The choices that are not the canonical ones, by their numbers.
        task_factory: The task factory under which the program runs; None for lazy tasks.

    Example:
        >>> script = Script({})
        >>> @script.task("main")
        ... async def main():
        ...     await script.wait("p")
        >>> script.run(main())
             0 s      1  main begins
             0 s      1  waiting for p
             0 s      3  p is there
             0 s      3  main returns
             0 s      4  the end; under way still: nothing
        the end: main returned
    """
