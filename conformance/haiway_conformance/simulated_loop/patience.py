"""How long a run may go on without getting any further: `Patience`, and two kinds of it.

A run that goes on and on is given up at last. When is a question of what the run is for, so the
loop asks: now and then it calls `Patience.review`.
"""

from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

from haiway_conformance.simulated_loop.endings import TooManyIterations

__all__ = ("Mark", "Patience", "PatienceWithMain", "PatienceWithProgram", "ReviewedLoop")

# The number of iterations between two reviews of a program.
REVIEWED: Final = 1_000

# A program is given up after this many iterations in which it made no progress, and this many more
# for each thing that it did before: an implementation may take several iterations for each of them,
# or for each of the elements that it keeps in a buffer.
SILENT: Final = 5_000
SILENT_FOR_EACH: Final = 20

# In a loop that is never idle, time passes to timers that are not farther away than this, for each
# iteration so far: an implementation that spins may wait for a timer too. What is farther away is
# left to the reviews. In an idle loop an operation may complete long before a sleep of hours ends;
# here it would never do so, if hours passed only because nothing is idle.
SECONDS_WHILE_BUSY: Final = 1 / 20

# The number of iterations after which a program is given up though it makes progress: far more than
# any program of the suite takes, were it to wait for a review at each of its operations.
IN_ALL: Final = 200_000


class Mark(NamedTuple):
    """A moment of a run: what began before it has smaller numbers than what begins later.

    Attributes:
        event: The number of the last external event that had begun.
        timer: The number of the next timer.
    """

    event: int
    timer: int


class ReviewedLoop(Protocol):
    """As much of a `SimulatedLoop` as a review looks at; see there.

    Attributes:
        iteration: The number of iterations so far.
        last_step: The iteration in which the awaited coroutine made its last step.
        last_thread: The last iteration in which a thread was running; 0 for none.
    """

    iteration: int
    last_step: int
    last_thread: int

    def mark(self) -> Mark:
        """Mark the present moment."""
        ...

    def complete_overdue(self, mark: Mark) -> bool:
        """Complete one thing that began before a moment, and return True if there was one.

        Args:
            mark: The moment.
        """
        ...


class Patience(Protocol):
    """Decides how long a run may go on."""

    def review(self, loop: ReviewedLoop) -> int:
        """Look at how far the run has come.

        Args:
            loop: The loop, in an iteration in which nothing has happened yet.

        Returns:
            The iteration in which to look again.

        Raises:
            TooManyIterations: If the run has gone on for too long.
        """
        ...

    def lets_pass(self, seconds: float, busy: int) -> bool:
        """Tell if time may pass to the next timer although callbacks are ready again and again.

        Args:
            seconds: How far away the timer is.
            busy: The number of iterations in a row in which callbacks were ready.
        """
        ...


class PatienceWithMain:
    """Gives up when the awaited coroutine makes no steps, or too many.

    Args:
        silent: The largest number of iterations in a row without a step of the coroutine.
        in_all: The largest number of iterations in which it makes steps.
    """

    def __init__(self, silent: int, in_all: int) -> None:
        self._silent = silent
        self._in_all = in_all

    def review(self, loop: ReviewedLoop) -> int:
        """See `Patience`; a thread that runs counts as a step."""
        silent = max(loop.last_step, loop.last_thread) + self._silent
        enough = loop.last_thread + self._in_all
        if loop.last_step >= enough:
            raise TooManyIterations(stepping=True)
        if loop.iteration > silent:
            raise TooManyIterations(stepping=False)
        return min(silent, max(enough, loop.iteration)) + 1

    def lets_pass(self, seconds: float, busy: int) -> bool:  # noqa: ARG002
        """See `Patience`; it may always, for a review completes nothing."""
        return True


class PatienceWithProgram:
    """Gives up when nothing is left that a program could still be waiting for.

    That is so when the program has made no progress for very long, while all that was pending when
    it made its last progress has come: every external event, and every timer. An implementation may
    keep the loop busy meanwhile, or set the same timer again and again: polling is legal. In such a
    run what is pending comes early, so that the run does not take too long: the environment is free
    to complete an event although the loop is busy, and to let time pass beyond several timers.

    Args:
        progress: Counts what the program has done (`Progress`).
    """

    def __init__(self, progress: Callable[[], int]) -> None:
        self._progress = progress
        self._made = -1
        self._since = 0
        self._mark = Mark(0, 0)

    def review(self, loop: ReviewedLoop) -> int:
        """See `Patience`; a thread that runs counts as progress."""
        if loop.iteration < REVIEWED:
            return REVIEWED
        made = self._progress()
        if made != self._made or loop.last_thread >= self._since:
            self._made, self._since, self._mark = made, loop.iteration, loop.mark()
        elif loop.complete_overdue(self._mark):
            self._since = loop.iteration
        elif loop.iteration - self._since >= SILENT + SILENT_FOR_EACH * made:
            raise TooManyIterations(stepping=loop.last_step >= self._since)
        if loop.iteration - loop.last_thread > IN_ALL:
            raise TooManyIterations(stepping=True)
        return loop.iteration + REVIEWED

    def lets_pass(self, seconds: float, busy: int) -> bool:
        """See `Patience`; the longer the loop is busy, the farther."""
        return seconds <= busy * SECONDS_WHILE_BUSY
