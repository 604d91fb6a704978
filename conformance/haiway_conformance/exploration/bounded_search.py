"""All schedules of one program, within bounds: `BoundedSearch`.

A schedule is identified by its deviations from the canonical one. Each run reports the questions
that the simulation asked and the number of answers to each: any other answer to a question after
the last deviation makes a schedule with one more deviation. So every schedule is generated once,
those with few deviations first.

A schedule is pruned if it leads to a state that a run with as many deviations, or fewer, has
already reached: everything that can follow was, or will be, tried from there (`CanonicalHistory`
defines a state and says why nothing is lost).
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from haiway_conformance.simulated_loop import (
    CanonicalHistory,
    Choices,
    HistoryAware,
    Waiters,
    no_waiters,
)
from haiway_conformance.simulated_loop.canonical_history import Entry, State, Turn

__all__ = ("BoundedSearch", "Bounds", "Cut")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of a search.

    Attributes:
        deviations: The largest number of deviations from the canonical schedule.
        schedules: The largest number of schedules to run.
    """

    deviations: int
    schedules: int


class Cut(StrEnum):
    """Why a search did not cover every schedule within its bound of deviations."""

    SCHEDULES = "schedules"
    """The bound of schedules was reached."""

    FAIRNESS = "fairness"
    """The environment had been quiet for too long, or had let events complete without letting time
    pass for too long, and the simulation intervened. Then a state depends on how it was reached."""

    NOT_DETERMINISTIC = "not deterministic"
    """The same schedule did not lead to the same questions: something else influenced the run."""

    STOPPED = "stopped"
    """The caller stopped asking for schedules."""


@dataclass(frozen=True, slots=True)
class _Question:
    """A question that the simulation asked in a run.

    Attributes:
        label: Its label.
        options: The number of possible answers.
        turn: The loop iteration in which it was asked, counted from 0.
    """

    label: str
    options: int
    turn: int


@dataclass(frozen=True, slots=True)
class _Schedule:
    """A schedule to run.

    Attributes:
        deviations: Its answers that are not the canonical ones, by the number of the question.
        last: The question of its last deviation, and the state in which that was asked; None for
            the canonical schedule.
        leads_to: The state that it reaches in the next iteration; None if that is not known.
        hastened: The same schedule, but with time passing in the iteration of the last deviation,
            so that it reaches another state; None if there is none.
    """

    deviations: Mapping[int, int]
    last: tuple[_Question, State] | None = None
    leads_to: State | None = None
    hastened: "_Schedule | None" = None


class BoundedSearch:
    """An iterator over the schedules of one program, as sources of choices.

    Args:
        bounds: The bounds.
        reducing: True to prune schedules that lead to a known state.

    Attributes:
        run: The number of schedules that were run.
        pruned: The number of schedules that were pruned. Each stands for all those that deviate
            later, too.
        cut: Why the search is incomplete within the bound of deviations; None if it is complete.
    """

    def __init__(self, bounds: Bounds, *, reducing: bool = True) -> None:
        self.run = 0
        self.pruned = 0
        self.cut: Cut | None = Cut.STOPPED
        self._bounds = bounds
        self._reducing = reducing
        self._reached: set[State] = set()

    def __iter__(self) -> Iterator[Choices]:
        """Yield sources of choices; run the program with each before asking for the next.

        Raises:
            RuntimeError: If the last one was not run, or on a loop that records no history.
        """
        known: dict[Entry, int] = {}
        cut: Cut | None = None
        # By the number of their deviations.
        waiting = [deque[_Schedule]() for _ in range(self._bounds.deviations + 2)]
        waiting[0].append(_Schedule({}))
        for number, level in enumerate(waiting[:-1]):
            while level:
                schedule = level.popleft()
                if schedule.leads_to in self._reached:
                    self.pruned += 1
                    if schedule.hastened is not None:
                        waiting[number + 1].append(schedule.hastened)
                    continue
                if self.run == self._bounds.schedules:
                    self.cut = Cut.SCHEDULES
                    return
                self.run += 1
                source = _Enumerated(schedule, CanonicalHistory(known))
                yield source
                if not source.history.turns:
                    raise RuntimeError(
                        "a bounded search needs to know the history of each run, and this one has"
                        " none: run the program, on `HistoryLoop(choices.history, choices)`, before"
                        " you ask for the next schedule"
                    )
                if source.strayed:
                    cut = Cut.NOT_DETERMINISTIC
                    continue
                if source.history.forced:
                    cut = cut or Cut.FAIRNESS
                waiting[number + 1].extend(self._after(source, last=number + 2 == len(waiting)))
        self.cut = cut

    def _after(self, source: "_Enumerated", *, last: bool) -> list[_Schedule]:
        """Return the schedules with one deviation more than one that was run, the latest first.

        Args:
            source: The choices with which it was run.
            last: True if its deviations are as many as the bound allows.
        """
        turns = source.history.turns
        before = source.schedule.deviations
        begun = source.schedule.last[0].turn + 1 if source.schedule.last else 0
        known = self._note(turns, begun) if self._reducing else len(turns)
        found: list[_Schedule] = []
        for number in range(max(before, default=-1) + 1, 0 if last else len(source.questions)):
            question = source.questions[number]
            if question.turn >= known:
                self.pruned += question.options - 1
                continue
            turn = turns[question.turn]
            for answer in range(1, question.options):
                deviating = {**before, number: answer}
                leads_to, hastened = None, None
                if self._reducing and question.label == "quiet:early" and turn.early:
                    leads_to = turn.early[answer - 1]
                    following = source.questions[number + 1 : number + 2]
                    if following and following[0].turn == question.turn:
                        hastened = _Schedule(
                            {**deviating, number + 1: 1}, (following[0], turn.state)
                        )
                found.append(_Schedule(deviating, (question, turn.state), leads_to, hastened))
        return found[::-1]

    def _note(self, turns: Sequence[Turn], begun: int) -> int:
        """Note the states of a run from an iteration on, up to the first known one.

        Returns:
            The number of the iteration that began in the known state.
        """
        previous = None
        for number in range(begun, len(turns)):
            state = turns[number].state
            if state in self._reached and state != previous:
                return number
            self._reached.add(state)
            previous = state
        return len(turns)


class _Enumerated(HistoryAware):
    """The choices of one schedule.

    Args:
        schedule: The schedule.
        history: Records what happens in the run.

    Attributes:
        questions: The questions asked so far.
    """

    def __init__(self, schedule: _Schedule, history: CanonicalHistory) -> None:
        self.schedule = schedule
        self.history = history
        self.questions: list[_Question] = []
        self._met = schedule.last is None

    @property
    def strayed(self) -> bool:
        """True if the run did not reach the question of the last deviation in the same state."""
        return not self._met

    def choose(self, label: str, options: int, waiters: Waiters = no_waiters) -> int:  # noqa: ARG002
        """Answer as the schedule says, and canonically after its last deviation."""
        number = len(self.questions)
        turns = self.history.turns
        question = _Question(label, options, len(turns) - 1)
        self.questions.append(question)
        answer = self.schedule.deviations.get(number, 0)
        if answer and number == max(self.schedule.deviations):
            self._met = (question, turns[-1].state) == self.schedule.last
        answer = min(answer, options - 1)
        if label == "tie":
            self.history.tied(answer)
        return answer
