"""The command: it shows the run again, and says whether it is the same."""

import json
import os
import platform
import subprocess
import sys
from dataclasses import replace
from importlib import metadata

import pytest
from click.testing import CliRunner
from haiway_conformance.adapter import Implementation, resolve
from haiway_conformance.cli import main
from haiway_conformance.judgement.counterexample import counterexample, fingerprint_of
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.token import Token
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Scope, Sleep, Spawn, Wait, Yield
from haiway_conformance.simulated_loop import Canonical, RandomWalk
from haiway_conformance.suite.monitoring.theme import Theme
from haiway_conformance.suite.random_programs import random_program
from replayed import token_of

REFERENCE = "haiway_reference"
PROGRAM = Program((Scope("s", (Spawn("t", (Wait("p"), Sleep(1))), Yield(), Wait("q"))),))


def command(*arguments: str, standard_input: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["replay", *arguments], input=standard_input)
    return result.exit_code, result.output


def test_the_same_run_is_shown_again_and_said_to_be_the_same():
    token = token_of(REFERENCE, PROGRAM, RandomWalk(3))
    code, output = command(token, "--target", REFERENCE)
    run = execute(resolve(REFERENCE), PROGRAM, RandomWalk(3))
    assert code == 0
    assert output == (
        f"haiway-conformance {metadata.version('haiway-conformance')} (haiway_reference)"
        f" on Python {platform.python_version()}\n"
        "a counterexample, of clause scopes/exit-awaits-tasks\n\n"
        "what the clause asks (MUST):\n"
        "    The exit of a scope MUST complete only after every task of the scope has ended,"
        " clean-up\n    included, however long that clean-up takes.\n\n"
        f"{counterexample(run, 'm', adapter=resolve(REFERENCE)).text}\n\n"
        f"replayed: exactly the same trace, of {len(run.trace)} events\n"
    )


def test_a_token_is_read_from_standard_input():
    token = token_of(REFERENCE, PROGRAM)
    assert command("-", "--target", REFERENCE, standard_input=f"{token}\n")[0] == 0


def test_an_implementation_that_does_something_else_shows_another_trace():
    token = token_of("replayed:Forgetful", PROGRAM)
    code, output = command(token, "--target", REFERENCE)
    assert code == 1
    _, _, said = output.partition("replayed: another trace\n")
    assert said.splitlines()[1].startswith("    the first event that differs is number ")
    assert "    another implementation: it was tiny 1, this is haiway-conformance" in said


def test_the_first_event_that_differs_is_the_first_one():
    wrong = resolve("replayed:Forgetful")
    token = token_of(REFERENCE, PROGRAM)
    there = list(execute(resolve(REFERENCE), PROGRAM, Canonical()).trace)
    here = list(execute(wrong, PROGRAM, Canonical()).trace)
    number = next(
        at for at, pair in enumerate(zip(there, here, strict=False)) if len(set(pair)) > 1
    )
    code, output = command(token, "--target", "replayed:Forgetful")
    assert code == 1
    assert f"the first event that differs is number {number + 1}; it is now: " in output


def test_what_is_different_around_the_same_trace_is_said():
    old = Implementation(REFERENCE, "haiway", "0.0.1")
    token = Token.from_text(token_of(REFERENCE, PROGRAM, implementation=old))
    token = replace(token, python="3.12.0a1", kit="0.0.1")
    code, output = command(token.to_text(), "--target", REFERENCE)
    assert code == 0
    kit = metadata.version("haiway-conformance")
    assert output.endswith(
        " events\n"
        f"    but another implementation: it was haiway 0.0.1, this is haiway-conformance {kit}.\n"
        f"    but another Python: it was 3.12.0a1, this is {platform.python_version()}.\n"
        f"    but another version of the kit: it was 0.0.1, this is {kit}.\n"
    )


def test_another_end_of_the_same_events_is_another_trace():
    token = Token.from_text(token_of(REFERENCE, PROGRAM))
    run = execute(resolve(REFERENCE), PROGRAM, Canonical())
    other = type(token.fingerprint).of(run.trace, "main did something else")
    code, output = command(replace(token, fingerprint=other).to_text(), "--target", REFERENCE)
    assert code == 1
    assert "the events are the same, but not the end, which is now: main returned." in output
    assert "nothing around it is known to differ." in output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("hwc1.AAAA", "--target", REFERENCE), "Error: this token is damaged"),
        (("what", "--target", REFERENCE), "Error: 'what' is no token"),
        (("TOKEN", "--target", "no_such_module"), "there is no module 'no_such_module'"),
        (("TOKEN", "--target", "json"), "Error: json cannot be judged: module 'json' has no `ctx`"),
        (("TOKEN",), "Missing option '--target'"),
        ((), "Missing argument 'TOKEN'"),
    ],
)
def test_bad_usage(arguments, words):
    token = token_of(REFERENCE, PROGRAM)
    code, output = command(*(token if each == "TOKEN" else each for each in arguments))
    assert code == 2
    assert words in output


REPLAY = """
import json, sys
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.counterexample import fingerprint_of
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.token import Token
from haiway_conformance.simulated_loop import ReplayChoices

for word in json.load(sys.stdin):
    token = Token.from_text(word)
    run = execute(resolve("haiway_reference"), token.program, ReplayChoices(token.deviations))
    print(fingerprint_of(run) == token.fingerprint, len(run.trace))
"""


def test_tokens_replay_exactly_in_another_process_with_another_hash_seed():
    adapter = resolve(REFERENCE)
    programs = [random_program(seed, Theme()) for seed in range(100)]
    runs = [execute(adapter, each, RandomWalk(seed)) for seed, each in enumerate(programs)]
    assert len({fingerprint_of(each).digest for each in runs}) > 80
    words = [counterexample(each, "m").token for each in runs]
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", REPLAY],
            env={**os.environ, "PYTHONHASHSEED": seed},
            input=json.dumps(words),
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == [w for each in runs for w in ("True", str(len(each.trace)))]
