"""Counterexamples: the format of their text, and their token."""

import platform
import re
from importlib import metadata

from haiway_conformance.adapter import Implementation
from haiway_conformance.judgement.counterexample import (
    counterexample,
    described_run,
    fingerprint_of,
)
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
from haiway_conformance.simulated_loop import Canonical, RandomWalk, ReplayChoices
from wrong_adapters import AwaitsWithoutCancelling, NeitherCancelsNorAwaits

WRONG = NeitherCancelsNorAwaits()
PROGRAM = Program(
    (
        Scope("s", (Spawn("t", (CleanUp((Wait("p", "idle"),), (Sleep(1),)),)), Yield(), Wait("q"))),
        Sleep(2),
    )
)


def test_the_text_of_a_failing_run():
    run = execute(WRONG, PROGRAM, Canonical())
    found = counterexample(run, "task t outlived scope s", adapter=WRONG, minimal=True)
    assert found.message == "task t outlived scope s"
    assert found.size == PROGRAM.size
    assert found.text == described_run(run, WRONG, minimal=True)
    assert found.text.splitlines()[:3] == [
        "the end: main returned",
        "",
        "minimal: no operation and no deviation can be dropped",
    ]
    assert " 2  10  goes on sleep 2 s   |                   | a timer fires\n" in found.text


def test_without_the_implementation_no_reasons_are_shown():
    run = execute(WRONG, PROGRAM, Canonical())
    text = counterexample(run, "m").text
    assert " 2  10  goes on sleep 2 s   |\n" in text
    assert "why" not in text
    assert "minimal" not in text


class Moody(NeitherCancelsNorAwaits):
    """Does something else every second time."""

    times = 0

    def spawn(self, function, /, *args, **kwargs):
        self.times += 1
        if self.times % 2:
            return super().spawn(function, *args, **kwargs)
        raise RuntimeError("not today")


def test_what_is_not_repeatable_is_shown_without_reasons_and_said_to_be():
    moody = Moody()
    run = execute(moody, PROGRAM, Canonical())
    text = counterexample(run, "m", adapter=moody).text
    assert "\n\nwhy it happened is not known: when the same program was run again" in text
    assert " 2  10  goes on sleep 2 s   |\n" in text
    assert "not today" not in text


def test_the_text_says_how_a_run_never_ended():
    never = Program((Scope("s", (Spawn("t", (Wait("never", "never"),)), Yield())),))
    run = execute(AwaitsWithoutCancelling(), never, Canonical())
    assert " ".join(counterexample(run, "m").text.split()).startswith(
        "the end: deadlock: nothing could run any more."
        " main is in the exit of scope s; t waits for never."
    )
    ticks = Program((Scope("s", (Spawn("t", (Forever((Sleep(1),)),)), Yield())),))
    text = counterexample(execute(AwaitsWithoutCancelling(), ticks, Canonical()), "m").text
    assert re.search(r"\n +\.\.\. [\d,]+ more rows like these 2, until t=\d+$", text)
    assert len(text.splitlines()) < 30
    assert "the end: livelock: main makes no step any more." in text


def test_the_text_says_how_far_the_schedule_deviates():
    run = next(
        run
        for run in (execute(WRONG, PROGRAM, RandomWalk(seed)) for seed in range(50))
        if run.deviations
    )
    text = counterexample(run, "m").text
    plural = "s" if len(run.deviations) > 1 else ""
    deviations = f"{len(run.deviations)} deviation{plural} from the canonical one"
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
        again = execute(WRONG, token.program, ReplayChoices(token.deviations))
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
