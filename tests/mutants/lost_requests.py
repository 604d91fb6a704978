"""Mutants that lose a request to cancel at one exact moment, and at no other.

`docs/exploration.md` shows how soon each is found by random programs, with and without cancellation
injected from outside; `python tests/mutants/lost_requests.py` prints that table.
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
from haiway_conformance.suite.random_programs import cancelled_programs, random_program
from haiway_conformance.suite.random_programs.monitors import MONITORS
from haiway_conformance.suite.random_programs.test_random_programs import SHARES
from mutant import Mutant

__all__ = ("LOST", "found", "table")

CLAUSE = "cancellation/not-swallowed"
WATCH = MONITORS[CLAUSE]
SEEDS = range(6)

LOST = (
    Mutant(
        name="lost_when_the_last_task_has_ended",
        symptom="a shutdown hangs now and then: it came just when the last task had ended",
        module="tasks",
        right="                cancelled = error\n                self.stop()\n",
        wrong=(
            "                if self.running:\n"
            "                    cancelled = error\n"
            "                    self.stop()\n"
        ),
        clauses=(CLAUSE,),
        message=r"outside .*the request was swallowed",
    ),
    Mutant(
        name="lost_while_streams_are_closed",
        symptom="a shutdown hangs now and then: it came while the scope closed a stream",
        module="scope_tasks",
        right="                cancelled = await tasks.wait() or cancelled\n",
        wrong="                await tasks.wait()\n",
        clauses=(CLAUSE,),
        message=r"outside .* the request was swallowed by scope\d",
    ),
)


def found(target: str, seed: int, *, outside: bool) -> tuple[int, str] | None:
    """Run the clause's monitor on an implementation, with the budget of the profile `default`.

    Args:
        target: The implementation.
        seed: The seed of programs and schedules.
        outside: True if cancellation is injected from outside; False if only the programs
            themselves cancel tasks.

    Returns:
        The number of the run in which the monitor complained, and the complaint; None without one.
    """
    explore = Explorer(resolve(target), seed=seed, profile=PROFILES["default"])
    if outside:
        programs = explore.sampled(partial(cancelled_programs, theme=WATCH.theme), SHARES)
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
    """Return the rows of the table: in which run each mutant was found, at several seeds.

    Args:
        folder: The folder to which the mutants are written; it is on `sys.path`.
    """
    rows: list[str] = []
    for mutant in LOST:
        mutant.write(folder)
        importlib.invalidate_caches()
        for outside, who in ((False, "the program itself"), (True, "an injected cancellation")):
            runs = [found(mutant.target, seed, outside=outside) for seed in SEEDS]
            shown = ", ".join("never" if each is None else f"{each[0]}" for each in runs)
            rows.append(f"| `{mutant.name}` | {who} | {shown} |")
    return rows


if __name__ == "__main__":
    logging.lastResort = None
    with tempfile.TemporaryDirectory() as made:
        sys.path.insert(0, made)
        sys.stdout.write("\n".join(table(Path(made))) + "\n")
