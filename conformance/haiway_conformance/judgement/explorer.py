"""Explore: run one program under many schedules, and keep the books."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from random import Random

from haiway_conformance.adapter import Adapter, Implementation
from haiway_conformance.judgement.books import Books
from haiway_conformance.judgement.counterexample import UNKNOWN, counterexample
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.expectation import Violation
from haiway_conformance.judgement.findings import Counterexample, Findings
from haiway_conformance.judgement.optimized import run_optimized
from haiway_conformance.judgement.profiles import Profile
from haiway_conformance.judgement.run import Run
from haiway_conformance.judgement.schedules import Schedules
from haiway_conformance.judgement.shrinking import Attempt, shrunk
from haiway_conformance.judgement.work import (
    Work,
    Worked,
    in_real_time,
    on_the_simulated_loop,
    source_of_worked,
)
from haiway_conformance.kit_error import KitError
from haiway_conformance.programs import Program
from haiway_conformance.simulation import Choices, Did, RandomWalk

__all__ = ("Explorer",)


@dataclass(frozen=True, slots=True)
class _Instead:
    """What is run instead of the programs that a property gives, off the books."""

    adapter: Adapter
    program: Program
    choices: Choices


class Explorer:
    """Runs the programs of one property.

    Args:
        adapter: The implementation.
        seed: Schedules other than the canonical one follow from it.
        profile: The budget.
        implementation: Which implementation it is. Without a target, no other process can find it.
        clause: The id of the clause that is judged; empty for none.
        control: A right implementation, by which counterexamples are made smaller; None for none.
    """

    def __init__(
        self,
        adapter: Adapter,
        *,
        seed: int,
        profile: Profile,
        implementation: Implementation = UNKNOWN,
        clause: str = "",
        control: Adapter | None = None,
    ) -> None:
        self._adapter = adapter
        self._control = control
        self._implementation = implementation
        self._clause = clause
        self._optimized: dict[str, str | None] = {}
        self._seed = seed
        self._profile = profile
        self._current: Run | Work | None = None
        self._meets = False
        self._books = Books(adapter, implementation, seed=seed)
        self._instead: _Instead | None = None
        self._minimal: bool | None = None
        self._noted: tuple[Run | Work | None, Violation] | None = None
        self._schedules = Schedules(seed, profile)
        self._explored: set[str] = set()

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

        What has been run so already, without a complaint, is not run again.

        Args:
            program: The program.
            about_exit: Whether the property's clause is about the cancelling at a scope's exit. If
                it is not, a run that hangs for want of it says nothing, and is left out.
            hygiene: Whether what the runs leave behind is judged; not where the program misuses
                the implementation.
            any_ending: Whether runs that hang, or end with an exception which the program does
                not raise, are given to the property too. By default they violate its clause:
                a property's programs end, and whoever keeps them from it breaks the promise.
            once: Whether the program is run once only, at random: for programs of which there are
                many that are nearly alike.

        Yields:
            The runs.

        Raises:
            Violation: If a run ends as no run may.
        """
        if self._instead is not None:
            run = execute(
                self._instead.adapter, self._instead.program, self._instead.choices, self._premise
            )
            self._current = run
            yield from self._given(run, any_ending=any_ending, about_exit=about_exit)
            return
        text = program.to_text()
        if text in self._explored:
            return
        self._books.begin(text)
        self._meets = False
        try:
            with closing(self._sources(program, once=once)) as sources:
                for choices in sources:
                    run = execute(self._adapter, program, choices, self._premise)
                    self._current = run
                    self._books.count(run if hygiene else None)
                    yield from self._given(run, any_ending=any_ending, about_exit=about_exit)
            if isinstance(self._current, Run):
                self._books.check.sample(self._books.programs, self._current)
            if not once:
                self._explored.add(text)
        finally:
            self._books.end(met=self._meets)

    @staticmethod
    def _given(run: Run, *, any_ending: bool, about_exit: bool) -> Iterator[Run]:
        """The run, if it says anything of the clause."""
        if about_exit or not run.hung_in_exit:
            if not any_ending:
                run.must_end()
                run.must_not_raise_strangers()
            yield run

    def note(self, violation: Violation) -> None:
        """Keep the last run, for `recall`. The property will be asked about its program again.

        Args:
            violation: What the property raised in it.
        """
        self._noted = self._current, violation
        self._explored.clear()

    def recall(self) -> Violation | None:
        """Go back to the run that was noted last, where runs can't be repeated.

        What was seen in it was seen, though the same program under the same schedule may not show
        it again.

        Returns:
            What the property raised in it; None if nothing was noted, or if runs can be repeated:
            then what differs is the property itself.
        """
        if self._noted is None:
            return None
        self._current, violation = self._noted
        if isinstance(self._current, Run):
            self._books.check.look(self._current)
        return violation if self._books.check.difference else None

    def shrink(
        self, violation: Violation, again: Callable[[Program], object], *, any_program: bool
    ) -> Violation:
        """Make the program of the last run, and its schedule, smaller, as long as it is violated.

        Args:
            violation: What the property raised in that run.
            again: Asks the property once more, about the program that it is given.
            any_program: Whether the property holds for every program. If it does not, the control
                has a say; without a control, nothing is done.

        Returns:
            What the property raises in the run that is the last one now.
        """
        run = self._current
        if not isinstance(run, Run):
            return violation
        self._books.check.look(run)
        if not (any_program or self._control):
            return violation

        def trying(program: Program, choices: Choices, *, control: bool = False) -> Attempt:
            adapter = self._control if control and self._control else self._adapter
            return self._attempt(_Instead(adapter, program, choices), again)

        small = shrunk(run, violation, trying, seed=self._seed, controlled=not any_program)
        self._current, self._minimal = small.run, small.minimal
        return small.violation

    def _attempt(self, instead: _Instead, again: Callable[[Program], object]) -> Attempt:
        met, self._meets = self._meets, False
        optimized = dict(self._optimized)
        self._instead, self._current = instead, None
        violation = None
        try:
            again(instead.program)
        except Violation as another:
            violation = another
        except Exception:  # noqa: BLE001 - it can't be asked about such a program
            self._current = None
        finally:
            attempt = Attempt(self._current, violation, self._meets)
            self._instead, self._meets, self._optimized = None, met, optimized
        return attempt

    def seeds(self) -> Iterator[int]:
        """Seeds of programs that Hypothesis doesn't draw: a third as many, since these are large.

        Yields:
            Integers of 32 bits.
        """
        random = Random(self._seed)  # noqa: S311 - repeatable by design, not a secret
        for _ in range(self._profile.programs // 3 if self._instead is None else 1):
            yield random.getrandbits(32)

    def sampled(
        self, draw: Callable[[int], Iterator[Program]], shares: int = 1
    ) -> Iterator[Program]:
        """Programs that differ from each other by requests from outside: as many as the budget has.

        Args:
            draw: Gives them, endlessly many, from a seed.
            shares: So many times as many.

        Yields:
            The programs.
        """
        if self._instead is None:
            yield from islice(draw(self._seed), self._profile.requests * shares)

    def work(self, program: Worked) -> None:
        """Run a worked program: on the simulated loop, under all schedules, and in real time.

        Args:
            program: The program.

        Raises:
            Violation: If it does not come to its end, or finds that something is wrong.
        """
        self._books.begin(source := source_of_worked(program))
        for choices in self._schedules.some(source):
            self._judge(on_the_simulated_loop(self._adapter, program, choices))
        self._judge(in_real_time(self._adapter, program))
        self._books.end(met=True)

    def _sources(self, program: Program, *, once: bool) -> Generator[Choices]:
        if once:
            yield RandomWalk(self._seed * 1_000_003 + self._books.programs)
            return
        yield from self._schedules.of(program, is_only=self._was_asked_nothing)

    def _was_asked_nothing(self) -> bool:
        return isinstance(self._current, Run) and not self._current.questions

    def _judge(self, work: Work) -> None:
        self._current = work
        self._books.count()
        work.must_be_done()

    def observe(self, answer: str) -> None:
        """Record which way the implementation goes where the specification leaves it open.

        That there is an answer says that the question arose: the program meets the premise.

        Args:
            answer: The way, in a few words.
        """
        self._meets = True
        if self._instead is None:
            self._books.observed.add(answer)

    def under_optimization(self, program: Program, did: Did) -> str | None:
        """Run a program once more, where assert statements are stripped (`python -O`).

        It takes about a second, so what comes of programs of the same shape should not be asked
        for again and again: of each property, the first program's answer stands for all.

        Args:
            program: The program.
            did: The kind of event to look at.

        Returns:
            The detail of the last such event; None if there was none, or nothing could be run
            because the implementation has no name by which another process can find it.
        """
        target = self._implementation.target
        if not target:
            return None
        if did not in self._optimized:
            self._optimized[did] = run_optimized(target, program, did)
        return self._optimized[did]

    def findings(self) -> Findings:
        """What was found so far."""
        return self._books.findings(self._schedules.exhausted)

    def counterexample(self, violation: Violation) -> Counterexample:
        """The counterexample for a violation that was raised in the last run.

        Args:
            violation: What the property raised.

        Raises:
            KitError: If nothing was run.
        """
        if self._current is None:
            raise KitError("a property complained before it explored any program") from violation
        if isinstance(self._current, Work):
            return self._current.counterexample(violation.sentence)
        return counterexample(
            self._current,
            violation.sentence,
            adapter=self._adapter,
            implementation=self._implementation,
            clause=self._clause,
            minimal=self._minimal,
        )

    def _premise(self, condition: object) -> bool:
        self._meets = self._meets or bool(condition)
        return bool(condition)
