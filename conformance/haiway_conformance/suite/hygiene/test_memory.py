"""`hygiene/memory`: what has ended is not kept until its scope ends.

Many short tasks, calls of a handler and streams end in a scope that goes on, as in a service.
"""

import pytest

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.suite.hygiene import worked_programs


@pytest.mark.haiway_needs("spawn")
@clause("hygiene/memory")
def test_tasks_that_have_ended_are_not_kept(explore: Explorer) -> None:
    """If this fails, check whether a scope keeps every task until its exit."""
    explore.work(worked_programs.spawn_many_short_tasks)


@pytest.mark.haiway_needs("process", "async-sources")
@clause("hygiene/memory")
def test_elements_that_were_handled_are_not_kept(explore: Explorer) -> None:
    """If this fails, check whether the helper keeps every call, or its result, until it returns."""
    explore.work(worked_programs.call_a_handler_often)


@pytest.mark.haiway_needs("stream")
@clause("hygiene/memory")
def test_streams_that_have_ended_are_not_kept(explore: Explorer) -> None:
    """If this fails, check whether a scope keeps every stream until its exit."""
    explore.work(worked_programs.read_many_streams)
