"""The suite judges one mutant: `trial`."""

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

# What a run may take of a processor: several times what the reference itself takes. The clock on
# the wall would call a mutant dead because the machine is busy; it only ends what does nothing.
CPU_SECONDS = {"quick": 45, "default": 200}
SECONDS = 1_800

# An own file of options, so that those of a checkout around the suite are not used.
OPTIONS = "pytest.ini"

type Outcome = Literal["survived", "failed", "refused", "timed out"]

# pytest's exit codes: all passed; a test failed; bad usage, which is how a target that can't be
# imported, or does not pass the smoke check, is refused. Below zero: ended by the system.
OUTCOMES: dict[int, Outcome] = {
    0: "survived",
    1: "failed",
    4: "refused",
    -signal.SIGXCPU: "timed out",
    -signal.SIGKILL: "timed out",
}


@dataclass(frozen=True)
class Result:
    """What the suite said of a mutant.

    Attributes:
        outcome: `survived`, or how it was killed: a property `failed`, it was `refused`, or the
            suite `timed out`.
        profile: With which profile.
        by: The first property that failed.
    """

    outcome: Outcome
    profile: str
    by: str

    @property
    def killed(self) -> bool:
        """Whether the suite noticed."""
        return self.outcome != "survived"


async def trial(
    package: Path, mutation: Mutation | None, profile: str, first: Sequence[str] = ()
) -> Result:
    """Let the suite judge a mutant; nothing else does.

    It runs in a process of its own, on a copy of the package that comes first on its path:
    whatever happens, the package itself is never touched.

    Args:
        package: The folder of the package.
        mutation: What is changed; None to try the package as it is.
        profile: How long the suite looks.
        first: The names of properties that are likely to notice, and are asked before the others.

    Raises:
        RuntimeError: The suite could not be run.
    """
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        _write(Path(folder), package, mutation)
        path = [folder, os.environ.get("PYTHONPATH"), str(Path(__file__).parent)]
        words = (
            f"-m pytest -x -q --tb=no -p no:cacheprovider -p on_trial -c {OPTIONS}"
            f" --rootdir {folder} --pyargs haiway_conformance.suite --implementation {package.name}"
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
                os.killpg(process.pid, signal.SIGKILL)  # with what it has started
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
