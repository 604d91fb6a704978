"""The counterexample: a text for people, whose format is fixed here, and a token for machines."""

import platform
import re
from importlib import metadata

from haiway_conformance.adapter import Implementation
from haiway_conformance.judgement.counterexample import counterexample, fingerprint_of
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.token import Token
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    CleanUp,
    Forever,
    Scope,
    Sleep,
    Spawn,
    Wait,
    Yield,
)
from haiway_conformance.simulation import Canonical, RandomWalk, Tape
from wrong_adapters import AwaitsWithoutCancelling, NeitherCancelsNorAwaits

WRONG = NeitherCancelsNorAwaits()
PROGRAM = Program(
    (
        Scope("s", (Spawn("t", (CleanUp((Wait("p", "idle"),), (Sleep(1),)),)), Yield(), Wait("q"))),
        Sleep(2),
    )
)

TEXT = """\
the program:
    scope s:
        spawn task t:
            try:
                wait for p, which completes last
            finally:
                sleep 1 s
        sleep(0)
        wait for q
    sleep 2 s

the schedule: canonical: points complete one at a time, in the order in which they were asked for

what happened, a column per task (t: virtual seconds, i: loop iteration):
       t    i  main                | t
       0    1  began               |
               entering s          |
               entered s           |
               spawns t: s         |
               spawned t           |
       0    2                      | began
                                   | waits p
               waits q             |
       0    4  goes on q           |
               exiting s: normally |
               exited s: normally  |
               waits sleep 2 s     |
       0    6                      | goes on p
                                   | cleans up
                                   | waits sleep 1 s
       1    8                      | goes on sleep 1 s
                                   | cleaned up
                                   | returned
       2   10  goes on sleep 2 s   |
               returned            |

the end: main returned
"""


def test_the_text_of_a_failing_run():
    found = counterexample(execute(WRONG, PROGRAM, Canonical()), "task t outlived scope s")
    assert found.message == "task t outlived scope s"
    assert found.size == PROGRAM.size
    assert found.text == TEXT.rstrip("\n")


def test_the_text_says_how_a_run_never_ended():
    never = Program((Scope("s", (Spawn("t", (Wait("never", "never"),)), Yield())),))
    run = execute(AwaitsWithoutCancelling(), never, Canonical())
    assert counterexample(run, "m").text.endswith(
        "the end: deadlock: nothing could run any more."
        " main is in the exit of scope s; t waits for never."
    )
    ticks = Program((Scope("s", (Spawn("t", (Forever((Sleep(1),)),)), Yield())),))
    text = counterexample(execute(AwaitsWithoutCancelling(), ticks, Canonical()), "m").text
    assert re.search(r"\n +\.\.\. [\d,]+ events more \.\.\.\n", text), "most of it is left out"
    assert len(text.splitlines()) < 150
    assert "the end: livelock: main made no step in 1,001 iterations." in text


def test_the_text_says_how_far_the_schedule_deviates():
    run = next(
        run
        for run in (execute(WRONG, PROGRAM, RandomWalk(seed)) for seed in range(50))
        if run.deviations
    )
    text = counterexample(run, "m").text
    deviations = f"{len(run.deviations)} deviations from the canonical one"
    assert f"{deviations}, in {run.questions} choices" in text


def test_the_text_has_nothing_that_differs_from_run_to_run():
    """No addresses, no machine's paths, no counters that go on from run to run."""

    class Breaks(NeitherCancelsNorAwaits):
        def spawn(self, function, /, *args, **kwargs):
            task = super().spawn(function, *args, **kwargs)
            raise ValueError(f"{task!r} {object()!r}")

    texts = {counterexample(execute(Breaks(), PROGRAM, Canonical()), "m").text for _ in range(3)}
    (text,) = texts
    assert not re.search(r"0x[0-9a-f]+|Task-\d", text)
    assert "/tmp" not in text
    assert "ValueError" in text


def test_the_token_holds_what_was_run_and_what_came_of_it():
    mine = Implementation("mine:Mine", "mine", "1.0")
    for seed in range(20):
        run = execute(WRONG, PROGRAM, RandomWalk(seed))
        found = counterexample(run, "m", implementation=mine, clause="scopes/exit-awaits-tasks")
        token = Token.from_text(found.token)
        assert token.program == PROGRAM
        assert token.deviations == run.deviations
        assert token.implementation == mine
        assert token.clause == "scopes/exit-awaits-tasks"
        assert token.python == platform.python_version()
        assert token.kit == metadata.version("haiway-conformance")
        again = execute(WRONG, token.program, Tape(token.deviations))
        assert list(again.trace) == list(run.trace)
        assert fingerprint_of(again) == token.fingerprint
        assert counterexample(again, "m") == counterexample(run, "m")


def test_tokens_are_short():
    run = execute(WRONG, PROGRAM, Canonical())
    assert len(counterexample(run, "m").token) < 600
    ticks = Program((Scope("s", (Spawn("t", (Forever((Sleep(1),)),)), Yield())),))
    long = execute(AwaitsWithoutCancelling(), ticks, Canonical())
    assert len(long.trace) > 500
    assert len(counterexample(long, "m").token) < 600
