"""Run the programs of one property under many schedules, and tally the findings: `Explorer`."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from itertools import islice
from random import Random

from haiway_conformance.adapter import CAPABILITIES, Adapter, Implementation
from haiway_conformance.exploration import Schedules, Size
from haiway_conformance.judgement.asking import Asking, Replay
from haiway_conformance.judgement.blame import Blame, FindViolated, find_nothing
from haiway_conformance.judgement.contrast import contrast
from haiway_conformance.judgement.counterexample import UNKNOWN
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.expectation import Violation
from haiway_conformance.judgement.explore import judged
from haiway_conformance.judgement.failed_run import FailedRun, described
from haiway_conformance.judgement.findings import Counterexample, Findings
from haiway_conformance.judgement.hygiene_log import HygieneLog
from haiway_conformance.judgement.optimized import Optimized
from haiway_conformance.judgement.profiles import Profile
from haiway_conformance.judgement.run import Run
from haiway_conformance.judgement.shrinking import BUDGET, shrunk
from haiway_conformance.judgement.tally import Tally
from haiway_conformance.judgement.worked_programs import (
    WorkedProgram,
    WorkedRun,
    in_real_time,
    on_the_simulated_loop,
    source_of,
)
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Cancel, CancelCurrent, InjectCancel
from haiway_conformance.simulated_loop import Choices, Did, RandomWalk

__all__ = ("Explorer",)


class Explorer:
    """Runs the programs of one property under many schedules: an `Explore` that keeps a tally.

    When the property raises a violation, `failed_run` is the run in which it did so; `shrink` makes
    that smaller, and `counterexample` describes it.

    Args:
        adapter: The implementation; it is an attribute, too.
        seed: The seed of all schedules other than the canonical one.
        profile: The budget.
        implementation: The implementation's identity. Without a target in it, no other process can
            import the implementation.
        clause: The id of the clause that is judged; empty for none.
        oracles: Right implementations. A program in which one of them violates the property too is
            left out, and counterexamples are made smaller by what they say.
        find_violated: Finds the clauses that are to blame for a run that ends badly.
        hygiene_budget: Returns the budget for making an unclean run smaller, for a hygiene clause;
            by default such runs are left as they are found.
        present: The capabilities of the implementation. A program that needs others is not run.
        raise_if_stopped: Called before and after each run; raises if the property has to stop.
    """

    def __init__(
        self,
        adapter: Adapter,
        *,
        seed: int,
        profile: Profile,
        implementation: Implementation = UNKNOWN,
        clause: str = "",
        oracles: Sequence[Adapter] = (),
        find_violated: FindViolated = find_nothing,
        hygiene_budget: Callable[[str], int] = lambda _: 0,
        present: frozenset[str] = frozenset(CAPABILITIES),
        raise_if_stopped: Callable[[], None] = lambda: None,
    ) -> None:
        self.adapter = adapter
        self._seed = seed
        self._profile = profile
        self._implementation = implementation
        self._clause = clause
        self._has_oracles = bool(oracles)
        self._present = present
        self._raise_if_stopped = raise_if_stopped
        self._optimized = Optimized(implementation.target)
        self._schedules = Schedules(seed, profile.schedules, profile.exhaustive)
        self._blame = Blame(clause, find_violated)
        self._asking = Asking(
            adapter, self._optimized, oracles, self._blame, clause=clause, seed=seed
        )
        log = HygieneLog(adapter, seed=seed, oracles=oracles, budget=hygiene_budget)
        self._tally = Tally(adapter, implementation, self._blame, log)
        self._explored: set[str] = set()
        self._left_out: set[str] = set()
        self._last: Run | WorkedRun | None = None
        self._met = False
        self._blame_of_last = self._blame
        self._noted: FailedRun | None = None

    def __call__(
        self,
        program: Program,
        *,
        any_ending: bool = False,
        about_exit: bool = False,
        hygiene: bool = True,
        once: bool = False,
    ) -> Iterator[Run]:
        """Run a program under the canonical schedule, then under others; see `Explore`.

        A program that was run before without a violation is not run again. One that needs a
        capability which the implementation lacks is left out.
        """
        self._raise_if_stopped()
        self._tally.note_lacking(program.lacking)
        if lacking := program.needs - self._present:
            self._tally.note_lacking(lacking)
            return
        text = program.to_text()
        if text in self._explored or text in self._left_out:
            return
        self._tally.begin(text)
        self._met = False
        # A program that misuses the implementation is no evidence against other clauses.
        blame = self._blame_of_last = self._blame if hygiene else Blame(self._clause)
        try:
            with closing(self._sources(program, text, once=once)) as sources:
                for choices in sources:
                    run = execute(self.adapter, program, choices, self._premise)
                    self._last = run
                    self._tally.count(run if hygiene else None)
                    self._raise_if_stopped()
                    yield from judged(run, blame, any_ending=any_ending, about_exit=about_exit)
                    self._raise_if_stopped()
            if isinstance(self._last, Run):
                self._tally.determinism.sample(self._tally.programs, self._last)
            if not once:
                self._explored.add(text)
        finally:
            self._tally.end(met=self._met)
            if hygiene and not self._met and isinstance(self._last, Run):
                self._blame.keep(self._last)

    def seeds(self) -> Iterator[int]:
        """Yield seeds of random programs: a third as many as the budget has, as these are large."""
        random = Random(self._seed)  # noqa: S311 - repeatable by design, not a secret
        for _ in range(self._profile.programs // 3):
            yield random.getrandbits(32)

    def sampled(
        self, draw: Callable[[int], Iterator[Program]], shares: int = 1
    ) -> Iterator[Program]:
        """Yield as many random programs with injected cancellation as the budget has."""
        yield from islice(draw(self._seed), self._profile.requests * shares)

    def work(self, program: WorkedProgram) -> None:
        """Run a worked program on the simulated loop, under several schedules, and in real time."""
        self._tally.begin(source := source_of(program))
        for choices in self._schedules.sampled(source):
            self._judge(on_the_simulated_loop(self.adapter, program, choices))
        self._judge(in_real_time(self.adapter, program))
        self._tally.end(met=True)

    def _judge(self, run: WorkedRun) -> None:
        self._last = run
        self._tally.count()
        self._raise_if_stopped()
        run.must_be_done()

    def observe(self, answer: str) -> None:
        """Record what the implementation does where the specification leaves it open."""
        self._met = True
        self._tally.observe(answer, self._last if isinstance(self._last, Run) else None)

    def under_optimization(self, program: Program, did: Did) -> str | None:
        """Return what the property's first program did under `python -O`."""
        return self._optimized.last(program, did)

    def findings(self) -> Findings:
        """Return the findings so far."""
        if not self._tally.met:
            self._blame.explain_vacuity(self.adapter)
        return self._tally.findings(self._clause, self._schedules.exhausted)

    def failed_run(self, violation: Violation) -> FailedRun:
        """Return the last run, as the one in which the property raised a violation.

        Args:
            violation: The violation.
        """
        return FailedRun(self._last, violation)

    def note(self, violation: Violation, replay: Replay) -> bool:
        """Note a violation for `recall`, unless an oracle violates the property in its program.

        In that case the program is left out from now on, and the property has to be called again.
        Otherwise known programs are run again when asked to: Hypothesis calls a property that was
        violated once more with the same programs.

        Args:
            violation: The violation that the property raised in the last run.
            replay: Calls the property with a single run in place of this explorer.

        Returns:
            True if it was noted, False if its program is left out.
        """
        failed = self.failed_run(violation)
        if isinstance(failed.run, Run) and self._asking.is_refuted(failed.run, replay):
            text = failed.run.program.to_text()
            if text not in self._left_out:
                self._left_out.add(text)
                self._tally.leave_out(met=self._met)
                self._blame.left_out += 1
                return False
        self._noted = failed
        self._explored.clear()
        return True

    def recall(self) -> FailedRun | None:
        """Return the run that was noted last, if the implementation is not deterministic.

        Its violation happened, although the same program under the same schedule may not show it
        again.

        Returns:
            The run; None if nothing was noted, or if its run is deterministic: then the property
            itself is not.
        """
        if self._noted is None:
            return None
        if isinstance(self._noted.run, Run):
            self._tally.determinism.check(self._noted.run)
        return self._noted if self._tally.determinism.difference else None

    def shrink(
        self, failed: FailedRun, replay: Replay, *, any_program: bool, budget: int = BUDGET
    ) -> FailedRun:
        """Make the program of a failed run, and its schedule, as small as possible.

        Args:
            failed: The run.
            replay: Calls the property with a single run in place of this explorer.
            any_program: True if the property holds for every program; else nothing is done without
                oracles, because one has to meet the premise.
            budget: The budget, in loop iterations of all runs together; 0 to leave it as it is.

        Returns:
            The smallest failed run that was found.
        """
        run = failed.run
        if not isinstance(run, Run):
            return failed
        self._tally.determinism.check(run)
        if not budget or not (any_program or self._has_oracles):
            return failed
        asking, oracles = self._asking.implementation(replay), self._asking.oracles(replay)
        small = shrunk(
            run,
            failed.violation,
            asking,
            oracles=oracles,
            must_meet=not any_program,
            seed=self._seed,
            budget=budget,
        )
        other = contrast(small.run, asking, oracles, self._seed)
        return FailedRun(small.run, small.violation, small.minimal, other)

    def counterexample(self, failed: FailedRun) -> Counterexample:
        """Describe a failed run.

        Args:
            failed: The run.

        Raises:
            KitError: If the property was violated before it ran any program.
        """
        return described(
            failed,
            adapter=self.adapter,
            implementation=self._implementation,
            clause=self._clause,
            find_violated=self._blame_of_last.violated,
        )

    def _sources(self, program: Program, text: str, *, once: bool) -> Generator[Choices]:
        if once:
            yield RandomWalk(self._seed * 1_000_003 + self._tally.programs)
            return
        cancels = sum(isinstance(each, InjectCancel | Cancel | CancelCurrent) for each in program)
        size = Size(program.size, cancels)
        yield from self._schedules.of(text, size, is_only=self._was_asked_nothing)

    def _was_asked_nothing(self) -> bool:
        return isinstance(self._last, Run) and not self._last.questions

    def _premise(self, condition: object) -> bool:
        self._met = self._met or bool(condition)
        return bool(condition)
