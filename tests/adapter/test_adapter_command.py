"""Adapters on the command line: wrong ones are refused, and a tiny library is judged."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture
def command(tmp_path):
    """Run the command in a folder of its own."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "haiway_conformance", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


SCOPE_IS_PLAIN = """
from contextlib import contextmanager
from haiway_conformance import Adapter

class Mine(Adapter):
    @contextmanager
    def scope(self, name, /, *state):
        yield
"""


@pytest.mark.parametrize(
    ("target", "source", "words"),
    [
        ("nosuchmodule", "", "there is no module 'nosuchmodule' to import. Install its"),
        ("mine", "import nosuchmodule", "it needs the module 'nosuchmodule', which is not"),
        ("mine", "scope = 3", "module 'mine' has no `ctx`, so it does not have the guide's"),
        ("mine:Yours", SCOPE_IS_PLAIN, "no attribute 'Yours'. It has an Adapter: `mine:Mine`."),
        ("mine:Mine", SCOPE_IS_PLAIN, "`scope(...)` returned '_GeneratorContextManager', a plain"),
    ],
)
def test_what_can_not_be_judged_is_said_on_stderr(command, tmp_path, target, source, words):
    (tmp_path / "mine.py").write_text(source, encoding="utf-8")
    done = command("certify", target, "--profile", "quick")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Error: {target} cannot be judged: ")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "Warning" not in done.stderr


def sha256_of_lines(*names: str) -> str:
    """Return what `sha256sum NAMES | sha256sum` says, in this folder."""
    lines = "".join(f"{sha256((HERE / each).read_bytes()).hexdigest()}  {each}\n" for each in names)
    return sha256(lines.encode()).hexdigest()


def test_an_adapter_of_fifteen_lines_is_enough_to_be_judged(command, tmp_path):
    source = (HERE / "tiny_adapter.py").read_text(encoding="utf-8")
    assert sum(bool(line.strip()) for line in source.splitlines()) <= 15
    for name in ("tiny_library.py", "tiny_adapter.py"):
        (tmp_path / name).write_bytes((HERE / name).read_bytes())
    ids = {
        "scopes/exit-cancels-tasks": "passed",
        "scopes/exit-awaits-tasks": "passed",
        "scopes/resources": "unsupported",
        "tasks/result": "passed",
        "variables/set-get": "unsupported",
    }
    arguments = [f"--clause={each}" for each in ids]
    done = command("certify", "tiny_adapter:Tiny", "--profile=quick", "--output=out", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "out" / "report.json").read_bytes())
    assert {each["id"]: each["outcome"] for each in report["clauses"]} == ids
    assert report["implementation"] == {
        "target": "tiny_adapter:Tiny",
        "name": "unknown",
        "version": "unknown",
        "sha256": sha256_of_lines("tiny_adapter.py", "tiny_library.py"),
    }
    assert "verdict (partial): conformant — 3 MUST clauses passed" in done.stdout
    assert "unsupported: lacks disposables, cancel, check-cancellation, state, " in done.stdout
