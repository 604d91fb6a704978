"""Certify reports the same, whatever surrounds it."""

import io
import json
import logging
import os
import platform
import subprocess
import sys

import pytest

BODIES = {
    "scopes/exit-awaits-tasks": "for run in explore(program): expect(run < 50, f'saw {run}')",
    "scopes/single-use": "for run in explore(program): expect(run < 70, f'saw {run}')",
    "scopes/foreign-exit": "for run in explore(program): explore.observe('an error')",
    "tasks/result": "for run in explore(program): pass",
    "tasks/arguments": "for run in explore(program): pass",
    "streams/order": "for run in explore(program): pass",
}


@pytest.fixture
def first(suite, judge, folder):
    suite(BODIES)
    told = judge(output=folder / "first")
    return told.out, (folder / "first" / "report.json").read_bytes()


def test_a_second_time(first, judge, folder):
    assert first == (judge(output=folder / "out").out, (folder / "out/report.json").read_bytes())


@pytest.mark.parametrize("jobs", [2, "auto"])
def test_in_several_processes(first, judge, folder, jobs):
    told = judge(output=folder / "out", jobs=jobs)
    assert first == (told.out, (folder / "out" / "report.json").read_bytes())
    assert json.loads((folder / "out" / "run.json").read_bytes())["jobs"] == jobs


def test_in_a_project_that_configures_pytest_and_hypothesis(first, judge, folder, monkeypatch):
    (folder / "conftest.py").write_text("raise RuntimeError('nobody asked for this')")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (folder / "fake_suite" / "conftest.py").write_text("raise RuntimeError('nor for this')")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-k nothing --no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    monkeypatch.setenv("PYTEST_TIMEOUT", "nonsense")
    monkeypatch.setenv("CI", "1")
    assert first[0] == judge(output=folder / "out").out
    assert first[1] == (folder / "out" / "report.json").read_bytes()


def test_nothing_is_written_beside_the_reports(first, folder):
    names = {each.name for each in folder.iterdir()} - {"__pycache__"}
    assert names == {"fake_suite", "fake_explorer.py", "fake_implementations.py", "first"}
    assert {each.name for each in (folder / "first").iterdir()} == {"report.json", "run.json"}


@pytest.mark.parametrize("arguments", [[], ["-O"]], ids=["plain", "-O"])
def test_in_another_process_with_another_hash_seed(first, folder, arguments):
    code = (
        "import sys, pathlib; from haiway_conformance.certify import CertifyOptions, certify;"
        "certify(CertifyOptions('fake_implementations:OnlyScopesAndTasks', 'quick',"
        " suite='fake_suite', output=pathlib.Path('out')), out=sys.stdout, err=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, *arguments, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "12345", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    )
    version = platform.python_version()
    interpreter = " ".join([version, *arguments])  # reports name it
    out = done.stdout.decode().replace(interpreter, version)
    report = (folder / "out" / "report.json").read_text(encoding="utf-8")
    assert first == (out, report.replace(interpreter, version).encode())


def test_other_seeds_run_other_programs(first, judge, folder):
    judge(output=folder / "out", seed=1)
    other = json.loads((folder / "out" / "report.json").read_bytes())
    assert other["programs"] != json.loads(first[1])["programs"]


def test_what_an_implementation_prints_is_not_mixed_in(suite, judge, capsys):
    suite({"tasks/result": "print('noise')\nfor run in explore(program): pass"})
    told = judge()
    assert "noise" not in told.out + told.err
    assert capsys.readouterr() == ("", "")


LOGS = """
import logging
from fake_implementations import OnlyScopesAndTasks

class Logs(OnlyScopesAndTasks):
    def scope(self, name, /, *state):
        logging.getLogger("mine").error("noise")
        return super().scope(name, *state)
"""


def test_what_an_implementation_logs_is_not_mixed_in(suite, judge, folder, capsys, monkeypatch):
    suite({"tasks/result": "for run in explore(program): pass"})
    (folder / "fake_logging.py").write_text(LOGS)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    told = judge(target="fake_logging:Logs")
    assert told.verdict.startswith("verdict: ")
    assert capsys.readouterr() == ("", "")


def test_progress_on_a_pipe_is_a_line_for_each_chapter(suite, judge):
    suite(BODIES)
    assert judge().err.splitlines() == [
        "judging by 6 properties",
        "scopes: 3 properties done",
        "streams: 1 property done",
        "tasks: 2 properties done",
        "making 2 counterexamples smaller",
    ]


def test_progress_on_a_terminal_stays_out_of_the_result(suite, judge, terminal, first):
    told = judge(err=terminal)
    assert "\x1b[" in told.err
    assert told.out == first[0]


def test_the_current_folder_is_importable_only_meanwhile(suite, judge, folder):
    suite(BODIES)
    before = list(sys.path)
    assert judge().code == 1
    assert sys.path == before


def test_a_stream_with_a_small_character_set_is_enough(suite, judge):
    suite({"tasks/result": "for run in explore(program): pass"})
    assert judge(err=io.StringIO()).out.isascii() is False  # a dash: the command line escapes it
