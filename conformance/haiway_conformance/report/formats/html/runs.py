"""The part of the page about properties that failed: `failures_of`."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from haiway_conformance.judgement.findings import Contrast, Counterexample
from haiway_conformance.report.formats.cases import Case
from haiway_conformance.report.formats.html.drawing import Drawing, drawing_of
from haiway_conformance.report.formats.text import in_one_line, readable
from haiway_conformance.timeline import Folded, Picture, Row
from haiway_conformance.timeline.drawing import drawn
from haiway_conformance.timeline.table import left_out, why

__all__ = ("Failure", "Run", "Step", "failures_of")

_LONGEST_MESSAGE: Final = 2_000
_LONGEST_LINE: Final = 300
_LONGEST_TEXT: Final = 20_000
_LONGEST_TOKEN: Final = 50_000
_MOST_LINES: Final = 200

_THE_SAME: Final = "The same run as above."
_AS_FOUND: Final = (
    "Not drawn: it is as it was found, because the first one was made smaller. The command"
    " shows it."
)
_MINIMAL: Final = {
    True: "Minimal: no operation and no deviation can be dropped.",
    False: "It may not be minimal: the budget ran out. Judging the clause alone has more.",
    None: "",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the table of a run.

    Attributes:
        number: Its number, from 0, which is that of its place in the drawing.
        time: The virtual time; empty if it is the same as before.
        iteration: The loop iteration; empty if it is the same as before.
        lane: Who did it; empty for rows that are left out.
        text: What happened.
        why: The reason; empty for none.
        deviates: True if the schedule is not the canonical one here.
    """

    number: int
    time: str
    iteration: str
    lane: str
    text: str
    why: str
    deviates: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it is shown.

    Attributes:
        end: How it ended.
        minimal: What is known of its size; empty for nothing.
        program: The lines of its program.
        schedule: Its schedule.
        differed: True if something else happened when it was repeated.
        steps: What happened.
        drawing: The same, drawn.
    """

    end: str
    minimal: str
    program: str
    schedule: str
    differed: bool
    steps: tuple[Step, ...]
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class Failure:
    """A property that failed.

    Attributes:
        name: The property, in words.
        message: What happened instead of what the clause asks.
        run: A run that shows it; None if it is not drawn.
        text: The run as text, if it cannot be drawn; else empty.
        note: Why no run is shown; empty if one is.
        contrast: The first difference to a run that passes; None if none is known.
        token: Its token; empty for none.
        target: The implementation, as a shell takes it.
    """

    name: str
    message: str
    run: Run | None
    text: str
    note: str
    contrast: Contrast | None
    token: str
    target: str


def failures_of(case: Case, target: str) -> tuple[Failure, ...]:
    """Return what failed of a clause.

    Args:
        case: The clause, with its outcome.
        target: The implementation, as `--target` takes it.
    """
    return tuple(_failures(case, target))


def _failures(case: Case, target: str) -> Iterator[Failure]:
    seen: set[str] = set()
    for number, each in enumerate(case.failures):
        shown = each.counterexample
        run, text, note = None, "", ""
        if shown is not None:
            # report.json has the picture of the first one alone, so the page has.
            if number == 0 and shown.picture is not None:
                run = _run(shown.picture)
            elif shown.text in seen:
                note = _THE_SAME
            elif number and shown.minimal is None:
                note = _AS_FOUND
            else:
                text = shown.text
            seen.add(shown.text)
        yield Failure(
            name=in_one_line(each.name, _LONGEST_LINE),
            message=readable(each.message, _LONGEST_MESSAGE),
            run=run,
            text=readable(text.rstrip(), _LONGEST_TEXT),
            note=note,
            contrast=None if shown is None else _contrast(shown),
            token=_token(shown),
            target=shlex.quote(in_one_line(target, _LONGEST_LINE)),
        )


def _token(shown: Counterexample | None) -> str:
    if shown is None or len(shown.token) > _LONGEST_TOKEN:
        return ""
    return in_one_line(shown.token, _LONGEST_TOKEN)


def _contrast(shown: Counterexample) -> Contrast | None:
    found = shown.contrast
    if found is None:
        return None
    other, here, there = (
        in_one_line(each, _LONGEST_LINE) for each in (found.other, found.here, found.there)
    )
    return Contrast(other, here, there)


def _run(picture: Picture) -> Run:
    shown = drawn(picture.timeline)
    steps = tuple(_steps(shown.rows))
    return Run(
        end=readable(picture.end, _LONGEST_MESSAGE),
        minimal=_MINIMAL[picture.minimal],
        program="\n".join(readable(line, _LONGEST_LINE) for line in picture.program[:_MOST_LINES]),
        schedule=readable(picture.schedule, _LONGEST_MESSAGE),
        differed=picture.differed,
        steps=steps,
        drawing=drawing_of(shown),
    )


def _steps(rows: tuple[Row | Folded, ...]) -> Iterator[Step]:
    before: tuple[float, int] | None = None
    for number, each in enumerate(rows):
        if isinstance(each, Folded):
            yield Step(number, "", "", "", left_out(each), "")
            before = None
            continue
        when, before = before, (each.time, each.iteration)
        yield Step(
            number=number,
            time="" if when == before else f"{each.time:g}",
            iteration="" if when == before else str(each.iteration),
            lane=in_one_line(each.lane, _LONGEST_LINE),
            text=in_one_line(each.text, _LONGEST_LINE),
            why=in_one_line(why(each), _LONGEST_LINE),
            deviates=bool(each.deviation),
        )
