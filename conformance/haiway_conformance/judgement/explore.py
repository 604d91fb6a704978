"""The interface by which a property runs its programs: `Explore`."""

from collections.abc import Callable, Iterator
from typing import Protocol

from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement.blame import Blame
from haiway_conformance.judgement.run import Run
from haiway_conformance.judgement.worked_programs import WorkedProgram
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import Did

__all__ = ("Explore", "judged")


class Explore(Protocol):
    """Runs the programs of a property; what the fixture `explore` gives it.

    Attributes:
        adapter: The implementation that runs them.
    """

    adapter: Adapter

    def __call__(
        self,
        program: Program,
        *,
        any_ending: bool = False,
        about_exit: bool = False,
        hygiene: bool = True,
        once: bool = False,
    ) -> Iterator[Run]:
        """Run a program under the canonical schedule, then under others.

        Args:
            program: The program.
            any_ending: True to yield also runs that hang, or end with an exception that the program
                does not raise. By default they are left out if other clauses are to blame for that
                end. If none is, they violate the property's clause: its programs end, and an
                implementation that keeps them from ending breaks the clause's promise.
            about_exit: True if the property's clause is about cancellation at a scope's exit. For
                other clauses a run that hangs because an exit cancels nothing is left out.
            hygiene: False where the program misuses the implementation, so that the clauses of
                chapter hygiene are not judged by its runs.
            once: True to run the program once only, under a random schedule: for programs of which
                there are many that are nearly alike.

        Yields:
            The runs.

        Raises:
            Violation: If a run ends as no run of the property may.
        """
        ...

    def seeds(self) -> Iterator[int]:
        """Yield the seeds of random programs, as integers of 32 bits."""
        ...

    def sampled(
        self, draw: Callable[[int], Iterator[Program]], shares: int = 1
    ) -> Iterator[Program]:
        """Yield random programs that differ from each other by injected cancellation.

        Args:
            draw: Yields them from a seed, without end.
            shares: Multiplies the number of programs that the budget allows.

        Yields:
            The programs.
        """
        ...

    def work(self, program: WorkedProgram) -> None:
        """Run a worked program on the simulated loop, under several schedules, and in real time.

        Args:
            program: The program.

        Raises:
            Violation: If it does not end, or finds that something is wrong.
        """
        ...

    def observe(self, answer: str) -> None:
        """Record what the implementation does where the specification leaves it open.

        An answer shows that the question arose: the program meets the premise.

        Args:
            answer: What it does, in a few words.
        """
        ...

    def under_optimization(self, program: Program, did: Did) -> str | None:
        """Return what a program does where assert statements are stripped (`python -O`).

        It runs in another process, which takes about a second. So only the first program is run,
        and its answer is returned for all other programs of the property.

        Args:
            program: The program.
            did: The kind of event to look at.

        Returns:
            The detail of the last such event; None if there was none, or if the implementation has
            no name by which another process can import it.
        """
        ...


def judged(run: Run, blame: Blame, *, any_ending: bool, about_exit: bool) -> Iterator[Run]:
    """Yield a run if the property judges it.

    Args:
        run: The run.
        blame: Leaves out runs that end badly because of other clauses.
        any_ending: As for `Explore`.
        about_exit: As for `Explore`.

    Yields:
        The run, or nothing.

    Raises:
        Violation: If the run ends as no run of the property may.
    """
    hangs_in_exit = run.hung_in_exit and not about_exit
    bad = None if any_ending else run.bad_ending()
    if bad is None and not hangs_in_exit:
        yield run
    # Any other exception of its own that an implementation raises belongs to what was done last.
    elif (run.hung or run.cancelled) and blame.leave_out(run, certainly=hangs_in_exit):
        return
    elif bad is not None:
        raise bad
