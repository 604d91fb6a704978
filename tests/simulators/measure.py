"""Measure the simulators, and write what comes of it to `measured.json`.

    python -m tox -e comparison

runs it in an environment with all of them. `docs/simulators_compared.md` shows the results; then
`python tests/simulators/tables.py` writes its tables anew.

Each way to use a simulator is measured in a process of its own, one after the other. With names of
`DRIVERS` as arguments, only those are measured anew, and with `rates` nothing but the rates of all.
"""

import gc
import json
import platform
import subprocess
import sys
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from drivers import DRIVERS, Searched
from fifo_programs import drawn
from programs_in_order import RIGHT
from programs_with_bugs import BUGS, TINY, Program, main

MEASURED = Path(__file__).with_name("measured.json")

SEEDS = 11
AT_MOST = 400  # what is not found by then counts as not found
DRAWN = 30  # programs of `fifo_programs`
SCHEDULES = 50  # of each right program
SECONDS = 0.5  # how long the rate is measured
TURNS = 5  # the median of so many is told
TOO_LONG = 900  # in seconds, for one simulator


def measured(name: str) -> dict[str, Any]:
    """Measure one way to use a simulator, in this process."""
    driver = DRIVERS[name]
    search = driver.make()
    seeds = range(SEEDS if driver.seeds else 1)

    def searched(program: Program, seed: int, most: int) -> Searched:
        return search(partial(main, program), program, seed, most)

    return {
        "tool": driver.tool,
        "version": driver.version,
        "setting": driver.setting,
        "bugs": {
            bug.name: _until_found([searched(bug, seed, AT_MOST) for seed in seeds]) for bug in BUGS
        },
        "false alarms": [right.name for right in RIGHT if searched(right, 1, SCHEDULES).found],
        "false alarms on drawn programs": sum(
            search(drawn(seed).main, None, seed, SCHEDULES).found for seed in range(DRAWN)
        )
        if driver.spawns
        else None,
    }


def _rate(name: str) -> float:
    """Return how many schedules of the tiny program run in a second of processor time."""
    search = DRIVERS[name].make()

    def searched(seed: int, most: int) -> Searched:
        return search(partial(main, TINY), TINY, seed, most)

    searched(0, 20)  # what is imported late
    gc.collect()
    gc.freeze()
    ran, begin = 0, process_time()
    for seed in count(1):
        found = searched(seed, 100)
        assert not found.found
        ran += found.schedules
        if process_time() - begin > SECONDS:
            break
    return ran / (process_time() - begin)


def _until_found(results: list[Searched]) -> dict[str, Any]:
    """Return in how many of the searches it was found, and the median of the schedules until then.

    The median is of all searches: None if more than half of them found nothing.
    """
    found = sum(each.found for each in results)
    until = median(each.schedules if each.found else AT_MOST + 1 for each in results)
    return {
        "found": found,
        "of": len(results),
        "median": None if until > AT_MOST else until,
        "ran": max(each.schedules for each in results),
    }


def _in_a_process(*arguments: str) -> Any:
    """Measure something in a process of its own; None if that fails."""
    command = [sys.executable, "-W", "ignore", __file__, *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=TOO_LONG)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"{arguments}: {error}\n{error.stderr}\n")
        return None
    return json.loads(done.stdout.splitlines()[-1])


def _all(names: list[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name in names:
        sys.stderr.write(f"{name} ...\n")
        if (one := _in_a_process("--one", name)) is not None:
            found[name] = one
    return found


def _rates(names: list[str]) -> dict[str, int]:
    """Return the rate of each: the median of what was measured by turns, as load comes and goes."""
    turns: list[dict[str, float]] = []
    for turn in range(TURNS):
        sys.stderr.write(f"rates, turn {turn + 1} of {TURNS} ...\n")
        turns.append({name: _in_a_process("--rate", name) for name in names})
    return {name: round(median(each[name] or 0 for each in turns)) for name in names}


def _main(arguments: list[str]) -> None:
    if arguments[:1] in (["--one"], ["--rate"]):
        measure = measured if arguments[0] == "--one" else _rate
        sys.stdout.write("\n" + json.dumps(measure(arguments[1])) + "\n")
        return
    known = json.loads(MEASURED.read_text("utf-8"))["ways"] if arguments else {}
    only_rates = arguments == ["rates"]
    ways = {**known, **({} if only_rates else _all(arguments or list(DRIVERS)))}
    for name, rate in _rates(list(ways)).items():
        ways[name]["rate"] = rate
    data = {
        "python": platform.python_version(),
        "seeds": SEEDS,
        "at most": AT_MOST,
        "drawn programs": DRAWN,
        "schedules of right programs": SCHEDULES,
        "ways": {name: ways[name] for name in DRIVERS if name in ways},
    }
    MEASURED.write_text(json.dumps(data, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    _main(sys.argv[1:])
