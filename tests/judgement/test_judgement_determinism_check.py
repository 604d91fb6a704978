"""An implementation that is not deterministic is noticed."""

import logging
from dataclasses import replace
from itertools import count
from uuid import uuid4

import haiway_reference
import pytest
from haiway_conformance.adapter import ModuleAdapter, resolve
from haiway_conformance.judgement import Explorer, Profile, Violation
from haiway_conformance.judgement.counterexample import fingerprint_of
from haiway_conformance.judgement.determinism_check import DeterminismCheck
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.timeline_with_reasons import timeline_with_reasons
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Catch, Log, Scope, Sleep, Spawn, Wait, Yield
from haiway_conformance.simulated_loop import Canonical, Did, RandomWalk
from wrong_adapters import RightSoFar

TWO = Program((Scope("s", (Spawn("a", (Sleep(1),)), Spawn("b", (Sleep(1),)), Yield())),))


class Forgets(RightSoFar):
    """Cancels the tasks of every second scope in the opposite order: a legal thing to do."""

    def __init__(self):
        self.scopes = count()

    async def end(self, tasks):
        await super().end(tasks[:: 1 if next(self.scopes) % 2 else -1])


def explorer(adapter, programs=60):
    return Explorer(adapter, seed=0, profile=Profile("tiny", programs=programs, schedules=3))


def test_runs_of_the_reference_are_the_same_each_time():
    reference = resolve("haiway_reference")
    check = DeterminismCheck(reference)
    for seed in range(20):
        check.check(execute(reference, TWO, RandomWalk(seed)))
    assert check.difference == ""


def test_the_first_event_that_differs_is_told():
    check = DeterminismCheck(adapter := Forgets())
    check.check(execute(adapter, Program((Scope("s", (Spawn("a", (Yield(),)),)),)), Canonical()))
    assert check.difference == "", "one task is cancelled in one order only"
    check.check(execute(adapter, TWO, Canonical()))
    first, _, second = check.difference.partition("; and then: ")
    assert first.startswith("event ")
    assert "was first: b interrupted" in first
    assert second.startswith("a interrupted")


class Numbers(RightSoFar):
    """Numbers its scopes, and refuses to spawn."""

    def __init__(self):
        self.numbers = count(1)

    def spawn(self, function, /, *args, **kwargs):
        message = f"scope{next(self.numbers)} is full"
        raise RuntimeError(message)


def test_a_number_in_a_message_of_the_implementation_is_no_difference():
    check = DeterminismCheck(adapter := Numbers())
    run = execute(adapter, Program((Catch((*TWO.main, Yield()), "exception"),)), Canonical())
    assert "scope1 is full" in "".join(each.detail for each in run.trace)
    check.check(run)
    assert check.difference == ""
    assert timeline_with_reasons(run, adapter).explained


def test_the_end_may_be_all_that_differs():
    check = DeterminismCheck(RightSoFar())
    run = execute(RightSoFar(), TWO, Canonical())
    hangs = execute(RightSoFar(), Program((Wait("never", "never"),)), Canonical())
    check.check(replace(run, aftermath=hangs.aftermath))
    assert check.difference.startswith("the end was first: deadlock: ")
    assert check.difference.endswith("; and then: main returned")


def test_a_sample_of_programs_is_run_twice():
    class Counting(RightSoFar):
        def scope(self, name, /, *state):
            scopes.append(name)
            return super().scope(name, *state)

    scopes = []
    explore = explorer(Counting())
    for number in range(1, 70):
        before = len(scopes)
        runs = len(list(explore(Program((*TWO.main, *([Yield()] * number))))))
        again = len(scopes) - before - runs
        assert again == (number in (1, 4, 16, 64)), number


def test_the_run_that_violates_is_in_the_sample():
    explore = explorer(Forgets())
    list(explore(Program((Yield(),))))
    assert explore.findings().unrepeatable == ""
    with pytest.raises(Violation):
        next(violating(explore))
    explore.shrink(explore.failed_run(Violation("no")), lambda single: None, any_program=False)
    assert "interrupted" in explore.findings().unrepeatable


def violating(explore):
    for _ in explore(TWO):
        raise Violation("no")
        yield


def test_a_run_is_recalled_only_if_the_implementation_is_not_deterministic():
    for adapter, expected in ((RightSoFar(), None), (Forgets(), "no")):
        explore = explorer(adapter)
        assert explore.recall() is None
        with pytest.raises(Violation) as raised:
            next(violating(explore))
        explore.note(raised.value, lambda single: None)
        list(explorer(adapter)(TWO))
        recalled = explore.recall()
        assert (recalled and recalled.violation.sentence) == expected


def test_what_an_implementation_writes_into_its_records_is_no_sign_of_chance():
    """Numbers that count on, times, UUIDs and addresses are not what the clauses look at."""

    numbers = count()

    class Logs(ModuleAdapter):
        def __init__(self):
            super().__init__(haiway_reference)

        def log_info(self, message, /, *arguments, **more):
            extra = {"request": next(numbers), "id": uuid4(), "at": f"{id(object()):x}"}
            logging.getLogger("app").info("[%s] %s", next(numbers), message, extra=extra)

    adapter = Logs()
    check = DeterminismCheck(adapter)
    program = Program((Scope("s", (Log("m"), Scope("u", (Log("m"),)))),))
    run = execute(adapter, program, Canonical())
    check.check(run)
    assert not check.difference
    assert fingerprint_of(run) == fingerprint_of(execute(adapter, program, Canonical()))
    assert len({each.detail for each in run.trace.of(Did.SAW, subject="log")}) == 1
