"""Scripts of counterexamples, run in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.ending import ending_of
from haiway_conformance.judgement.token import Token
from haiway_conformance.programs.execution import masked
from haiway_conformance.replay.standalone import standalone
from replayed import token_of

__all__ = ("REFERENCE", "ends_alike", "run", "script_of")

REFERENCE = "haiway_reference"


def script_of(program, choices=None, target=REFERENCE):
    token = Token.from_text(token_of(target, program, choices))
    return standalone(token, resolve(target), target)


def run(text, folder, hash_seed="7"):
    path = folder / "counterexample.py"
    path.write_text(text, encoding="utf-8")
    importable = [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.run(
        [sys.executable, "-W", "error", str(path)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(importable)},
        capture_output=True,
        text=True,
        check=True,
    )


def ends_alike(said, run):
    """Return True if a script's last line tells the run's ending, but for who waits for what."""
    return f"the end: {ending_of(run)}".startswith(masked(said).removesuffix("."))
