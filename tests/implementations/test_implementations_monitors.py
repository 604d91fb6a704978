"""Monitors of random programs do not judge what the specification leaves open."""

from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.execute import execute
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import CleanUp, Resource, Scope, Spawn, Wait
from haiway_conformance.simulated_loop import Did, ReplayChoices
from haiway_conformance.suite.monitoring.history import History
from haiway_conformance.suite.random_programs.monitors import MONITORS


def test_the_exit_of_the_outer_scope_may_reach_a_clean_up_in_the_inner_one():
    """Scope1 exits while scope2 does, and cancels its task, so that t3 is cancelled twice."""
    cleaning = CleanUp((Wait("never2", "never"),), (Wait("p2"),))
    inner = Scope("scope2", (Spawn("t3", (cleaning,)), Wait("p6")))
    beside = Scope("scope4", (), resources=(Resource("resource1"),))
    program = Program((Scope("scope1", (Spawn("t2", (inner,)), beside)),))
    run = execute(resolve("own_task_set:OwnTaskSet"), program, ReplayChoices({1: 1}))
    interrupted = run.trace.of(Did.INTERRUPTED, task="t3")
    assert [each.subject for each in interrupted] == ["never2", "p2"]
    MONITORS["cancellation/clean-up-runs"].holds(History(run))
