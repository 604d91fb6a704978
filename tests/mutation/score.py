"""The mutation score of the suite: how many small changes of the reference it notices.

    python tests/mutation/score.py --jobs 2 --results results.jsonl

Cosmic Ray makes the mutants, and the suite alone judges them: first with the profile `quick`, and
the survivors once more with `default`. Results are kept in a file. They are valid as long as the
suite is the same, so an interrupted run continues where it stopped.

Survivors that change nothing a clause asks are listed in `equivalent_mutants.md`, with the reason
for each. The exit code is 1 if there is any other survivor, or an entry for a mutant that did not
survive.
"""

import argparse
import asyncio
import json
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from digest import digest_of_the_suite
from equivalents import read_equivalents
from mutations import Mutation, mutations
from table import table
from trial import Result, trial

PROFILES = ("quick", "default")
ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "reference" / "haiway_reference"
EQUIVALENTS = Path(__file__).with_name("equivalent_mutants.md")


def main() -> None:
    """Try the mutants that have no result yet, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--results", type=Path, required=True, help="the file with the results")
    parser.add_argument(
        "--only", default="", help="try only mutants whose description contains this"
    )
    parser.add_argument(
        "--trust-kills",
        action="store_true",
        help="keep the kills of earlier versions of the suite",
    )
    given = parser.parse_args()
    tried = [each for each in mutations(PACKAGE) if given.only in str(each)]
    results = Results(given.results, trust_kills=given.trust_kills)
    asyncio.run(try_all(tried, results, given.jobs))
    equivalents = read_equivalents(EQUIVALENTS)
    text, right = table({each: results.known[each.key] for each in tried}, equivalents)
    sys.stdout.write(text)
    sys.exit(not right and not given.only)


class Results:
    """The results for mutants, in a file to which lines are appended."""

    def __init__(self, path: Path, *, trust_kills: bool) -> None:
        """Read the file, if there is one."""
        self._path = path
        self._suite = digest_of_the_suite()
        self.known: dict[str, Result] = {}
        self._killers = defaultdict[str, Counter[str]](Counter)
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            row = json.loads(line)
            key, same = row.pop("key"), row.pop("suite") == self._suite
            module, result = row.pop("module"), Result(**row)
            self._killers[module][result.by] += 1
            if same or (trust_kills and result.killed):
                self.known[key] = result

    def lacks(self, mutation: Mutation, profile: str) -> bool:
        """Return True if a mutant still has to be tried with a profile."""
        result = self.known.get(mutation.key)
        if result is None:
            return True
        return not result.killed and PROFILES.index(result.profile) < PROFILES.index(profile)

    def killers(self, module: str) -> list[str]:
        """Return the properties that have killed mutants of a module, the deadliest first."""
        return [name for name, _ in self._killers[module].most_common() if name]

    def note(self, mutation: Mutation, result: Result) -> None:
        """Add a result."""
        self.known[mutation.key] = result
        self._killers[mutation.module][result.by] += 1
        row = {"key": mutation.key, "suite": self._suite, "module": mutation.module}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row | asdict(result)) + "\n")


async def try_all(tried: list[Mutation], results: Results, jobs: int) -> None:
    """Try all mutants with the first profile, then the survivors with the next."""
    trying = asyncio.current_task()
    assert trying is not None
    # As Ctrl-C does: it ends the process groups of the running trials.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, trying.cancel)
    for profile in PROFILES:
        left = [each for each in tried if results.lacks(each, profile)]
        sys.stderr.write(f"{profile}: {len(left)} of {len(tried)} mutants to try\n")
        if left and (unchanged := await trial(PACKAGE, None, profile)).killed:
            raise SystemExit(f"the suite does not pass the reference itself: {unchanged}")
        queue = iter(enumerate(left, 1))
        async with asyncio.TaskGroup() as workers:
            for _ in range(jobs):
                workers.create_task(_work(queue, len(left), profile, results))


async def _work(
    queue: Iterator[tuple[int, Mutation]], total: int, profile: str, results: Results
) -> None:
    for number, mutation in queue:
        result = await trial(PACKAGE, mutation, profile, results.killers(mutation.module))
        results.note(mutation, result)
        how = " ".join(filter(None, (result.outcome, result.by)))
        sys.stderr.write(f"{profile} {number}/{total} {how}: {mutation}\n")


if __name__ == "__main__":
    main()
