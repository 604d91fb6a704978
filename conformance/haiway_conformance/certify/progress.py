"""Show progress, on a terminal or on a pipe: `showing_progress`."""

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

__all__ = ("Bars", "Lines", "Nothing", "showing_progress")


@contextmanager
def showing_progress(stream: TextIO) -> Generator["Lines | Bars"]:
    """Show progress in the way that suits a stream.

    Args:
        stream: The stream to write to. It stays the same if `sys.stderr` is replaced meanwhile.

    Yields:
        The object to report progress to.
    """
    if not stream.isatty():
        yield Lines(stream)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    console = Console(file=stream)
    # Nothing is redirected here, because pytest does so itself.
    with Bar(
        *columns,
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as bar:
        yield Bars(bar)


class Lines:
    """Writes a line for each chapter that is done, without control characters.

    Args:
        stream: The stream to write to.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._total: Counter[str] = Counter()
        self._done: Counter[str] = Counter()

    def begin(self, chapters: Iterable[str]) -> None:
        """Write how many properties there are."""
        self._total.update(chapters)
        self._say(f"judging by {_properties(self._total.total())}")

    def judged(self, clause: str, programs: int) -> None:
        """Write nothing: there is a line for each chapter only."""

    def done(self, chapter: str) -> None:
        """Count a property, and write a line if its chapter is done."""
        self._done[chapter] += 1
        if self._done[chapter] == self._total[chapter]:
            self._say(f"{chapter}: {_properties(self._total[chapter])} done")

    def make_smaller(self, violations: int) -> None:
        """Write that all is judged, and what is done now."""
        self._say(f"making {_counterexamples(violations)} smaller")

    def _say(self, line: str) -> None:
        self._stream.write(f"{line}\n")
        self._stream.flush()


class Bars:
    """Shows one bar for all properties, with the clause that was judged last, and the pace.

    Args:
        bar: The bar.
        clock: Returns the time in seconds.
    """

    def __init__(self, bar: Bar, clock: Callable[[], float] = time.monotonic) -> None:
        self._bar = bar
        self._clock = clock
        self._began = clock()
        self._programs = 0
        self._task = bar.add_task("collecting", total=None, pace="")

    def begin(self, chapters: Iterable[str]) -> None:
        """Set the bar's length."""
        self._bar.update(self._task, total=len(list(chapters)), description="judging")

    def judged(self, clause: str, programs: int) -> None:
        """Show the clause, its chapter before it, and the number of programs a second."""
        self._programs += programs
        seconds = max(self._clock() - self._began, 1e-3)
        pace = f"{self._programs / seconds:,.0f} programs/s"
        self._bar.update(self._task, description=clause, pace=pace)

    def done(self, chapter: str) -> None:  # noqa: ARG002 - the clause's name begins with it
        """Advance the bar by one property."""
        self._bar.update(self._task, advance=1)

    def make_smaller(self, violations: int) -> None:
        """Show that all is judged, and what is done now."""
        self._bar.update(
            self._task,
            total=None,
            pace="",
            description=f"making {_counterexamples(violations)} smaller",
        )


class Nothing:
    """Shows nothing."""

    def begin(self, chapters: Iterable[str]) -> None:
        """Show nothing."""

    def judged(self, clause: str, programs: int) -> None:
        """Show nothing."""

    def done(self, chapter: str) -> None:
        """Show nothing."""


def _counterexamples(count: int) -> str:
    return f"{count} counterexample{'s'[: count - 1]}"


def _properties(count: int) -> str:
    return f"{count} propert{'y' if count == 1 else 'ies'}"
