"""The trial of one mutant, with the suite as the only judge."""

import asyncio
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mutations import Mutation

__all__ = ("Result", "trial")

# The processor time that a run may take: several times that of the reference itself. A limit of
# wall-clock time would kill mutants because the machine is busy; it only ends runs that do nothing.
CPU_SECONDS = {"quick": 45, "default": 200}
SECONDS = 1_800

# A configuration of its own, so that pytest does not use that of a checkout around the suite.
OPTIONS = "pytest.ini"

type Outcome = Literal["survived", "failed", "refused", "timed out"]

# Exit codes of pytest: all passed; a test failed; bad usage, which is how it refuses a target that
# cannot be imported or does not pass the smoke check; no test failed, but nothing was shown.
# Negative ones: killed by a signal.
OUTCOMES: dict[int, Outcome] = {
    0: "survived",
    1: "failed",
    4: "refused",
    5: "failed",
    -signal.SIGXCPU: "timed out",
    -signal.SIGKILL: "timed out",
}


@dataclass(frozen=True)
class Result:
    """The result of a trial.

    Attributes:
        outcome: `survived`, or how the mutant was killed: a property `failed`, the mutant was
            `refused`, or the suite `timed out`.
        profile: The profile of the suite.
        by: The first property that failed.
    """

    outcome: Outcome
    profile: str
    by: str

    @property
    def killed(self) -> bool:
        """True if the suite noticed the change."""
        return self.outcome != "survived"


async def trial(
    package: Path, mutation: Mutation | None, profile: str, first: Sequence[str] = ()
) -> Result:
    """Run the suite against a mutant.

    It runs in a process of its own, on a copy of the package that comes first on its path. The
    package itself is never touched.

    Args:
        package: The folder of the package.
        mutation: The mutant, or None to try the package as it is.
        profile: The profile of the suite.
        first: The names of properties to run before the others, since they are likely to fail.

    Raises:
        RuntimeError: The suite could not be run.
    """
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        _write(Path(folder), package, mutation)
        path = [folder, os.environ.get("PYTHONPATH"), str(Path(__file__).parent)]
        words = (
            f"-m pytest -x -q --tb=no -p no:cacheprovider -p first_complaint -c {OPTIONS}"
            f" --rootdir {folder} --pyargs haiway_conformance.suite"
            f" --haiway-implementation {package.name}"
            f" --haiway-profile {profile} --cpu-seconds {CPU_SECONDS[profile]}"
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *words.split(),
            *(f"--first={name}" for name in first),
            cwd=folder,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, path))},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            process_group=0,
        )
        try:
            async with asyncio.timeout(SECONDS):
                printed, _ = await process.communicate()
        except TimeoutError:
            return Result("timed out", profile, "")
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)  # with its own children
                await process.wait()
    text = printed.decode(errors="replace")
    if process.returncode not in OUTCOMES:
        raise RuntimeError(f"pytest ended with {process.returncode}:\n{text}")
    failed = re.search(r"(?:FAILED|ERROR) \S+::(\S+)", text)
    return Result(OUTCOMES[process.returncode], profile, failed[1] if failed else "")


def _write(folder: Path, package: Path, mutation: Mutation | None) -> None:
    copy = folder / package.name
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
    if mutation is not None:
        (copy / mutation.module).write_text(mutation.text, encoding="utf-8")
    (folder / OPTIONS).write_text("[pytest]\n", encoding="utf-8")
