"""Run a program in another Python process, which strips assert statements: `Optimized`."""

import json
import os
import subprocess
import sys
from typing import Final

from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.execute import execute
from haiway_conformance.kit_error import KitError
from haiway_conformance.programs import Program
from haiway_conformance.simulated_loop import Canonical, Did

__all__ = ("Optimized", "run_optimized")

# Starting an interpreter and importing the implementation takes far less; this is a hang.
SECONDS: Final = 60


class Optimized:
    """Runs programs under `python -O`, the first one for each kind of event only.

    A run takes about a second. What it shows follows from the implementation's code, so that the
    answer for the first program of a property is taken for all.

    Args:
        target: The implementation, as the command line names it; empty if no other process can
            import it.
    """

    def __init__(self, target: str) -> None:
        self._target = target
        self._details: dict[Did, str | None] = {}

    def last(self, program: Program, did: Did) -> str | None:
        """Return the detail of the last event of a kind.

        Args:
            program: The program, which is run if nothing is known of such events yet.
            did: The kind of event.

        Returns:
            The detail; None if there was no such event, or if nothing can be run.

        Raises:
            KitError: If the interpreter could not run it.
        """
        if not self._target:
            return None
        if did not in self._details:
            self._details[did] = run_optimized(self._target, program, did)
        return self._details[did]


def run_optimized(target: str, program: Program, did: Did) -> str | None:
    """Run a program once, canonically, under `python -O`.

    Args:
        target: The implementation, as the command line names it.
        program: The program.
        did: The kind of event to look at.

    Returns:
        The detail of the last such event; None if there was none.

    Raises:
        KitError: If the interpreter could not run it.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own module
        [sys.executable, "-O", "-m", __name__, target, did.name],
        input=program.to_text(),
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        raise KitError(
            f"{target} could not be run under `python -O`, which is needed to tell whether it"
            f" relies on assert statements: {done.stderr.strip().splitlines()[-1:]}"
        )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Run the program on standard input, and print the detail of the last such event as JSON."""
    target, name = sys.argv[1:]
    run = execute(resolve(target), Program.from_text(sys.stdin.read()), Canonical())
    last = run.trace.last(Did[name])
    sys.stdout.write(json.dumps(None if last is None else last.detail) + "\n")


if __name__ == "__main__":
    main()
