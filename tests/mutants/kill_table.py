"""How soon each mutant is found: prints the page `docs/kill_table.md`, or writes it.

    python tests/mutants/kill_table.py --seeds 3 --write

Each mutant is judged by the properties of the clauses that it breaks, without shrinking. The first
complaint of any of them counts: after how many programs, and how many runs of them, it came.
"""

import argparse
import importlib.metadata
import sys
from functools import partial
from multiprocessing import get_context
from platform import python_version

from catalogue import MUTANTS
from finding import BUDGET, collected, rows
from kill_page import PAGE, Page


def main() -> None:
    """Print the page, or write it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=3, help="search at seeds 0 to SEEDS - 1")
    parser.add_argument("--jobs", type=int, default=1, help="search in this many processes")
    parser.add_argument("--only", default="", help="only mutants whose name contains this")
    parser.add_argument("--missing", action="store_true", help="keep the rows of the page")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    options = parser.parse_args()
    kept = {row.entry: row for row in Page.read().rows} if options.missing else {}
    mutants = [mutant for mutant in MUTANTS if options.only in mutant.name]
    wanted = [
        mutant
        for mutant in mutants
        if any((mutant.name, mutant.symptom, each) not in kept for each in mutant.clauses)
    ]
    for seed in range(options.seeds):
        collected(seed)
    # A process for each, since some mutants leave tasks or modules behind.
    search = partial(rows, seeds=options.seeds)
    with get_context("fork").Pool(options.jobs, maxtasksperchild=1) as pool:
        for number, found in enumerate(pool.imap(search, wanted), 1):
            kept |= {row.entry: row for row in found}
            sys.stderr.write(f"{number} of {len(wanted)}: {found[0].name}\n")
    page = Page(
        python=python_version(),
        hypothesis=importlib.metadata.version("hypothesis"),
        seeds=options.seeds,
        budget=BUDGET.programs,
        rows=tuple(
            kept[mutant.name, mutant.symptom, clause]
            for mutant in mutants
            for clause in mutant.clauses
        ),
    )
    if options.write:
        PAGE.write_text(str(page), encoding="utf-8")
    else:
        sys.stdout.write(str(page))


if __name__ == "__main__":
    main()
