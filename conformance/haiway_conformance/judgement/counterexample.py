"""A run that violates a clause, as text for people and as a token for machines."""

import platform
from importlib import metadata
from itertools import groupby
from typing import Final

from haiway_conformance.adapter import Implementation
from haiway_conformance.judgement.findings import Counterexample
from haiway_conformance.judgement.fingerprint import Fingerprint
from haiway_conformance.judgement.run import Run
from haiway_conformance.judgement.token import Token
from haiway_conformance.programs import script
from haiway_conformance.programs.interpreter import described
from haiway_conformance.simulation import Deadlock, Event, Livelock, Raised, Returned

__all__ = ("UNKNOWN", "counterexample", "described_run", "ending_of", "fingerprint_of")

UNKNOWN: Final = Implementation("", "unknown", "unknown")
"""An implementation of which nothing is known."""

# Of a run that ticks for ever, so many events are shown at its beginning and at its end.
SHOWN = 20


def counterexample(
    run: Run, message: str, *, implementation: Implementation = UNKNOWN, clause: str = ""
) -> Counterexample:
    """Describe a run that violates a clause.

    Args:
        run: The run.
        message: What is wrong with it, in one sentence.
        implementation: Which implementation it is a run of.
        clause: The id of the clause; empty if it is not known.
    """
    token = Token(
        program=run.program,
        deviations=run.deviations,
        fingerprint=fingerprint_of(run),
        implementation=implementation,
        python=platform.python_version(),
        kit=metadata.version("haiway-conformance"),
        clause=clause,
    )
    return Counterexample(message, described_run(run), token.to_text(), run.program.size)


def described_run(run: Run) -> str:
    """A run as text: its program, its schedule, what happened, how it ended.

    Args:
        run: The run.

    Returns:
        Lines without a newline at the end.
    """
    schedule = (
        "canonical: points complete one at a time, in the order in which they were asked for"
        if not run.deviations
        else f"{len(run.deviations)} deviations from the canonical one, in {run.questions} choices"
    )
    return "\n".join(
        [
            "the program:",
            *(f"    {line}" for line in script(run.program).splitlines()),
            "",
            f"the schedule: {schedule}",
            "",
            "what happened, a column per task (t: virtual seconds, i: loop iteration):",
            *(f"    {line}" for line in _table(list(run.trace))),
            "",
            f"the end: {ending_of(run)}",
        ]
    )


def fingerprint_of(run: Run) -> Fingerprint:
    """The fingerprint of a run's trace and ending.

    Args:
        run: The run.
    """
    return Fingerprint.of(run.trace, ending_of(run))


def ending_of(run: Run) -> str:
    """How a run ended, in words.

    Args:
        run: The run.
    """
    match run.aftermath.ending:
        case Returned():
            return "main returned"
        case Raised(error):
            return f"main raised {described(error)}"
        case Deadlock():
            return f"deadlock: nothing could run any more. {run.stuck()}"
        case Livelock(iterations=iterations, stepping=stepping):
            did = "went on and on" if stepping else "made no step"
            return f"livelock: main {did} in {iterations:,} iterations. {run.stuck()}"


def _table(events: list[Event]) -> list[str]:
    tasks = list(dict.fromkeys(each.task for each in events))
    shown = events
    if len(events) > 2 * SHOWN:
        shown = events[:SHOWN] + events[-SHOWN:]
    cells = {each.number: _cell(each) for each in shown}
    widths = {
        task: max([len(task), *(len(cells[each.number]) for each in shown if each.task == task)])
        for task in tasks
    }
    lines = [_row("t", "i", {task: task for task in tasks}, widths)]
    for (time, iteration), group in groupby(shown, lambda each: (each.time, each.iteration)):
        t, i = f"{time:g}", f"{iteration}"
        for each in group:
            if len(shown) < len(events) and each is events[-SHOWN]:
                lines.append(f"... {len(events) - len(shown)} events more ...")
            lines.append(_row(t, i, {each.task: cells[each.number]}, widths))
            t = i = ""
    return lines


def _row(time: str, iteration: str, cells: dict[str, str], widths: dict[str, int]) -> str:
    columns = [f"{cells.get(task, ''):<{width}}" for task, width in widths.items()]
    return f"{time:>4} {iteration:>4}  {' | '.join(columns)}".rstrip()


def _cell(event: Event) -> str:
    subject = "" if event.subject == event.task else f" {event.subject}"
    detail = f": {event.detail}" if event.detail else ""
    return f"{event.did}{subject}{detail}"
