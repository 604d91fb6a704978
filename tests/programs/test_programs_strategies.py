"""What strategies draw: the same everywhere, each program for itself, all of it well formed."""

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
from haiway_conformance.programs.operations import Scope, Sleep, Spawn, Start


def main():
    """What the other processes print."""
    for name in STRATEGIES:
        for program in drawn(name, 5):
            sys.stdout.write(f"{name} {program.to_text()}\n")


def test_the_same_seed_draws_the_same_programs_in_every_process():
    """Whatever the hash seed, and whether Hypothesis believes that it runs in CI."""

    def told(hash_seed, **more):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, **more}
        return subprocess.run(
            [sys.executable, Path(__file__)], env=environment, check=True, capture_output=True
        ).stdout

    first = told("1")
    assert first == told("4321", CI="true")
    assert len(set(first.splitlines())) > 2 * len(STRATEGIES)


@pytest.mark.parametrize("name", STRATEGIES)
def test_a_program_s_choices_are_all_drawn(name, monkeypatch):
    """Were there not enough of them, the rest of a program would always be the same."""
    counts = Counter()
    number = builder._Drawing.number

    def counted(self, low, high):
        counts[self] += 1
        assert high - low < 256, "a choice is one byte"
        return number(self, low, high)

    monkeypatch.setattr(builder._Drawing, "number", counted)
    assert drawn_by(STRATEGIES[name], 50, of_seed=2)
    assert 0 < max(counts.values()) < builder.CHOICES


def test_programs_are_not_made_of_the_ones_before():
    """They are if choices are drawn one by one: of six programs, five show nothing new."""
    choices = [[each.seconds for each in program] for program in drawn_by(throws, 60, of_seed=2)]
    alike = [one == other for pair in pairwise(choices) for one, other in zip(*pair, strict=True)]
    assert 0.45 < sum(alike) / len(alike) < 0.55


@builder.programs
def throws(build):
    """Throws of a coin, of which nothing depends on another."""
    return tuple(Sleep(build.number(0, 1)) for _ in range(20))


@pytest.mark.parametrize("name", STRATEGIES)
def test_names_are_unique_in_a_program(name):
    """A name stands for one task, scope or resource: events are told apart by it."""
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
