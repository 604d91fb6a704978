"""A standard stream that is closed or full is never taken for a verdict."""

import os
import subprocess
import sys

import pytest

CERTIFY = "certify haiway_reference --clause tasks/arguments --profile quick"
FULL = os.path.exists("/dev/full")  # noqa: PTH110 - it is no file
SHELL = pytest.mark.skipif(not FULL, reason="needs a shell, and a device that is always full")
SAYS = "So the exit code is 2, and says nothing about an implementation."


def command(words: str, streams: str = "") -> subprocess.CompletedProcess[str]:
    line = f"exec {sys.executable} -m haiway_conformance {words} {streams}"
    return subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)


@SHELL
@pytest.mark.parametrize(
    ("words", "streams", "said"),
    [
        (CERTIFY, ">&-", "Error: standard output is closed. "),
        (CERTIFY, ">/dev/full", "Error: standard output cannot be written to: No space left"),
        (CERTIFY, "2>&-", "Error: standard error is closed. "),
        (CERTIFY, "2>/dev/full", "Error: standard error cannot be written to: No space left"),
        (CERTIFY, ">&- 2>&-", ""),
        ("explain tasks/arguments", ">/dev/full", "Error: standard output cannot be written to: "),
        ("--help", ">&-", "Error: standard output is closed. "),
        ("no-such-command", "2>/dev/full", "Error: standard error cannot be written to: No space"),
    ],
)
def test_a_stream_that_fails_is_said_on_the_other_one(words, streams, said):
    done = command(words, streams)
    assert done.returncode == 2
    told = done.stdout + done.stderr
    assert said in told
    assert told.count(SAYS) == bool(said)
    assert "Traceback" not in told


@SHELL
def test_a_reader_that_goes_away_is_no_verdict():
    line = f"{{ {sys.executable} -m haiway_conformance {CERTIFY}; echo $? >&2; }} | true"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert "Error: standard output cannot be written to: Broken pipe. " in done.stderr
    assert done.stderr.splitlines()[-1] == "2"


@SHELL
def test_a_closed_standard_input_is_needed_by_nothing_but_a_token():
    assert command(CERTIFY, "<&-").returncode == 0
    done = command("replay - --target haiway_reference", "<&-")
    assert done.returncode == 2
    assert "standard input is closed" in done.stderr


def test_what_is_no_text_is_refused_as_a_token():
    done = subprocess.run(
        [sys.executable, "-m", "haiway_conformance", "replay", "-", "--target", "haiway_reference"],
        input=b"\xff\xfe",
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
        check=False,
    )
    assert done.returncode == 2
    assert b"standard input cannot be read as text" in done.stderr


def test_a_failure_of_the_kit_itself_is_no_verdict(monkeypatch, capsys):
    from haiway_conformance import explain
    from haiway_conformance.cli import main

    def fails(_):
        raise RuntimeError("the kit is broken")

    monkeypatch.setattr(explain, "explanation", fails)
    with pytest.raises(SystemExit) as ended:
        main(["explain", "tasks/result"])
    assert ended.value.code == 3
    told = capsys.readouterr().err
    assert "RuntimeError: the kit is broken" in told
    assert "Error: the kit itself failed, as shown above, so nothing is said about an" in told


def test_an_interruption_is_no_verdict_whatever_is_interrupted(monkeypatch, capsys):
    from haiway_conformance import explain
    from haiway_conformance.cli import main

    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(explain, "explanation", interrupted)
    with pytest.raises(SystemExit) as ended:
        main(["explain", "tasks/result"])
    assert ended.value.code == 130
    assert capsys.readouterr().err == "Error: interrupted\n"
