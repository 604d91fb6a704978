"""The exits of resources, and what they were told of the end of their scope."""

from asyncio import CancelledError
from collections.abc import Iterator

from haiway_conformance.judgement import Run
from haiway_conformance.judgement.raised import surfacing
from haiway_conformance.programs.execution import Failure, Visit, described
from haiway_conformance.programs.operations import Scope
from haiway_conformance.simulated_loop import Did, Event

__all__ = ("exits_after_all", "failures_in", "tells_of_a_cancellation", "told_in_words")


def exits_after_all(run: Run) -> Iterator[tuple[str, Visit, Event]]:
    """Yield the exits of resources, after everything else in their scopes had ended.

    One that comes earlier is a matter of `scopes/resources`, and can know less.
    """
    owners = {
        resource.name: scope.name
        for scope in run.program
        if isinstance(scope, Scope)
        for resource in scope.resources
    }
    for visit in run.visits:
        exiting = run.trace.first(Did.RESOURCE_EXITING, subject=visit.resource)
        if not visit.exits or exiting is None:
            continue
        scope = owners[visit.resource]
        ends = [run.ended(each) for each in run.tasks_of(scope)]
        if run.trace.first(Did.ENTERED, subject=scope):
            ends.append(run.exiting(scope))
        if all(each is not None and each.number < exiting.number for each in ends):
            yield scope, visit, exiting


def failures_in(error: object, *, context: bool = False) -> set[str]:
    """Return the names of the program's failures that surface with an exception.

    Args:
        error: The exception; with anything else nothing surfaces.
        context: True to include failures that are reached along `__context__`.
    """
    if not isinstance(error, BaseException):
        return set()
    found = surfacing(error, context=context)
    return {each.name for each in found if isinstance(each, Failure) and each.genuine}


def tells_of_a_cancellation(visit: Visit) -> bool:
    """Return whether the exit of a resource was told a CancelledError, or what carries one."""
    error = visit.told
    return isinstance(error, BaseException) and any(
        isinstance(each, CancelledError) for each in surfacing(error)
    )


def told_in_words(visit: Visit) -> str:
    """Return what the exit of a resource was told."""
    if isinstance(visit.told, BaseException):
        return described(visit.told)
    return "nothing" if visit.told is None else "an object that is no exception"
