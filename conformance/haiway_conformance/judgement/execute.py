"""Run a program once: `execute`."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial

from haiway_conformance.adapter import Adapter, capabilities
from haiway_conformance.judgement.cycles import passages_of
from haiway_conformance.judgement.raised import surfacing
from haiway_conformance.judgement.run import Run
from haiway_conformance.kit_error import KitError
from haiway_conformance.programs import Program
from haiway_conformance.programs.execution import Execution
from haiway_conformance.simulated_loop import (
    Choices,
    Complaints,
    HistoryAware,
    HistoryLoop,
    PatienceWithProgram,
    Progress,
    Recording,
    SimulatedLoop,
    Suspensions,
    Trace,
    is_wrapper,
    run_to_end,
)
from haiway_conformance.timeline import CauseLog

__all__ = ("execute",)


def execute(
    adapter: Adapter,
    program: Program,
    choices: Choices,
    premise: Callable[[object], bool] = bool,
    causes: CauseLog | None = None,
) -> Run:
    """Run a program once.

    Args:
        adapter: The implementation.
        program: The program.
        choices: Its schedule.
        premise: Becomes `Run.premise`.
        causes: Finds out the reasons for events; None where they are not shown.

    Returns:
        The run.

    Raises:
        KitError: If the program needs a capability that the implementation lacks.
    """
    with Complaints() as complaints:
        # What the run leaves behind is garbage when this call has returned.
        run = _execute(adapter, program, choices, premise, causes, complaints)
    aftermath = complaints.added_to(run.aftermath)
    return run if aftermath is run.aftermath else replace(run, aftermath=aftermath)


def _execute(  # noqa: PLR0917 - called once
    adapter: Adapter,
    program: Program,
    choices: Choices,
    premise: Callable[[object], bool],
    causes: CauseLog | None,
    complaints: Complaints,
) -> Run:
    recording = Recording(choices)
    make_loop, make_trace = (
        (SimulatedLoop, Trace) if causes is None else (causes.loop, causes.trace)
    )
    if isinstance(choices, HistoryAware):
        make_loop = partial(HistoryLoop, choices.history)
    loop = make_loop(recording, task_factory=adapter.task_factory)
    trace = make_trace(loop)
    asked = {name: Suspensions(loop) for name in program.injected_tasks}
    execution = Execution(adapter, loop, trace, _capabilities(adapter), asked)
    if causes is not None:
        causes.name_by(execution.known_as)
    try:
        main = execution.main(program)
    except KitError:
        loop.close()
        raise
    patience = PatienceWithProgram(Progress(trace))
    aftermath = run_to_end(loop, main, complaints, patience, when_ended=trace.close)
    orphans = [
        f"task {name}" if (name := execution.name_of_task(task)) else f"a task in {place}"
        for task, place in zip(aftermath.alive, aftermath.places, strict=True)
        if not (execution.is_own(task) or is_wrapper(task))
    ]
    error = getattr(aftermath.ending, "error", None)
    surfaced = {"main": error, **execution.raised} if error is not None else execution.raised
    # Under other schedules exceptions mostly take the same way, and to find it takes as long as to
    # run the program.
    passages = (
        {}
        if recording.deviations
        else passages_of({name: surfacing(each) for name, each in surfaced.items()})
    )
    lost = {}
    if execution.pasts:
        left = {id(each) for error in surfaced.values() for each in surfacing(error)}
        lost = {who: past.lost for who, past in execution.pasts.items() if id(past.error) in left}
    for late in execution.refused_late:
        late.__traceback__ = None  # its frames hold the coroutine that was refused
    bodies = [each.error for each in execution.bodies.values()]
    told = [each.told for each in execution.visits if isinstance(each.told, BaseException)]
    for each in [*surfaced.values(), *bodies, *told]:
        _forget_frames(each)
    return Run(
        program,
        trace,
        replace(aftermath, alive=()) if aftermath.alive else aftermath,
        recording.deviations,
        loop.forced,
        recording.asked,
        execution.raised,
        execution.bodies,
        tuple(execution.visits),
        tuple(execution.refused_late),
        lost,
        tuple(execution.balance.imbalances),
        tuple(orphans),
        passages,
        execution.inline,
        premise,
    )


@lru_cache(maxsize=8)
def _capabilities(adapter: Adapter) -> frozenset[str]:
    """Return the capabilities of an adapter; finding them takes as long as a small run."""
    return capabilities(adapter)


def _forget_frames(error: BaseException | None) -> None:
    """Release the frames that an exception holds, and with them loop and tasks.

    A run is kept while the next one is made. The objects that it holds by then are moved to an
    older generation of the garbage collector, where those of thousands of runs would pile up.
    """
    for each in surfacing(error, context=True):
        each.__traceback__ = None
