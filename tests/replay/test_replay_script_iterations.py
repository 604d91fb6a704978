"""Scripts of counterexamples: they end in the same loop iteration as the run."""

import ast
import contextlib
import io
import sys
from itertools import count, islice

import pytest
from drawn_programs import STRATEGIES, drawn
from example_programs import EXAMPLES, KINDS
from haiway_conformance.adapter import capabilities, resolve
from haiway_conformance.judgement import execute as executing
from haiway_conformance.judgement.counterexample import counterexample
from haiway_conformance.judgement.ending import ending_of
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.token import Token
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Await,
    Element,
    Fail,
    InjectCancel,
    Process,
    Reach,
    Scope,
    Source,
    Spawn,
    Wait,
)
from haiway_conformance.replay.runtime import Script
from haiway_conformance.replay.standalone import standalone
from haiway_conformance.simulated_loop import Canonical, RandomWalk, SimulatedLoop, Trace
from haiway_conformance.suite.monitoring.theme import Theme
from haiway_conformance.suite.random_programs import cancelled_programs, random_program
from scripts import REFERENCE, ends_alike, run, script_of


@pytest.fixture
def same(monkeypatch):
    """Runs a program and its script, and compares how, when and in which iteration they end."""
    ended = []

    class Loop(SimulatedLoop):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            ended[:] = [self]

    class ClosedTrace(Trace):
        def close(self):
            ended[1:] = [(ended[0].iteration, ended[0].time())]
            super().close()

    monkeypatch.setattr(executing, "SimulatedLoop", Loop)
    monkeypatch.setattr(executing, "Trace", ClosedTrace)

    say_end = Script.end

    def compare(target, program, choices):
        found = execute(resolve(target), program, choices)
        token = Token.from_text(counterexample(found, "m").token)
        text = standalone(token, resolve(target), target)
        names = {"__name__": "counterexample"}
        noted, said = [], io.StringIO()

        def end(script):
            noted.append((script.loop.iteration, script.loop.time()))
            say_end(script)

        monkeypatch.setattr(Script, "end", end)
        with contextlib.redirect_stdout(said):
            exec(text, names)
        text_said = said.getvalue()
        last = text_said[text_said.rindex("the end: ") :].rstrip()
        assert ends_alike(last, found), (last, ending_of(found), text)
        assert noted == ended[1:], text

    return compare


def test_there_is_an_example_of_each_operation():
    assert set(EXAMPLES) == set(KINDS)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_every_operation_is_written(kind, same):
    for seed in range(3):
        same("example_programs:WithSimpleHelpers", EXAMPLES[kind][0], RandomWalk(seed))


@pytest.mark.parametrize("name", STRATEGIES)
def test_scripts_of_drawn_programs_run_in_the_same_iterations(name, same):
    for seed, program in enumerate(drawn(name, 2)):
        same(REFERENCE, program, RandomWalk(seed))


def test_scripts_of_random_programs_run_in_the_same_iterations(same):
    for seed in range(100):
        same(REFERENCE, random_program(seed, Theme()), RandomWalk(seed))


def test_scripts_end_as_runs_do_with_an_implementation_that_forgets_its_tasks(same):
    has = capabilities(resolve("replayed:Forgetful"))
    drawn = (random_program(seed, Theme()) for seed in count())
    programs = (each for each in drawn if each.needs <= has and each.size > 3)
    for seed, program in enumerate(islice(programs, 25)):
        same("replayed:Forgetful", program, RandomWalk(seed))


def test_scripts_of_programs_with_requests_run_in_the_same_iterations(same):
    programs = cancelled_programs(0, Theme())
    for seed, program in enumerate(islice(programs, 0, 1_000, 7)):
        same(REFERENCE, program, RandomWalk(seed))


def test_a_request_is_made_in_the_script_as_it_was_in_the_run(tmp_path):
    body = (Spawn("t", (Wait("p"), InjectCancel("main", "woken"))), Wait("q", "idle"))
    done = run(script_of(Program((Scope("s", body), Wait("r")))), tmp_path)
    assert done.stdout == (
        "     0 s      1  main begins\n"
        "     0 s      1  waiting for q\n"
        "     0 s      2  t begins\n"
        "     0 s      2  waiting for p\n"
        "     0 s      4  p is there\n"
        "     0 s      4  t returns\n"
        "     0 s      7  main is cancelled from outside\n"
        "     0 s      7  cancelled while waiting for q\n"
        "     0 s      7  main ends with CancelledError\n"
        "     0 s      8  the end; under way still: nothing\n"
        "the end: main raised CancelledError\n"
    )


def test_scripts_import_the_implementation_and_the_runtime_alone():
    imported = set()
    for seed in range(20):
        tree = ast.parse(script_of(random_program(seed, Theme())))
        for each in ast.walk(tree):
            if isinstance(each, ast.ImportFrom):
                imported.add(each.module)
            elif isinstance(each, ast.Import):
                imported |= {name.name for name in each.names}
    ours = {name for name in imported if name.split(".")[0] not in sys.stdlib_module_names}
    assert ours == {
        "haiway_conformance.replay.runtime",
        "haiway_reference",
        "haiway_reference.helpers.concurrent",
    }


@pytest.mark.parametrize(
    "name",
    [
        "a 'b' \"c\"",
        "{print('no')}",
        "{name}",
        "a\nb\\",
        '"""',
        "class",
        "main",
        "ctx",
        "1",
        "ü",
        "",
    ],
)
def test_names_are_no_code(name, same):
    """Tokens come from strangers."""
    element = Element(body=(Wait(name), Reach(name)))
    program = Program(
        (
            Scope(
                f"{name}1",
                (
                    Spawn(name, (Wait("p", after=f"entered {name}1"), Wait("q", after=name))),
                    Process(f"{name}2", Source("async generator", (element, element, element))),
                    Wait("late", after=f"{name}2[1] began"),
                    Await(name, "shield"),
                    Fail(name),
                ),
            ),
        )
    )
    same(REFERENCE, program, Canonical())
