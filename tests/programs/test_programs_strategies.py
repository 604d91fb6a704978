"""Strategies draw the same programs everywhere, independent of each other and well formed."""

import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from drawn_programs import STRATEGIES, drawn, drawn_by
from haiway_conformance.programs import Program, script
from haiway_conformance.programs.drawing import builder
from haiway_conformance.programs.operations import Scope, Sleep, Spawn, Start, StartEagerly


def main():
    """Print programs of all strategies, for the test that compares two processes."""
    for name in STRATEGIES:
        for program in drawn(name, 5):
            sys.stdout.write(f"{name} {program.to_text()}\n")


def test_the_same_seed_draws_the_same_programs_in_every_process():
    """Neither the hash seed nor running in CI, which Hypothesis detects, makes a difference."""

    def printed(hash_seed, **more):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, **more}
        return subprocess.run(
            [sys.executable, Path(__file__)], env=environment, check=True, capture_output=True
        ).stdout

    first = printed("1")
    assert first == printed("4321", CI="true")
    assert len(set(first.splitlines())) > 2 * len(STRATEGIES)


@pytest.mark.parametrize("name", STRATEGIES)
def test_there_are_enough_choices_for_every_program(name, monkeypatch):
    """If the bytes ran out, the rest of a program would always be the same."""
    counts = Counter()
    number = builder._Drawing.number

    def counted(self, low, high):
        counts[self] += 1
        assert high - low < 256, "a choice is one byte"
        return number(self, low, high)

    monkeypatch.setattr(builder._Drawing, "number", counted)
    assert drawn_by(STRATEGIES[name], 50, of_seed=2)
    assert 0 < max(counts.values()) < builder.CHOICES - 1  # the last one decides about eager tasks


def test_one_program_in_five_has_eager_tasks():
    eager = [each.main[0] == StartEagerly() for each in drawn_by(tosses, 400, of_seed=2)]
    assert 0.14 < sum(eager) / len(eager) < 0.26


def test_programs_are_not_variations_of_the_one_before():
    """They are if choices are drawn one by one: five programs in six show nothing new."""
    choices = [
        [each.seconds for each in program if each != StartEagerly()]
        for program in drawn_by(tosses, 60, of_seed=2)
    ]
    alike = [one == other for pair in pairwise(choices) for one, other in zip(*pair, strict=True)]
    assert 0.45 < sum(alike) / len(alike) < 0.55


@builder.programs
def tosses(build):
    """Draw twenty independent tosses of a coin."""
    return tuple(Sleep(build.number(0, 1)) for _ in range(20))


@pytest.mark.parametrize("name", STRATEGIES)
def test_names_are_unique_in_a_program(name):
    """Events refer to tasks, scopes and resources by their names."""
    for program in drawn(name, 20):
        names = Counter(each for operation in program for each in _names(operation))
        assert max(names.values(), default=1) == 1, script(program)


def _names(operation):
    match operation:
        case Scope():
            yield operation.name
            yield from (each.name for each in operation.resources)
        case Spawn() | Start():
            yield operation.task


@pytest.mark.parametrize("name", STRATEGIES)
def test_a_strategy_says_what_it_draws(name):
    assert STRATEGIES[name].__doc__
    assert all(isinstance(each, Program) for each in drawn(name, 5))


def test_the_strategies_of_all_properties_are_found():
    chapters = {name.partition(".")[0] for name in STRATEGIES}
    assert {"scopes", "tasks", "helpers", "consumers"} <= chapters
    assert len(STRATEGIES) > 150


if __name__ == "__main__":
    main()
