"""Run a program in a Python of its own that strips assert statements: `run_optimized`."""

import json
import os
import subprocess
import sys
from typing import Final

from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.execute import execute
from haiway_conformance.kit_error import KitError
from haiway_conformance.programs import Program
from haiway_conformance.simulation import Canonical, Did

__all__ = ("run_optimized",)

# It starts an interpreter and imports the implementation; more than that is a hang.
SECONDS: Final = 60


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
    """What the other interpreter does: prints, as JSON, the detail of the last such event."""
    target, name = sys.argv[1:]
    run = execute(resolve(target), Program.from_text(sys.stdin.read()), Canonical())
    last = run.trace.last(Did[name])
    sys.stdout.write(json.dumps(None if last is None else last.detail) + "\n")


if __name__ == "__main__":
    main()
