"""One run of one program, for a property that is asked again: `SingleRun`."""

from collections.abc import Callable, Iterator

from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement.blame import Blame
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.expectation import Violation
from haiway_conformance.judgement.explore import judged
from haiway_conformance.judgement.optimized import Optimized
from haiway_conformance.judgement.oracle import Attempt
from haiway_conformance.judgement.run import Run
from haiway_conformance.judgement.worked_programs import WorkedProgram
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import Choices, Did

__all__ = ("SingleRun", "attempt")


class SingleRun:
    """Runs one program under one schedule, whatever program the property asks for.

    It takes the place of the `Explorer` when a property is replayed, and counts nothing.

    Args:
        adapter: The implementation.
        program: The program.
        choices: Its schedule.
        optimized: Runs programs under `python -O`.
        blame: Leaves it out if it ends badly because of other clauses.

    Attributes:
        adapter: The implementation.
        program: The program.
        run: The last run; None before the property has asked for one.
        met: True if the property's premise was met.
    """

    def __init__(
        self,
        adapter: Adapter,
        program: Program,
        choices: Choices,
        optimized: Optimized,
        blame: Blame,
    ) -> None:
        self.adapter = adapter
        self.program = program
        self.run: Run | None = None
        self.met = False
        self._choices = choices
        self._optimized = optimized
        self._blame = blame

    def __call__(
        self,
        program: Program,  # noqa: ARG002
        *,
        any_ending: bool = False,
        about_exit: bool = False,
        hygiene: bool = True,
        once: bool = False,  # noqa: ARG002
    ) -> Iterator[Run]:
        """Run the one program once; the arguments are those of `Explore`."""
        self.run = execute(self.adapter, self.program, self._choices, self._premise)
        blame = self._blame if hygiene else Blame("")
        yield from judged(self.run, blame, any_ending=any_ending, about_exit=about_exit)

    def seeds(self) -> Iterator[int]:
        """Yield one seed: the property draws a program from it, in place of which this one runs."""
        yield 0

    def sampled(
        self,
        draw: Callable[[int], Iterator[Program]],  # noqa: ARG002
        shares: int = 1,  # noqa: ARG002
    ) -> Iterator[Program]:
        """Yield no program: a property that samples programs asks for seeds, too."""
        yield from ()

    def work(self, program: WorkedProgram) -> None:
        """Run nothing: no program can take the place of a worked one."""

    def observe(self, answer: str) -> None:  # noqa: ARG002
        """Note that the premise is met."""
        self.met = True

    def under_optimization(self, program: Program, did: Did) -> str | None:
        """Return what the property's first program did under `python -O`, as `Explore` does."""
        return self._optimized.last(program, did)

    def _premise(self, condition: object) -> bool:
        self.met = self.met or bool(condition)
        return bool(condition)


def attempt(single: SingleRun, replay: Callable[[SingleRun], object]) -> Attempt:
    """Ask a property about a single run.

    Args:
        single: The run to be.
        replay: Calls the property with it.

    Returns:
        The outcome; without a run if the property cannot be asked about such a program.
    """
    try:
        replay(single)
    except Violation as violation:
        return Attempt(single.run, violation, single.met)
    except Exception:  # noqa: BLE001 - it is not made for such a program
        return Attempt(None, None, single.met)
    return Attempt(single.run, None, single.met)
