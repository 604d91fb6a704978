"""The script does what the counterexample does, and needs nothing of the kit but the runtime."""

import pytest
from click.testing import CliRunner
from haiway_conformance.adapter import EAGER, resolve
from haiway_conformance.cli import main
from haiway_conformance.judgement.execute import execute
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Await,
    CleanUp,
    Element,
    Fail,
    Forever,
    Process,
    Scope,
    Sleep,
    Source,
    Spawn,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Canonical, RandomWalk
from haiway_conformance.suite.monitoring.theme import Theme
from haiway_conformance.suite.random_programs import random_program
from replayed import token_of
from scripts import REFERENCE, ends_alike, run, script_of


def test_a_maintainer_reads_the_program_as_plain_code():
    program = Program(
        (
            Scope(
                "scope1",
                (
                    Spawn("t1", (CleanUp((Forever((Sleep(1),)),), (Wait("p1", "idle"),)),)),
                    Wait("p2", after="t1 began"),
                    Await("t1"),
                ),
            ),
        )
    )
    text = script_of(program, RandomWalk(2))
    assert text.startswith(
        '"""A counterexample that haiway-conformance found, of clause scopes/exit-awaits-tasks.\n'
    )
    assert "\nfrom haiway_reference import ctx\n" in text
    _, _, body = text.partition("@script.task('main')\nasync def main():\n")
    assert body.startswith(
        """\
    async with ctx.scope('scope1'):
        @script.task('t1')
        async def t1():
            script.reach('t1 began')
            try:
                while True:
                    await asyncio.sleep(1)
            finally:
                await script.wait('p1', 'idle')
            return script.result('t1')

        script.tasks['t1'] = ctx.spawn(t1)
        await script.wait('p2', after='t1 began')
        given_1 = await script.tasks['t1']
        script.say('t1 gave', given_1)
    script.say('out of scope1')


script.run(main())
"""
    )


def test_a_script_prints_what_happens_and_how_it_ends(tmp_path):
    program = Program((Scope("s", (Spawn("t", (Wait("p", "never"),)), Yield(), Fail("e1"))),))
    done = run(script_of(program), tmp_path)
    assert done.stdout == (
        "     0 s      1  main begins\n"
        "     0 s      2  t begins\n"
        "     0 s      2  waiting for p\n"
        "     0 s      3  cancelled while waiting for p\n"
        "     0 s      3  t ends with CancelledError\n"
        "     0 s      5  main ends with e1\n"
        "     0 s      6  the end; under way still: nothing\n"
        "the end: main raised e1\n"
    )


@pytest.mark.parametrize("number", range(6))
def test_a_script_ends_as_the_replay_in_another_process(number, tmp_path):
    program = random_program(number + 3, Theme())
    token = token_of(REFERENCE, program, RandomWalk(number))
    text = CliRunner().invoke(main, ["replay", token, "--script", "--target", REFERENCE])
    assert text.exit_code == 0
    done = run(text.output, tmp_path, hash_seed=f"{number}")
    said = done.stdout.splitlines()[-1]
    assert ends_alike(said, execute(resolve(REFERENCE), program, RandomWalk(number)))


@pytest.mark.parametrize(
    ("program", "ending"),
    [
        (
            Program((Scope("s", (Spawn("t", (Wait("p", "never"),)), Wait("q", "never"))),)),
            "the end: deadlock: nothing could run any more",
        ),
        (
            Program((Start("t", (Forever((Sleep(1),)),)), Wait("q", "never"))),
            "the end: livelock: main makes no step any more",
        ),
        (
            Program((Forever((Yield(),)),)),
            "the end: livelock: main goes on and on",
        ),
    ],
)
def test_a_script_that_never_ends_says_so(program, ending, tmp_path):
    done = run(script_of(program), tmp_path)
    assert done.stdout.splitlines()[-1] == ending
    assert len(done.stdout.splitlines()) < 400
    assert ends_alike(ending, execute(resolve(REFERENCE), program, Canonical()))


def test_a_script_uses_an_adapter_too(tmp_path):
    program = Program((Scope("s", (Spawn("t", (Wait("p"),)), Yield())), Sleep(1)))
    text = script_of(program, target="replayed:Forgetful")
    assert "\nimport replayed\n" in text
    assert "\nadapter = replayed.Forgetful()\n" in text
    assert "async with adapter.scope('s'):" in text
    assert run(text, tmp_path).stdout.endswith("the end: main returned\n")


def test_a_script_runs_under_eager_tasks_too(tmp_path):
    program = Program((Scope("s", (Spawn("t", (Wait("p"),)), Yield())),))
    text = script_of(program, target=f"{REFERENCE}{EAGER}")
    assert "\nfrom haiway_reference import ctx\n" in text
    assert "task_factory=asyncio.eager_task_factory" in text
    began = [line for line in run(text, tmp_path).stdout.splitlines() if line.endswith(" begins")]
    assert began == ["     0 s      1  main begins", "     0 s      1  t begins"]


@pytest.mark.parametrize("options", [(), ("--script",)])
def test_what_an_implementation_lacks_keeps_a_counterexample_from_being_replayed(options):
    program = Program((Scope("s", (Process("h", Source("list", (Element(),))), Wait("p"))),))
    arguments = ["replay", token_of(REFERENCE, program), "--target", "replayed:Forgetful"]
    result = CliRunner().invoke(main, [*arguments, *options])
    assert result.exit_code == 2
    assert "Error: replayed:Forgetful lacks process, which the program of this" in result.output
