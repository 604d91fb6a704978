"""Reduction takes away everything that a violation does not need, and nothing else."""

from haiway_conformance.adapter import resolve
from haiway_conformance.judgement import Explorer, Profile, Violation, expect
from haiway_conformance.judgement.reduction import reduced, smaller
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Catch,
    CleanUp,
    Deadline,
    Element,
    Execute,
    Fail,
    InjectCancel,
    Log,
    Merge,
    Open,
    Process,
    Provided,
    Reach,
    Resource,
    Scope,
    Sleep,
    Source,
    Spawn,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.monitoring.theme import Theme
from haiway_conformance.suite.random_programs import random_program

WIDE = Program(
    (
        Start(
            "own",
            (
                Scope(
                    "outer",
                    (
                        Yield(),
                        Catch(
                            (Scope("inner", (Spawn("t", (Wait("p"), Fail("error", "falsy"))),)),)
                        ),
                        Process(
                            "h",
                            Source("generator", (Element(body=(Log("m"),)), Element())),
                            tolerant=True,
                        ),
                    ),
                    (Provided("A", "1"),),
                    (Resource("r", (Sleep(1),)),),
                ),
            ),
        ),
    )
)


def contains(kind):
    return lambda program: any(isinstance(each, kind) for each in program)


def test_what_is_not_needed_is_taken_away():
    fails = Program((Scope("outer", (Spawn("t", (Fail("error"),)),)),))
    assert reduced(WIDE, contains(Fail)) == fails, "a spawn stays in a scope"
    assert reduced(WIDE, contains(Scope)) == Program((Scope("outer", ()),))
    call = Process("h", Source("generator"))
    assert reduced(WIDE, contains(Process)) == Program((Scope("outer", (call,)),))


def test_many_equal_elements_are_made_simpler_and_fewer_together():
    tried = []

    def still(program):
        tried.append(program)
        return sum(isinstance(each, Process) for each in program) and count(program) >= 100

    def count(program):
        return sum(len(each.source.elements) for each in program if isinstance(each, Process))

    elements = (Element(), Element(body=(Yield(),))) * 200
    program = Program((Process("h", Source("list", elements)),))
    assert reduced(program, still) == Program((Process("h", Source("list", (Element(),) * 100)),))
    assert len(tried) < 20


def test_nothing_is_taken_away_from_what_can_not_be_smaller():
    assert reduced(WIDE, lambda _: False) == WIDE


def test_every_smaller_program_is_smaller_or_simpler():
    texts = [each.to_text() for each in smaller(WIDE)]
    assert len(set(texts)) == len(texts) > 15
    assert all(len(text) < len(WIDE.to_text()) for text in texts)
    assert all(Program.from_text(text).to_text() == text for text in texts)


def test_a_scope_around_spawns_is_kept_unless_there_is_another():
    only = Program((Scope("s", (Spawn("t"),)),))
    assert Program((Spawn("t"),)) not in smaller(only)
    nested = Program((Scope("s", (Scope("u", (Spawn("t"),)),)),))
    assert Program((Scope("s", (Spawn("t"),)),)) in smaller(nested)


def test_two_sources_of_a_merge_stay_two():
    merge = Program((Merge("m", (Source("async generator"), Source("async generator"))),))
    assert all(len(each.main) == 0 or len(each.main[0].sources) == 2 for each in smaller(merge))


def test_who_is_asked_from_outside_is_asked_sooner_when_something_is_taken_away():
    wait, sooner = Wait("p"), InjectCancel("main", "woken")
    tried = [*smaller(Program((InjectCancel("main", "woken", 2), wait, wait)))]
    assert Program((sooner, wait)) in tried
    assert Program((sooner, wait, wait)) in tried


def test_a_wait_says_no_more_than_it_has_to():
    assert Program((Sleep(1),)) in [*smaller(Program((Sleep(9_999),)))]
    assert [*smaller(Program((Wait("p1", "idle"),)))] == [Program(())], "it is not to come sooner"
    assert Program((Deadline(1, (Yield(),)),)) in [*smaller(Program((Deadline(9, (Yield(),)),)))]
    assert not [*smaller(Program((Wait("never", "never"),)))][1:]


def test_a_wait_for_what_nothing_reaches_any_more_is_one_that_never_completes():
    lost, kept, reached = (
        Wait("p1", after="exit of scope1"),
        Wait("p2", after="h1[0] began"),
        Wait("p3", after="ready"),
    )
    helper = Process("h1", Source("list", (Element(),)))
    program = Program((Spawn("t1", (lost, kept)), helper, reached, Reach("ready")))
    never = Wait("p1", "never")
    assert Program((Spawn("t1", (never, kept)), helper, reached, Reach("ready"))) in [
        *smaller(program)
    ]


def test_the_result_is_locally_minimal():
    def still(program):
        return contains(Execute)(program) and contains(Open)(program) and contains(CleanUp)(program)

    found = next(program for seed in range(1000) if still(program := random_program(seed, Theme())))
    small = reduced(found, still)
    assert still(small)
    assert not any(still(each) for each in smaller(small))
    assert small.size <= 5


def monitor(explore):
    """Complains of every failed task, in any program."""
    for seed in explore.seeds():
        for run in explore(random_program(seed, Theme(failing=True)), any_ending=True):
            for failed in run.trace.of(Did.FAILED):
                expect(not failed.subject.startswith("t"), f"task {failed.subject} failed")


def test_an_explorer_shows_the_smallest_run_that_is_violated():
    explore = Explorer(
        resolve("haiway_reference"), seed=1, profile=Profile("small", programs=90, schedules=4)
    )
    try:
        monitor(explore)
    except Violation as violation:
        programs = explore.findings().programs
        failed = explore.failed_run(violation)
        size = explore.counterexample(failed).size
        last = explore.shrink(failed, monitor, any_program=True)
        shown = explore.counterexample(last)
        assert shown.size <= 4 < size
        assert shown.message == last.violation.sentence
        assert "canonical" in shown.text
        assert explore.findings().programs == programs, "what was tried is not counted"
    else:
        raise AssertionError("no task failed in thirty programs")
