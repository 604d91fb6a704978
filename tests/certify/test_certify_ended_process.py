"""An implementation that ends the process is never taken for a conformant one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

IMPLEMENTATION = """
import os
import haiway_reference
from haiway_conformance.adapter import ModuleAdapter

class Ends(ModuleAdapter):
    name = "ends"

    def __init__(self):
        super().__init__(haiway_reference)
        self.spawned = 0

    def spawn(self, function, /, *args, **kwargs):
        self.spawned += 1
        if self.spawned > 9:
            {spawn}
        return haiway_reference.ctx.spawn(function, *args, **kwargs)

{module}
"""
EXITS = "os._exit(0)"
REPLACES = "os.execlp('true', 'true')"
AT_EXIT = "import atexit; atexit.register(os._exit, 0)"
IN_FORK = "child = os.fork() or os._exit(0); os.waitpid(child, 0)"
SAYS = "so the exit code says nothing about the implementation"


def judged(folder: Path, *words: str, **code: str) -> subprocess.CompletedProcess[str]:
    source = IMPLEMENTATION.format(**({"spawn": "pass", "module": ""} | code))
    (folder / "ends.py").write_text(source, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )


def certified(folder: Path, **code: str) -> subprocess.CompletedProcess[str]:
    options = ("--clause", "tasks/arguments", "--profile", "quick")
    return judged(folder, "haiway_conformance", "certify", "ends:Ends", *options, **code)


@pytest.mark.parametrize("spawn", [EXITS, REPLACES])
def test_ending_the_process_is_an_error_of_the_clause(tmp_path: Path, spawn: str) -> None:
    done = certified(tmp_path, spawn=spawn)
    assert done.returncode == 3, done.stderr
    assert "ERROR tasks/arguments (MUST)\n    the process that ran the property died" in done.stdout
    assert f"(in {tmp_path / 'ends.py'}, line " in done.stderr


def test_a_target_that_ends_the_process_at_once_cannot_be_judged(tmp_path: Path) -> None:
    done = certified(tmp_path, module=EXITS)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Error: ends:Ends cannot be judged: the process that imported it" in done.stderr
    assert f"(in {tmp_path / 'ends.py'}, line " in done.stderr


def test_a_verdict_is_not_taken_back_as_the_interpreter_ends(tmp_path: Path) -> None:
    done = certified(tmp_path, module=AT_EXIT)
    assert "verdict (partial): conformant" in done.stdout
    assert done.returncode == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_may_end(tmp_path: Path) -> None:
    done = certified(tmp_path, spawn=IN_FORK)
    assert (done.returncode, done.stderr.count(SAYS)) == (0, 0), done.stderr


def test_a_run_of_pytest_is_not_ended_either(tmp_path: Path) -> None:
    words = ("--haiway-implementation", "ends:Ends", "--haiway-clause", "tasks/arguments")
    suite = ("--pyargs", "haiway_conformance.suite.tasks", "--haiway-profile", "quick")
    done = judged(tmp_path, "pytest", "-s", "-p", "no:cacheprovider", *suite, *words, spawn=EXITS)
    assert done.returncode == 2
    assert SAYS in done.stderr  # without -s, pytest captures that
