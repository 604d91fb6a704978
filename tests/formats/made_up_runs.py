"""Runs that never happened, with pictures: of one that hangs, and with any text in it."""

from dataclasses import replace

from haiway_conformance.judgement.findings import Contrast
from haiway_conformance.report import Outcome, Report
from haiway_conformance.simulated_loop import Did
from haiway_conformance.timeline import Folded, Picture, Row, Timeline
from made_up_reports import HOSTILE, MUST, OTHER_MUST, SHOULD, judged, report

__all__ = ("ROWS", "hanging", "of", "pictured", "with_hostile_runs")

# A task that is cancelled goes on all the same, after an hour; another one fails.
ROWS = (
    Row(0, 1, "main", "began", Did.BEGAN, "the program begins", subject="main"),
    Row(0, 1, "main", "entering s", Did.ENTERING, subject="s"),
    Row(0, 1, "main", "entered s", Did.ENTERED, subject="s"),
    Row(0, 1, "main", "spawned t", Did.SPAWNED, subject="t"),
    Row(0, 1, "main", "waits p", Did.WAITS, subject="p"),
    Row(0, 2, "t", "began", Did.BEGAN, "started by main", subject="t"),
    Row(0, 2, "t", "waits never", Did.WAITS, subject="never"),
    Row(3600, 4, "main", "goes on p", Did.GOES_ON, "p completes", "p completes first", "p"),
    Row(3600, 4, "main", "exiting s: normally", Did.EXITING, subject="s"),
    Row(3600, 4, "main", "cancels t", subject="t", reason="in the exit of s"),
    Row(3600, 5, "t", "interrupted never", Did.INTERRUPTED, "cancelled by main", subject="never"),
    Row(3600, 5, "t", "failed: e", Did.FAILED, subject="t"),
)


def of(*rows: Row | Folded, lanes: tuple[str, ...] = ("main", "t")) -> Picture:
    """Return the picture of a run with these rows."""
    return Picture(
        end="main hangs",
        program=("scope s:", "    spawn task t:", "        wait for never", "    wait for p"),
        schedule="1 deviation from the canonical one, in 2 choices",
        timeline=Timeline(lanes, rows or ROWS, explained=True),
        deviates=True,
        minimal=True,
    )


def hanging() -> Picture:
    """Return the picture of a run that hangs."""
    return of()


def pictured(clause: str, picture: Picture, message: str = "s never ends", **more):
    """Return a failing clause with a run that shows it."""
    plain = judged(clause, Outcome.FAILED, message, picture.to_text())
    (failed,) = plain.failures
    shown = replace(
        failed.counterexample, picture=picture, token=f"hwc1.{clause}", minimal=True, **more
    )
    return replace(plain, failures=(replace(failed, counterexample=shown),))


def with_hostile_runs() -> Report:
    """Return a report in which all texts of runs are hostile, and every kind of row is there."""
    lanes = ("main", HOSTILE)
    rows = [Row(0.5, 1, HOSTILE, HOSTILE, did, HOSTILE, HOSTILE, HOSTILE) for did in (*Did, None)]
    bad = replace(
        of(*rows, Folded(3, 0, 7), lanes=lanes),
        end=HOSTILE,
        program=(HOSTILE,) * 3,
        schedule=HOSTILE,
        differed=True,
    )
    other = Contrast(HOSTILE, HOSTILE, HOSTILE)
    return report(
        [
            pictured(MUST, bad, HOSTILE, contrast=other, violates=(OTHER_MUST,)),
            pictured(OTHER_MUST, bad, HOSTILE, contrast=other),
            judged(SHOULD, Outcome.FAILED, HOSTILE, HOSTILE),
        ],
        name=HOSTILE,
    )
