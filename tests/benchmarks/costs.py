"""How much more it costs to certify what is wrong than what is right.

    python tests/benchmarks/costs.py [MUTANT ...]

Certifies the reference, then grossly wrong implementations and the mutants that are named, in the
profile `quick`, each in a process of its own. Prints the processor time and the largest amount of
memory of each. Exit code 1 if one takes more than three times the reference's time, or 300 MiB.
"""

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "mutants")]

from catalogue import MUTANTS  # noqa: E402 - its folder was added above
from grossly_wrong import GROSSLY_WRONG  # noqa: E402
from haiway_conformance.certify import CertifyOptions, certify  # noqa: E402
from mutant import WrongImplementation  # noqa: E402

TIMES, MEBIBYTES = 3.0, 300


def certified(target: str, mutant: WrongImplementation | None = None) -> Callable[[], object]:
    """Return what certifies a target."""

    def run() -> object:
        with tempfile.TemporaryDirectory() as folder:
            sys.path.insert(0, folder)
            if mutant is not None:
                mutant.write(Path(folder))
            return certify(CertifyOptions(target, "quick"), out=io.StringIO(), err=io.StringIO())

    return run


def cost(work: Callable[[], object]) -> tuple[float, float]:
    """Do something in a forked process, and return its processor seconds and mebibytes."""
    if (child := os.fork()) == 0:
        work()
        os._exit(0)
    _, _, usage = os.wait4(child, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def wrong(names: list[str]) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield the wrong implementations, by name."""
    for each in GROSSLY_WRONG:
        yield each.__name__, certified(f"grossly_wrong:{each.__name__}")
    for mutant in MUTANTS:
        if mutant.name in names:
            yield mutant.name, certified(mutant.target, mutant)


def main() -> int:
    """Print the table."""
    seconds, mebibytes = cost(certified("haiway_reference"))
    sys.stdout.write(f"{'the reference':40} {seconds:6.1f} s         {mebibytes:5.0f} MiB\n")
    failed = False
    for name, work in wrong(sys.argv[1:]):
        its_seconds, its_mebibytes = cost(work)
        times = its_seconds / seconds
        bad = times > TIMES or its_mebibytes > MEBIBYTES
        failed = failed or bad
        sys.stdout.write(
            f"{name:40} {its_seconds:6.1f} s {times:5.1f} x {its_mebibytes:5.0f} MiB"
            f"{'  too much' if bad else ''}\n"
        )
        sys.stdout.flush()
    return failed


if __name__ == "__main__":
    sys.exit(main())
