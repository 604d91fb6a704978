"""Run a program once more, watched, and draw what happens: `drawn`."""

import functools
from collections.abc import Coroutine
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Any

from haiway_conformance.simulated_loop import ReplayChoices
from haiway_conformance.simulated_loop.cleaning import unfinished
from haiway_conformance.simulation.failure import Picture, first_difference, schedule_in_words
from haiway_conformance.simulation.finding import Finding, Kind
from haiway_conformance.simulation.members import members_of
from haiway_conformance.simulation.places import own_part, traceback_to
from haiway_conformance.simulation.program_loop import ProgramLoop
from haiway_conformance.simulation.session import Session
from haiway_conformance.simulation.settings import Settings
from haiway_conformance.simulation.single_run import Program, Ran, run_once
from haiway_conformance.simulation.waiting import Locks, waiting
from haiway_conformance.simulation.watching import Watcher

__all__ = ("Drawing", "drawn")

_HANGS = (Kind.DEADLOCK, Kind.LIVELOCK)


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A run, drawn.

    Attributes:
        picture: The picture.
        finding: What is wrong in it.
        traceback: Where in the program: where it raised, where its main coroutine or a task that
            was left is suspended, where it blocks the loop, or where the main coroutine has ended;
            None if nothing is known.
    """

    picture: Picture
    finding: Finding
    traceback: TracebackType | None


def drawn(  # noqa: PLR0917 - all are needed, and there is one caller
    program: Program,
    settings: Settings,
    ran: Ran,
    nearest: Ran | None,
    token: str,
    session: Session,
) -> Drawing:
    """Run a program again under a schedule, and draw what happens.

    Args:
        program: The program.
        settings: How it is simulated.
        ran: A run under the schedule.
        nearest: The run, to compare it with, in which nothing is wrong; None for none.
        token: The token of the schedule; empty if nothing is wrong.
        session: What the test runner knows.

    Returns:
        The drawing.
    """
    watched = _Watched(program, settings, ran)
    finding = watched.ran.finding or ran.finding
    sentence = finding.sentence if finding else ""
    if ran.finding is not None and watched.ran.finding is None:
        sentence += (
            "; but when the same schedule was run again, so as to be watched, nothing was wrong:"
            " something else than the schedule, such as a global variable that is not reset,"
            " influences the program"
        )
    difference = ""
    if nearest is not None:
        passing = _Watched(program, settings, nearest)
        difference = first_difference(watched.watcher.timeline, passing.watcher.timeline)
    picture = Picture(
        sentence=sentence,
        schedule=schedule_in_words(len(ran.deviations), ran.injection, watched.ran.cancelled),
        timeline=watched.watcher.timeline,
        waiting=tuple(watched.waiting) if finding and finding.kind in _HANGS else (),
        difference=difference,
        token=token,
        replay=_replay(token, session),
    )
    return Drawing(picture, finding or Finding(Kind.RAISED, ""), watched.traceback)


class _Watched:
    """A run that was watched."""

    def __init__(self, program: Program, settings: Settings, ran: Ran) -> None:
        self.watcher = Watcher()
        self.waiting: list[str] = []
        self._where: TracebackType | None = None
        self._main: FrameType | None = None
        self._locks = Locks()

        @functools.wraps(program)
        def begun() -> Coroutine[Any, Any, Any]:
            coroutine = program()
            self._main = getattr(coroutine, "cr_frame", None)
            return coroutine

        with self._locks.watched():
            self.ran = run_once(
                begun,
                settings,
                ReplayChoices(ran.deviations),
                ran.injection,
                self.watcher.loop,
                when_ended=self._ended,
            )

    def _ended(self, loop: ProgramLoop) -> None:
        self.watcher.close()
        self.waiting = waiting(loop, self._locks, self.watcher.name)
        # Of a program that hangs, the main coroutine comes first.
        left = sorted(unfinished(loop), key=lambda each: getattr(each, "number", 0))
        self._where = loop.blocked_at or (traceback_to(left[0]) if left else None)

    @property
    def traceback(self) -> TracebackType | None:
        """Where in the program something is wrong."""
        finding = self.ran.finding
        if finding is not None and finding.error is not None:
            # Of a group, that of the first exception in it.
            first = next(members_of(finding.error), finding.error)
            return own_part(first.__traceback__)
        if self._where is not None or self._main is None:
            return self._where
        return TracebackType(None, self._main, self._main.f_lasti, self._main.f_lineno)


def _replay(token: str, session: Session) -> str:
    if not token:
        return ""
    if session.name:
        return f"python -m pytest '{session.name}' --haiway-replay {token}"
    return f'simulate(..., replay="{token}")'
