"""The explorer counts programs, runs, premises and unclean runs, and shrinks what it found."""

import pytest
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement import Explorer, Findings, KitError, Profile, Violation, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Fail, Scope, Sleep, Spawn, Wait, Yield
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.monitoring.theme import Theme
from haiway_conformance.suite.random_programs import cancelled_programs
from wrong_adapters import AwaitsWithoutCancelling, LeavesTimers, RightSoFar

REFERENCE = resolve("haiway_reference")
PROFILE = Profile("small", programs=3, schedules=4)

ONE_SCHEDULE = Program((Scope("s", (Yield(),)),))
MANY_SCHEDULES = Program(
    (Scope("s", (Spawn("t", (Wait("p"), Wait("q"))), Wait("r"), Sleep(1), Wait("u"))),)
)
HANGS_IN_EXIT = Program((Scope("s", (Spawn("t", (Wait("never", "never"),)), Yield())),))


def explorer(adapter=REFERENCE, seed=0):
    return Explorer(adapter, seed=seed, profile=PROFILE)


def explored(explore, *programs, **options):
    return [run for program in programs for run in explore(program, **options)]


def test_nothing_was_found_before_anything_was_run():
    found = explorer().findings()
    assert (found.programs, found.schedules, found.met) == (0, 0, 0)
    assert found.hygiene == found.unclean == {}


def test_a_program_runs_under_the_canonical_schedule_and_then_under_others():
    explore = explorer()
    runs = explored(explore, MANY_SCHEDULES)
    assert len(runs) == PROFILE.schedules
    assert runs[0].deviations == {}
    assert any(run.deviations for run in runs[1:])
    assert (explore.findings().programs, explore.findings().schedules) == (1, 4)


def test_a_program_that_leaves_nothing_to_choose_runs_once():
    explore = explorer()
    assert len(explored(explore, ONE_SCHEDULE)) == 1
    assert explore.findings().schedules == 1


def test_a_program_counts_once_when_it_meets_the_premise():
    explore = explorer()
    for run in explore(MANY_SCHEDULES):
        assert run.premise(True) is True
        assert run.premise(0) is False
    for run in explore(ONE_SCHEDULE):
        run.premise(None)
    found = explore.findings()
    assert (found.programs, found.met) == (2, 1)


def test_a_premise_that_was_met_counts_though_the_property_complains():
    explore = explorer()

    def complaining():
        for run in explore(MANY_SCHEDULES):
            run.premise(True)
            expect(False, "no")

    with pytest.raises(Violation):
        complaining()
    assert (explore.findings().met, explore.findings().schedules) == (1, 1)


def test_the_digest_tells_programs_and_their_order_apart():
    def digest(*programs, **options):
        explore = explorer(**options)
        explored(explore, *programs)
        return explore.findings().digest

    assert digest(ONE_SCHEDULE, MANY_SCHEDULES) == digest(ONE_SCHEDULE, MANY_SCHEDULES)
    digests = [
        digest(),
        digest(ONE_SCHEDULE),
        digest(MANY_SCHEDULES),
        digest(ONE_SCHEDULE, MANY_SCHEDULES),
        digest(MANY_SCHEDULES, ONE_SCHEDULE),
    ]
    assert len(set(digests)) == len(digests)
    assert digest(MANY_SCHEDULES, seed=1) == digest(MANY_SCHEDULES), "of programs, not schedules"


def test_the_seed_decides_on_the_schedules():
    def deviations(seed):
        return [run.deviations for run in explored(explorer(seed=seed), MANY_SCHEDULES)]

    assert deviations(1) == deviations(1) != deviations(2)


def test_a_program_that_never_ends_violates_every_clause_but_may_be_asked_for():
    hangs = Program((Wait("never", "never"),))
    with pytest.raises(Violation, match="never ends"):
        explored(explorer(), hangs)
    assert [run.hung for run in explored(explorer(), hangs, any_ending=True)] == [True]


def test_a_hang_for_want_of_cancelling_is_told_to_the_clause_about_it_alone():
    explore = explorer(AwaitsWithoutCancelling())
    assert explored(explore, HANGS_IN_EXIT) == []
    assert explore.findings().schedules > 0
    with pytest.raises(Violation, match="never ends"):
        explored(explorer(AwaitsWithoutCancelling()), HANGS_IN_EXIT, about_exit=True)


def test_a_program_is_run_again_only_if_something_was_found_in_it():
    explore = explorer()
    seen = explored(explore, ONE_SCHEDULE, ONE_SCHEDULE)
    assert len(seen) == explore.findings().programs == 1
    explore.note(Violation("in any of them"), lambda single: None)
    assert len(explored(explore, ONE_SCHEDULE)) == 1
    before = len(explored(explore, MANY_SCHEDULES, once=True))
    assert len(explored(explore, MANY_SCHEDULES, once=True)) == before == 1, "at random each time"


def test_hygiene_is_judged_after_every_run():
    explore = Explorer(LeavesTimers(), seed=7, profile=PROFILE, hygiene_budget=lambda _: 10_000)
    explored(explore, MANY_SCHEDULES, ONE_SCHEDULE, HANGS_IN_EXIT)
    found = explore.findings()
    assert found.hygiene["hygiene/no-timers"] == 3
    assert found.hygiene["hygiene/no-orphans"] == 3
    assert list(found.unclean) == ["hygiene/no-timers"]
    assert found.unclean["hygiene/no-timers"].size == 1, "no more than a scope is needed"


