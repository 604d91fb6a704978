"""Workers that `--tx` names, two of them on the other side of loopback, report the same bytes."""

import gc
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
from click.testing import CliRunner
from haiway_conformance.certify import CertifyOptions, certify
from haiway_conformance.cli import main

# execnet leaves sockets and processes to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

BODIES = {
    "scopes/exit-awaits-tasks": "for run in explore(program): expect(run < 50, f'saw {run}')",
    "scopes/single-use": "for run in explore(program): expect(run < 70, f'saw {run}')",
    "tasks/result": "for run in explore(program): pass",
    "tasks/arguments": "for run in explore(program): pass",
}


@pytest.fixture(autouse=True)
def collect_at_once() -> Iterator[None]:
    """Collect what execnet leaves while the warnings are ignored, not during a later test."""
    yield
    gc.collect()


@pytest.fixture
def server(tmp_path) -> Iterator[str]:
    """Start the server of execnet, as on another host, and return the specification of it."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    # Options for pytest in its environment have no effect either.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"}
    environment["PYTEST_ADDOPTS"] = "--no-such-option"
    command = (sys.executable, "-m", "execnet.script.socketserver", "127.0.0.1:0")
    with subprocess.Popen(
        command, cwd=elsewhere, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        port = re.search(r"'127.0.0.1', (\d+)\)", process.stdout.readline())
        assert port is not None
        yield f"socket=127.0.0.1:{port[1]}"
        process.terminate()


def test_two_processes_report_the_same_bytes(suite, judge, folder):
    suite(BODIES)
    tx = (f"2*popen//python={sys.executable}",)
    told = judge(tx=tx, output=folder / "there")
    here = judge(output=folder / "here")
    assert (told.code, told.out) == (here.code, here.out), told.err
    assert (folder / "there/report.json").read_bytes() == (folder / "here/report.json").read_bytes()
    assert json.loads((folder / "there/run.json").read_bytes())["tx"] == list(tx)


def test_a_process_here_and_one_elsewhere_report_the_same_bytes(tmp_path, server):
    def certified(name, *tx):
        options = CertifyOptions(
            "haiway_reference",
            "quick",
            clauses=("tasks/arguments",),
            tx=tx,
            output=tmp_path / name,
        )
        out, err = StringIO(), StringIO()
        assert certify(options, out=out, err=err) == 0, err.getvalue()
        return out.getvalue(), (tmp_path / name / "report.json").read_bytes()

    assert certified("there", server, "popen") == certified("here")


@pytest.mark.parametrize(
    ("tx", "words"),
    [
        ("nonsense", "--tx 'nonsense' names no worker. It is a specification of execnet"),
        ("3*", "--tx '3*' names no worker"),
        ("popen//popen", "names no worker"),
        ("_x", "names no worker"),
        ("socket=127.0.0.1:1", "cannot be started: ConnectionRefusedError"),
        ("popen//python=/no/such/python", "cannot be started: "),
    ],
)
def test_workers_that_cannot_be_started_are_no_verdict(suite, judge, tx, words):
    suite(BODIES)
    told = judge(tx=(tx,))
    assert (told.code, told.out) == (2, "")
    assert words in told.err


def test_the_number_of_processes_is_said_once(suite, judge):
    suite(BODIES)
    told = judge(tx=("popen",), jobs=2)
    assert told.code == 2
    assert "--jobs and --tx exclude each other" in told.err


def test_on_the_command_line():
    done = CliRunner().invoke(main, ["certify", "haiway_reference", "--tx", "popen", "--tx", "no"])
    assert done.exit_code == 2
    assert "--tx 'no' names no worker" in done.output
