"""Requests to stop that are answered by ending as if nobody had asked: who waits is stopped still.

That a handler or a task returns when it is asked to stop is its own affair. The request was made to
the task that waits for it, and is delivered there. (A generator may run in the task of who consumes
it: what it catches may be the consumer's own request.)
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.strategies import answered_requests as draw
from haiway_conformance.simulation import Did
from haiway_conformance.suite.runner import request_to_runner


@clause("cancellation/not-swallowed")
@pytest.mark.needs("process", "execute")
@given(program=draw.answered_in_handlers())
def test_a_helper_stops_though_its_handlers_return(explore: Explorer, program: Program) -> None:
    """If this fails: does a helper return what it has, since nothing was cut off?"""
    _stopped_still(explore, program)


@clause("cancellation/not-swallowed")
@pytest.mark.needs("spawn")
@given(program=draw.answered_in_tasks())
def test_a_scope_stops_though_its_tasks_return(explore: Explorer, program: Program) -> None:
    """If this fails: does a scope all of whose tasks ended well count as left well?"""
    _stopped_still(explore, program)


def _stopped_still(explore: Explorer, program: Program) -> None:
    for run in explore(program, any_ending=True):
        request, ended = request_to_runner(run), run.ended("runner")
        if request is None:
            continue
        caught = [each.task for each in run.trace.of(Did.CAUGHT) if each.number > request.number]
        if ended is None:
            run.must_end()  # what keeps others from ending is another clause
        elif run.premise(caught):
            expect(
                ended.did is Did.STOPPED,
                f"runner was asked to stop, {', '.join(caught)} caught that and went on, and runner"
                f" did not end cancelled: it {ended.did} {ended.detail}".rstrip(),
            )
