"""What strategies draw: the same everywhere, in few draws, and all of it well formed."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from drawn_programs import MODULES, STRATEGIES, drawn
from haiway_conformance.programs import Program, script
from haiway_conformance.programs.operations import Scope, Spawn, Start
from haiway_conformance.programs.strategies import building

# Hypothesis has room for 8 KiB of choices; it works best far below that.
MOST_DRAWS = 200


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
def test_a_program_takes_few_draws(name, monkeypatch):
    counts = Counter()
    init = building._Drawing.__init__

    def counting(self, draw):
        def counted(strategy):
            counts[self] += 1
            return draw(strategy)

        init(self, counted)

    monkeypatch.setattr(building._Drawing, "__init__", counting)
    assert drawn.__wrapped__(name, 50, of_seed=2)
    assert 0 < max(counts.values()) < MOST_DRAWS


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


def test_every_module_of_strategies_is_known():
    assert {"scopes", "tasks"} <= set(MODULES)


if __name__ == "__main__":
    main()
