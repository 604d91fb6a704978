"""All schedules of one program, within bounds: `Odometer`.

A schedule is told by its deviations from the canonical one. Each run says which questions it was
asked, and how many answers each of them had: any other answer to a question after the last
deviation is a schedule with one deviation more. So each schedule comes up once, those of few
deviations first.

Some need not be run, because they lead to a state in which a run has been that had as many
deviations or fewer. What may follow there was, or will be, tried from there (`Course` says what a
state is, and why nothing is lost).
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from haiway_conformance.simulation import Choices, Course, Follower, Who, nobody
from haiway_conformance.simulation.course import Event, State, Turn

__all__ = ("Bounds", "Cut", "Odometer")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far schedules are enumerated.

    Attributes:
        deviations: Schedules have so many deviations from the canonical one at most.
        schedules: So many are run at most.
    """

    deviations: int
    schedules: int


class Cut(StrEnum):
    """Why there are schedules within the bound of deviations of which nothing is known."""

    SCHEDULES = "schedules"
    """So many were run already."""

    FAIRNESS = "fairness"
    """The world had been quiet for too long somewhere, or let points complete and no time pass for
    too long, and the simulation put an end to that: then it matters how the run came to a state."""

    UNREPEATABLE = "unrepeatable"
    """A schedule did not ask the same questions again: something besides it has a say."""

    STOPPED = "stopped"
    """Nobody asked for more."""


@dataclass(frozen=True, slots=True)
class _Question:
    """A question that was asked in a run.

    Attributes:
        label: Its label.
        options: How many answers it had.
        turn: In which iteration it was asked, counted from 0.
    """

    label: str
    options: int
    turn: int


@dataclass(frozen=True, slots=True)
class _Schedule:
    """A schedule that is to be run.

    Attributes:
        deviations: What it deviates in.
        last: The question it deviates in last, and the state in which that was asked; None for the
            canonical schedule.
        leads_to: The state to which it leads in the next iteration; None if that is not known.
        hastened: The schedule in which, besides, time passes in the iteration of the last
            deviation, so that it leads elsewhere; None if there is none.
    """

    deviations: Mapping[int, int]
    last: tuple[_Question, State] | None = None
    leads_to: State | None = None
    hastened: "_Schedule | None" = None


class Odometer:
    """Gives the sources of choices for the runs of one program, until there are no more.

    Args:
        bounds: How far to go.
        reducing: Whether schedules are left out that lead where another one has been.

    Attributes:
        run: How many schedules were run.
        pruned: How many were not, because of where they lead. Each stands for all those that
            deviate from there on, too.
        cut: Why this is not all that there is within the bound of deviations; None if it is.
    """

    def __init__(self, bounds: Bounds, *, reducing: bool = True) -> None:
        self.run = 0
        self.pruned = 0
        self.cut: Cut | None = Cut.STOPPED
        self._bounds = bounds
        self._reducing = reducing
        self._reached: set[State] = set()

    def __iter__(self) -> Iterator[Choices]:
        """Give one source after the other; a run uses it up before the next one is asked for."""
        known: dict[Event, int] = {}
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
                source = _Enumerated(schedule, Course(known))
                yield source
                if source.strayed:
                    cut = Cut.UNREPEATABLE
                    continue
                if source.course.forced:
                    cut = cut or Cut.FAIRNESS
                waiting[number + 1].extend(self._after(source, last=number + 2 == len(waiting)))
        self.cut = cut

    def _after(self, source: "_Enumerated", *, last: bool) -> list[_Schedule]:
        """The schedules with one deviation more than one that was run, the latest first.

        Args:
            source: Of which it was run.
            last: Whether one more would be too many.
        """
        turns = source.course.turns
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
        """Note the states of a run from an iteration on, until one that was known.

        Returns:
            The number of the iteration that began in that one.
        """
        previous = None
        for number in range(begun, len(turns)):
            state = turns[number].state
            if state in self._reached and state != previous:
                return number
            self._reached.add(state)
            previous = state
        return len(turns)


class _Enumerated(Follower):
    """The choices of one schedule.

    Args:
        schedule: The schedule.
        course: Writes down the course of the run.

    Attributes:
        questions: What was asked so far.
    """

    def __init__(self, schedule: _Schedule, course: Course) -> None:
        self.schedule = schedule
        self.course = course
        self.questions: list[_Question] = []
        self._met = schedule.last is None

    @property
    def strayed(self) -> bool:
        """Whether the run came elsewhere than it had to."""
        return not self._met

    def choose(self, label: str, options: int, who: Who = nobody) -> int:  # noqa: ARG002
        """Answer as the schedule does, and canonically after it."""
        number = len(self.questions)
        turns = self.course.turns
        question = _Question(label, options, len(turns) - 1)
        self.questions.append(question)
        answer = self.schedule.deviations.get(number, 0)
        if answer and number == max(self.schedule.deviations):
            self._met = (question, turns[-1].state) == self.schedule.last
        answer = min(answer, options - 1)
        if label == "tie":
            self.course.tied(answer)
        return answer
