"""The README shows what the commands print, and commands that exist."""

import configparser
import json
import os
import re
import subprocess
import sys
from difflib import unified_diff
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")

# A line of its own with these dots stands for any number of lines.
ELISION = "..."

# A larger HTML report, in bytes, opens slowly on a phone.
LARGEST_PAGE = 2_000_000


def shown() -> list[tuple[str, list[str]]]:
    """The kit's commands in README whose output it shows, with that output."""
    blocks = re.findall(
        r"^```console\n\$ (haiway.*?)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE
    )
    return [(command, output.splitlines()) for command, output in blocks]


def neutral(line: str) -> str:
    """A line without what differs between environments: the interpreter's version."""
    return re.sub(r"Python 3\.\d+\.\d+\S*", "Python 3", line).rstrip()


def printed(command: str, folder: Path) -> list[str]:
    program, *arguments = command.split()
    assert program == "haiway-conformance"
    done = subprocess.run(
        [sys.executable, "-m", "haiway_conformance", *arguments],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name != "COLUMNS"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == (0 if "reference" in command else 1), done.stderr
    return done.stdout.splitlines()


def test_both_verdicts_and_a_failure_are_shown() -> None:
    assert [command for command, _ in shown()] == [
        "haiway-conformance certify haiway",
        "haiway-conformance certify haiway --clause scopes/exit-cancels-tasks",
        "haiway-conformance certify haiway_reference",
    ]


@pytest.mark.skipif(
    sys.version_info < (3, 13, 2),
    reason="asyncio's TaskGroup was mended in 3.13.2 (gh-128550), which changes haiway's verdict",
)
@pytest.mark.parametrize(("command", "output"), shown(), ids=[each for each, _ in shown()])
def test_what_is_shown_is_what_is_printed(command: str, output: list[str], tmp_path: Path) -> None:
    written = f"{command} --output {tmp_path} --format html"
    actual = [neutral(line) for line in printed(written, tmp_path)]
    assert (tmp_path / "report.html").stat().st_size < LARGEST_PAGE
    position = 0
    pieces = "\n".join(map(neutral, output)).split(f"\n{ELISION}\n")
    for number, piece in enumerate(pieces):
        lines = piece.split("\n")
        places = [
            place
            for place in range(position, len(actual))
            if actual[place : place + len(lines)] == lines
        ]
        assert places, "\n".join(
            ["this is shown in README, but not printed there:", *unified_diff(lines, actual)]
        )
        assert number or places[0] == 0, "what is shown must begin where the output begins"
        position = places[0] + len(lines)
    assert position == len(actual), "what is shown must end where the output ends"


def test_a_counterexample_is_replayed_and_written_as_a_script(tmp_path: Path) -> None:
    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, *arguments]
        return subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)

    kit = ("-m", "haiway_conformance")
    clause = ("--clause", "scopes/exit-cancels-tasks", "--profile", "quick")
    assert command(*kit, "certify", "haiway", *clause, "--output", "report").returncode == 1
    report = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
    (token,) = [each["token"] for each in report["clauses"] if "token" in each]
    lines = re.findall(r"^haiway-conformance (replay .*)$", README, re.MULTILINE)
    replay, script = [
        line.replace("TOKEN", token).replace("your_module", "haiway") for line in lines
    ]

    again = command(*kit, *replay.split())
    assert again.returncode == 0, again.stderr
    assert again.stdout.splitlines()[-1].startswith("replayed: exactly the same trace, of ")
    assert "a counterexample, of clause scopes/exit-cancels-tasks\n" in again.stdout

    write, _, file = script.partition(" > ")
    (tmp_path / file).write_text(command(*kit, *write.split()).stdout, encoding="utf-8")
    end = command(file).stdout.splitlines()[-1]
    assert re.match("the end: (livelock|deadlock): ", end)
    assert f"\n{end}. " in again.stdout


def test_commands_in_shell_blocks_exist() -> None:
    tox = configparser.ConfigParser()
    tox.read(ROOT / "tox.ini")
    words = "\n".join(re.findall(r"^```sh\n(.*?)^```$", README, re.DOTALL | re.MULTILINE))
    environments = re.findall(r"tox -e (\S+)", words)
    assert environments == ["certify", "certify"]
    assert all(f"testenv:{name}" in tox for name in environments)
    assert tox["testenv:certify"]["commands"].startswith(
        "haiway-conformance certify --jobs auto {posargs:"
    )


def test_the_exit_codes_are_all_told() -> None:
    rows = re.findall(r"^\| ([\d, ]+) \|", README, re.MULTILINE)
    assert {int(code) for row in rows for code in row.split(", ")} == {0, 1, 2, 3, 130, 143}


def test_a_project_is_set_up_and_its_gate_holds(tmp_path: Path) -> None:
    def command(*arguments: str) -> int:
        words = [sys.executable, "-m", "haiway_conformance", *arguments]
        return subprocess.run(words, cwd=tmp_path, capture_output=True, check=False).returncode

    assert command("init", "--profile", "quick") == 0
    tox = configparser.ConfigParser()
    tox.read(tmp_path / "tox.ini")
    (_, *gate, _) = tox["testenv:conformance"]["commands"].split()
    gate += ["--profile", "quick", "--clause", "scopes/late-spawn"]
    gate += ["--clause", "scopes/outer-tasks-go-on"]
    listed = tmp_path / "known_failures.toml"
    text = listed.read_text(encoding="utf-8")
    assert command(*gate) == 0
    entry = re.search(r'(?m)^\["scopes/late-spawn"\]\n.*\n', text)
    assert entry is not None
    listed.write_text(text.replace(entry[0], ""), encoding="utf-8")  # as if it failed anew
    assert command(*gate) == 1
    passes = '["scopes/outer-tasks-go-on"]\nreason = "it passes"\n'
    listed.write_text(f"{text}\n{passes}", encoding="utf-8")
    assert command(*gate) == 1