def test_hygiene_is_not_judged_where_the_program_misuses_the_implementation():
    explore = explorer(LeavesTimers())
    explored(explore, ONE_SCHEDULE, hygiene=False)
    assert explore.findings().hygiene == explore.findings().unclean == {}


def test_what_was_observed_is_told_in_order_and_once():
    explore = explorer()
    for answer in ("this way", "that way", "this way"):
        explore.observe(answer)
    assert explore.findings().observed == ("that way", "this way")


def test_an_answer_says_that_the_question_arose():
    explore = explorer()
    for run in explore(MANY_SCHEDULES):
        if run.deviations:
            explore.observe("this way")
    explored(explore, ONE_SCHEDULE)
    found = explore.findings()
    assert (found.programs, found.met) == (2, 1)


def test_a_counterexample_needs_a_run():
    with pytest.raises(KitError, match="before it ran"):
        explorer().counterexample(explorer().failed_run(Violation("no")))


def test_the_counterexample_is_of_the_run_in_which_the_property_complained():
    explore = explorer(RightSoFar())
    explored(explore, MANY_SCHEDULES)
    next(iter(explore(Program((Fail("e"),)))))
    found = explore.counterexample(explore.failed_run(Violation("a sentence")))
    assert found.message == "a sentence"
    assert found.size == 1
    assert "main raised e" in found.text


def test_findings_survive_being_sent_to_another_process():
    explore = explorer(LeavesTimers())
    explored(explore, MANY_SCHEDULES)
    explore.observe("this way")
    found = explore.findings()
    assert Findings.from_json(found.to_json()) == found


def test_programs_that_are_nearly_alike_are_run_once_each_at_random():
    explore = explorer()
    runs = explored(explore, *[MANY_SCHEDULES] * 6, once=True)
    assert len(runs) == 6
    assert any(run.deviations for run in runs)
    assert len({str(run.deviations) for run in runs}) > 1, "each has a walk of its own"
    again = explored(explorer(), *[MANY_SCHEDULES] * 6, once=True)
    assert [run.deviations for run in again] == [run.deviations for run in runs]


def test_as_many_programs_are_sampled_as_the_budget_has():
    profile = Profile("small", programs=3, schedules=4, requests=5)
    explore = Explorer(REFERENCE, seed=7, profile=profile)

    def draw(seed):
        assert seed == 7
        while True:
            yield ONE_SCHEDULE

    assert len([*explore.sampled(draw)]) == 5
    assert len([*explore.sampled(draw, 4)]) == 20


def test_an_outside_request_is_shrunk_with_its_program_and_nothing_is_sampled_meanwhile():
    profile = Profile("small", programs=3, schedules=4, requests=200)
    explore = Explorer(REFERENCE, seed=7, profile=profile)

    def monitor(explore):
        for _ in explore.seeds():
            complain(explore, ONE_SCHEDULE)
        for program in explore.sampled(lambda seed: cancelled_programs(seed, Theme())):
            complain(explore, program)

    def complain(explore, program):
        for run in explore(program, any_ending=True, about_exit=True, once=True):
            stopped = run.trace.first(Did.STOPPED, subject="main")
            expect(stopped is None, "main was cancelled")

    with pytest.raises(Violation) as raised:
        monitor(explore)
    failed = explore.failed_run(raised.value)
    last = explore.shrink(failed, monitor, any_program=True)
    text = explore.counterexample(last).text
    assert "cancel main from outside while it waits" in text
    assert explore.counterexample(last).size == 3, text


class Needing(Program):
    """A program that says which capabilities it needs."""

    needs = frozenset({"scope", "spawn", "stream"})


def test_a_program_that_needs_a_missing_capability_is_not_run():
    explore = Explorer(REFERENCE, seed=0, profile=PROFILE, present=frozenset({"scope"}))
    assert explored(explore, Needing(ONE_SCHEDULE.main)) == []
    assert len(explored(explore, ONE_SCHEDULE)) == 1
    found = explore.findings()
    assert (found.programs, found.schedules) == (1, 1)
    assert found.lacking == ("spawn", "stream")
    assert Findings.from_json(found.to_json()) == found


def test_a_program_is_run_if_nothing_is_missing():
    explore = explorer()
    assert len(explored(explore, Needing(ONE_SCHEDULE.main))) == 1
    assert explore.findings().lacking == ()


def test_a_program_in_which_a_right_implementation_shows_the_same_is_left_out():
    """Nothing was added to asyncio there, so the implementation is not charged with it."""

    def demanding(explore):
        for program in (ONE_SCHEDULE, MANY_SCHEDULES):
            for run in explore(program):
                run.premise(True)
                expect(run.program.size > ONE_SCHEDULE.size, "a program has more operations")

    def note(explore):
        with pytest.raises(Violation) as raised:
            demanding(explore)
        return explore.note(raised.value, demanding)

    profile = Profile("small", programs=3, schedules=4)
    assert note(Explorer(RightSoFar(), seed=7, profile=profile))
    explore = Explorer(RightSoFar(), seed=7, profile=profile, oracles=[REFERENCE])
    assert not note(explore)
    assert explore.findings().met == 0
    assert explore.findings().left_out == 1
    demanding(explore)
    assert explore.findings().met == 1, "the other program is judged"
