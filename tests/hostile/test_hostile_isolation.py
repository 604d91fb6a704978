"""After a crash, and with --isolate, each chapter is judged in fresh processes."""

import subprocess
import sys

import pytest

RESULT = "tasks/result"


@pytest.mark.parametrize("asked", [{"isolate": True}, {"jobs": 2}, {"jobs": 2, "isolate": True}])
@pytest.mark.parametrize("target", ["ends:Exits", "exceptions:Named"])
def test_the_same_bytes_however_it_is_judged(judge, target, asked):
    first = judge(target)
    again = judge(target, **asked)
    assert (first.code, first.out, first.report) == (again.code, again.out, again.report)


def test_a_crash_is_told_once_and_where_it_was(judge):
    told = judge("ends:Exits")
    assert told.err.count("Warning: A process that judges died while it ran cancellation/") == 1
    assert "ends.py, line " in told.err
    assert "What has no result yet is judged again, each chapter in a fresh process." in told.err
    assert "ends.py" not in told.out + told.report.decode()


def test_isolation_that_is_asked_for_is_no_warning(judge):
    told = judge("haiway_reference", isolate=True)
    assert told.outcomes[RESULT] == "passed"
    assert "Warning" not in told.err


def test_nothing_that_is_printed_reaches_the_terminal(judge, tmp_path):
    """Run as a command, for a write to a file descriptor cannot be seen in this process."""
    command = [sys.executable, "-m", "haiway_conformance", "certify", "surroundings:Prints"]
    clause = ["--clause", "cancellation/check", "--profile", "quick"]
    done = subprocess.run([*command, *clause], capture_output=True, check=False)
    assert b"NOISE" not in done.stdout + done.stderr
    assert b"verdict (partial): conformant" in done.stdout


def test_the_process_that_reports_never_imports_the_target(judge):
    before = set(sys.modules)
    judge("exceptions:RaisesOdd")
    judge("ends:Exits")
    assert not {"exceptions", "ends", "hostile"} & (set(sys.modules) - before)
