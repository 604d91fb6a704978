"""A tape of deviations shows again, event by event, what a walk found in a drawn program."""

import pytest
from drawn_programs import STRATEGIES, drawn
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.execute import execute
from haiway_conformance.simulated_loop import RandomWalk, ReplayChoices

REFERENCE = resolve("haiway_reference")


@pytest.mark.parametrize("name", STRATEGIES)
def test_a_tape_of_a_walks_deviations_gives_the_identical_run(name):
    for program in drawn(name, 4):
        for seed in range(3):
            run = execute(REFERENCE, program, RandomWalk(seed))
            again = execute(REFERENCE, program, ReplayChoices(run.deviations))
            assert list(again.trace) == list(run.trace)
            assert again.deviations == run.deviations
            assert again.questions == run.questions
            assert repr(again.aftermath.ending) == repr(run.aftermath.ending)


@pytest.mark.parametrize("name", STRATEGIES)
def test_a_tape_that_does_not_fit_stays_playable(name):
    tape = {number: 1 + number % 7 for number in range(200)}
    for program in drawn(name, 3):
        run = execute(REFERENCE, program, ReplayChoices(tape))
        assert list(execute(REFERENCE, program, ReplayChoices(run.deviations)).trace) == list(
            run.trace
        )
