"""The reference, broken so that a request to stop is lost at one exact moment, and at no other.

How soon each is found by whole programs, and by those in which somebody outside asks, is shown in
`docs/exploration.md`; `python tests/mutants/lost_requests.py` prints that table.
"""

import importlib
import logging
import sys
import tempfile
from functools import partial
from pathlib import Path

from haiway_conformance.adapter import resolve
from haiway_conformance.judgement import PROFILES, Explorer, Violation
from haiway_conformance.suite.monitoring.history import History
from haiway_conformance.suite.random_programs import interrupted_programs, random_program
from haiway_conformance.suite.random_programs.monitors import MONITORS
from haiway_conformance.suite.random_programs.test_random_programs import SHARES
from mutant import Mutant

__all__ = ("LOST", "found", "table")

CLAUSE = "cancellation/not-swallowed"
WATCH = MONITORS[CLAUSE]
SEEDS = range(6)

LOST = (
    Mutant(
        "lost_when_the_last_task_has_ended",
        "a shutdown hangs now and then: it came just when the last task had ended",
        "tasks",
        "                    cancelled = error\n                    self.stop()\n",
        "                    if self.running:\n"
        "                        cancelled = error\n"
        "                        self.stop()\n",
        CLAUSE,
        r"outside asked \w+ to stop, .* the request was swallowed",
    ),
    Mutant(
        "lost_while_streams_are_closed",
        "a shutdown hangs now and then: it came while the scope closed a stream",
        "tasks",
        "                    cancelled = await tasks.wait() or cancelled\n",
        "                    await tasks.wait()\n",
        CLAUSE,
        r"outside asked \w+ to stop, .* the request was swallowed by scope\d",
    ),
)


def found(target: str, seed: int, *, outside: bool) -> tuple[int, str] | None:
    """Watch an implementation with the budget of the profile default.

    Args:
        target: The implementation.
        seed: What programs and schedules follow from.
        outside: Whether somebody outside asks; if not, the programs do so themselves.

    Returns:
        In which run it was found, and what was said; None if it was not.
    """
    explore = Explorer(resolve(target), seed=seed, profile=PROFILES["default"])
    if outside:
        programs = explore.sampled(partial(interrupted_programs, theme=WATCH.theme), SHARES)
    else:
        programs = (random_program(each, WATCH.theme) for each in explore.seeds())
    try:
        for program in programs:
            for run in explore(program, any_ending=True, about_exit=True, once=outside):
                WATCH.holds(History(run))
    except Violation as violation:
        return explore.findings().schedules, violation.sentence
    return None


def table(folder: Path) -> list[str]:
    """The rows of the table: in which run each was found, at several seeds.

    Args:
        folder: Where the mutants are written; it is on `sys.path`.
    """
    rows: list[str] = []
    for mutant in LOST:
        mutant.write(folder)
        importlib.invalidate_caches()
        for outside, who in ((False, "the program itself"), (True, "somebody outside")):
            runs = [found(mutant.target, seed, outside=outside) for seed in SEEDS]
            shown = ", ".join("never" if each is None else f"{each[0]}" for each in runs)
            rows.append(f"| `{mutant.name}` | {who} | {shown} |")
    return rows


if __name__ == "__main__":
    logging.lastResort = None
    with tempfile.TemporaryDirectory() as made:
        sys.path.insert(0, made)
        sys.stdout.write("\n".join(table(Path(made))) + "\n")
