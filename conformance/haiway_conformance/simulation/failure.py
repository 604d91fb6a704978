"""A failing run, as it is shown to people: `Picture`, `SimulationFailed`."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from textwrap import fill, indent
from typing import Final

from haiway_conformance.simulation.finding import Finding
from haiway_conformance.simulation.injection import Injection
from haiway_conformance.timeline import WIDTH, Row, Timeline, table

__all__ = ("Picture", "SimulationFailed")


# Narrower columns would break most source lines.
NARROWEST: Final = 28


@dataclass(frozen=True, slots=True)
class Picture:
    """A run of a program, drawn.

    Attributes:
        sentence: What is wrong, as a sentence without a full stop; empty if nothing is.
        schedule: Under which schedule that is so, in words.
        timeline: What happened.
        waiting: Who waits for what, a sentence each, if the program hangs.
        difference: The first difference from the nearest run in which nothing is wrong; empty if
            there is no such run.
        token: The token of the schedule.
        replay: How to run it again.
    """

    sentence: str
    schedule: str
    timeline: Timeline
    waiting: tuple[str, ...] = ()
    difference: str = ""
    token: str = ""
    replay: str = ""

    def to_text(self, width: int = WIDTH, *, after: int = 0) -> str:
        """Write it as text.

        Args:
            width: The maximum width of a line, in columns. Long names and tokens may exceed it.
            after: How many columns of the first line are taken.

        Returns:
            Lines without a newline at the end.
        """
        deviates = any(isinstance(each, Row) and each.deviation for each in self.timeline.rows)
        happened = "what happened, a column per task (t: virtual seconds, i: loop iteration"
        happened += ", *: deviates):" if deviates else "):"
        rows = table(self.timeline, width - 2, narrowest=NARROWEST)
        parts = [
            *([_paragraph(self.sentence, width, after)] if self.sentence else []),
            _paragraph(f"the schedule: {self.schedule}", width),
            "\n".join(
                [
                    happened,
                    *(f"  {each}" for each in rows),
                ]
            ),
        ]
        if self.waiting:
            lines = [indent(_paragraph(each, width - 2), "  ") for each in self.waiting]
            parts.append("\n".join(["who waits for what:", *lines]))
        if self.difference:
            parts.append(_paragraph(self.difference, width))
        if self.replay:
            parts.append(f"run it again: {self.replay}")
        return "\n\n".join(parts)


class SimulationFailed(AssertionError):  # noqa: N818 - what has failed is the program
    """A program does something wrong under a schedule that asyncio allows.

    The exception that the program raised, if it raised one, is its `__cause__`.

    Attributes:
        finding: What is wrong.
        picture: The smallest run that shows it, drawn.
        token: Its schedule as a token, for `simulate(..., replay=token)`.
    """

    def __init__(self, finding: Finding, picture: Picture) -> None:
        # A traceback puts the name of the class before it.
        name = f"{type(self).__module__}.{type(self).__qualname__}: "
        super().__init__(picture.to_text(after=len(name)))
        self.finding = finding
        self.picture = picture
        self.token = picture.token


def schedule_in_words(deviations: int, injection: Injection | None, cancelled: str) -> str:
    """Say under which schedule a run was.

    Args:
        deviations: How often it deviates from the canonical one.
        injection: The request to cancel that comes from outside; None for none.
        cancelled: The name of the task that was cancelled.
    """
    if not deviations:
        words = "the canonical one, in which whatever begins first outside completes first"
    else:
        times = "once" if deviations == 1 else f"{deviations} times"
        words = f"deviates {times} from the canonical one (*)"
    if injection is None:
        return words
    return f"{words}; {cancelled or 'a task'} is cancelled from outside {injection.in_words}"


def first_difference(here: Timeline, there: Timeline) -> str:
    """Say where a run first differs from one that passes.

    Args:
        here: The run.
        there: The one that passes.
    """
    for mine, other in zip_longest(_rows(here), _rows(there)):
        if mine is None or other is None or _what(mine) != _what(other):
            return (
                "the nearest schedule in which nothing is wrong goes on alike until"
                f" {_in_words(mine)}; there, {_in_words(other)}"
            )
    return ""


def _rows(timeline: Timeline) -> Sequence[Row]:
    return [each for each in timeline.rows if isinstance(each, Row)]


def _what(row: Row) -> tuple[str, str]:
    return row.lane, row.text


def _in_words(row: Row | None) -> str:
    if row is None:
        return "nothing more happens"
    return f"t={row.time:g}, where {row.lane} comes to: {row.text}"


# Users import it from there, and so tracebacks should name it.
SimulationFailed.__module__ = "haiway_conformance.simulation"


def _paragraph(text: str, width: int, after: int = 0) -> str:
    """Wrap the lines of a text.

    Args:
        text: The text.
        width: The maximum width of a line.
        after: How many columns of the first line are taken.
    """
    wrapped = [
        fill(
            line,
            width,
            initial_indent=" " * (after if number == 0 else 0),
            subsequent_indent="  ",
            break_on_hyphens=False,
            break_long_words=False,
        )
        for number, line in enumerate(text.splitlines())
    ]
    return "\n".join(wrapped)[after:]
