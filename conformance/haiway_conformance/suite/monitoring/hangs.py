"""Find the clause that a program which never ends violates: `violated_by_hanging`.

A hang keeps the properties of all clauses from judging a run. Here the place where a task is stuck
tells which promise was broken: each rule holds for every program. Where none applies, the clause
whose program hung is charged.
"""

from collections.abc import Iterator, Mapping

from haiway_conformance.judgement import Run
from haiway_conformance.judgement.run import ENDED
from haiway_conformance.programs.operations import HelperCall, Merge, Process, Spawn
from haiway_conformance.programs.ownership import Place
from haiway_conformance.simulated_loop import Deadlock, Did, Event
from haiway_conformance.suite.monitoring.cancellation_reasons import may_be_cancelled
from haiway_conformance.suite.monitoring.history import History

__all__ = ("asked_by_two_at_once", "violated_by_hanging")

type _Violation = tuple[str, str]
"""A clause's id, and what happened instead of what it asks."""


def violated_by_hanging(history: History) -> Mapping[str, str]:
    """Find the clauses that a run violates because it never ends.

    Args:
        history: The run.

    Returns:
        From the ids of clauses to what happened instead. Empty if the run ended, or if the place
        where it hangs does not tell which clause it violates.
    """
    run = history.run
    if not run.hung or run.hung_exits():
        return {}  # whatever waits around an exit that hangs, waits because of it
    last = {each.task: each for each in run.trace}
    found = [*_never_begun(history)]
    for event in last.values():
        match event.did:
            case Did.SPAWNING:
                found += _stuck_in_spawn(history, event)
            case Did.AWAITS:
                found += _stuck_in_await(history, event)
            case Did.ASKS:
                found += _stuck_in_stream(history, event)
            case Did.HELPS if _all_wait(history, last, event.subject):
                found += _stuck_in_helper(history, event)
            case _:
                pass
    return dict(reversed(found))  # of several for one clause, the first is told


def _never_begun(history: History) -> Iterator[_Violation]:
    run = history.run
    if not isinstance(run.aftermath.ending, Deadlock):
        return
    end = len(run.trace)
    running = [task for task in history.tasks() if run.ended(task) is None]
    # Where tasks are let in only one by one, the next one waits for those that are running.
    clause = "tasks/concurrent" if running else "tasks/unawaited"
    beside = f"while {' and '.join(running)} waited" if running else "though nothing else could run"
    for spawned in run.trace.of(Did.SPAWNED):
        task = spawned.subject
        if run.began(task) is None and not may_be_cancelled(history, task, end):
            yield clause, f"{spawned.task} spawned task {task}, which never began {beside}"


def _stuck_in_spawn(history: History, spawning: Event) -> Iterator[_Violation]:
    task = spawning.subject
    if history.run.began(task) and not history.run.ended(task):
        yield (
            "tasks/concurrent",
            (
                f"{spawning.task} never got out of the call of `spawn`, while task {task}, which it"
                " had spawned, was waiting: the two can't run at the same time"
            ),
        )


def _stuck_in_await(history: History, awaits: Event) -> Iterator[_Violation]:
    ended = history.run.ended(awaits.subject)
    if ended is None or not _is_spawned(history, awaits.subject):
        return
    clause = {
        Did.RETURNED: "tasks/result",
        Did.FAILED: "failures/awaiter",
        Did.STOPPED: "cancellation/awaiting-cancelled",
    }.get(ended.did)
    if clause is not None:
        yield clause, f"{awaits.task} awaits task {awaits.subject} for ever, which has ended"


def _stuck_in_stream(history: History, asks: Event) -> Iterator[_Violation]:
    place = history.ownership.of(asks.subject)
    if place is None or place.scope is None:
        return  # outside any scope other clauses hold: `merge/no-scope`
    stream, trace = asks.subject, history.run.trace
    sources = {stream, f"{stream}.b", f"{stream}.c"}
    names = {f"source of {each}" for each in sources}
    ended = [each for each in trace.of(Did.RETURNED) if each.subject in names]
    failed = [each for each in trace.of(Did.FAILED) if each.subject in names]
    chapter = "merge" if isinstance(place.operation, Merge) else "streams"
    told = trace.of(Did.GOT, Did.ENDED, subject=stream)
    if asked_by_two_at_once(history.run, stream):
        if chapter == "streams":  # what merged streams do with two consumers is not specified
            yield (
                "streams/concurrent-requests-end",
                (
                    f"{asks.task} and another task asked stream {stream} for an item at the same"
                    f" time; {asks.task} waits for it for ever"
                ),
            )
    elif told and told[0].number < asks.number:
        yield (
            f"{chapter}/end",
            f"stream {stream} has ended for {told[0].task}, but {asks.task} waits for ever",
        )
    elif failed:
        yield (
            f"{chapter}/failure",
            f"{failed[0].subject} failed, but {asks.task} waits for an item for ever",
        )
    elif ended and isinstance(place.operation, Merge):
        operation = place.operation
        if not operation.exhaustive:
            yield "merge/ends", f"{ended[0].subject} ended, but {asks.task} waits for ever"
        elif len(ended) == len(operation.sources):
            yield (
                "merge/ends-exhaustive",
                f"all sources of {stream} ended, but {asks.task} waits for ever",
            )
    elif ended:
        yield (
            "streams/end",
            f"the generator of {stream} ended, but {asks.task} waits for an item for ever",
        )


def asked_by_two_at_once(run: Run, stream: str) -> bool:
    """Return whether a task asked a stream for an item while another one waited for one.

    Args:
        run: The run.
        stream: The stream's name.
    """
    waiting = set[str]()
    for each in run.trace:
        interrupted = each.did is Did.INTERRUPTED and each.subject == f"stream {stream}"
        if each.did is Did.ASKS and each.subject == stream:
            waiting.add(each.task)
            if len(waiting) > 1:
                return True
        elif interrupted or (each.did in (Did.ITEM, Did.ENDED, Did.GOT) and each.subject == stream):
            waiting.discard(each.task)
    return False


def _stuck_in_helper(history: History, helps: Event) -> Iterator[_Violation]:
    run = history.run
    place = history.ownership.of(helps.subject)
    if place is None or place.scope is None or not isinstance(place.operation, HelperCall):
        return
    call, chapter = (
        place.operation,
        "process" if isinstance(place.operation, Process) else "execute",
    )
    failed = [
        each for each in run.trace.of(Did.FAILED) if history.ownership.of(each.subject) == place
    ]
    of_source = [each for each in failed if each.subject == f"source of {call.helper}"]
    if of_source:
        yield (
            f"{chapter}/source-failure",
            f"the source of {call.helper} failed, but the helper never ends",
        )
    elif failed and not call.tolerant and call.source.ending == "silent":
        yield f"{chapter}/failure-noticed", f"{failed[0].subject} failed, but the helper never ends"
    elif failed and not call.tolerant:
        yield f"{chapter}/first-failure", f"{failed[0].subject} failed, but the helper never ends"
    elif any(each.number > helps.number for each in run.trace.of(Did.REQUESTS, subject=helps.task)):
        yield (
            f"{chapter}/caller-cancelled",
            f"{helps.task} was cancelled in its call of {call.helper}, which never ends",
        )
    elif spawned := _outliving(history, place):
        yield (
            f"{chapter}/handler-tasks",
            (
                f"task {spawned.subject}, which {spawned.task} spawned, may go on after the call of"
                f" {call.helper}; but that never ends, though no handler call is left"
            ),
        )
    else:
        yield from _with_a_free_place(history, call, chapter)


def _with_a_free_place(history: History, call: HelperCall, chapter: str) -> Iterator[_Violation]:
    """Find that a helper, whose calls all wait, has a place for an element that it could have."""
    trace = history.run.trace
    source = [each for each in trace if each.task == f"source of {call.helper}"]
    if (source and source[-1].did is Did.WAITS) or call.source.kind == "set" or call.source.stream:
        return  # the helper may be waiting for it; equal elements of a set are one
    running = most = begun = 0
    for each in trace.of(Did.BEGAN, *ENDED):
        if each.subject.startswith(f"{call.helper}["):
            running += 1 if each.did is Did.BEGAN else -1
            begun += each.did is Did.BEGAN
            most = max(most, running)
    if running < call.limit and begun < len(call.source.elements):
        yield (
            f"{chapter}/{'reaches-limit' if most < call.limit else 'refills'}",
            (
                f"with a limit of {call.limit}, only {running} handler calls of {call.helper} are"
                f" unfinished, which all wait; but of {len(call.source.elements)} elements only"
                f" {begun} had their call"
            ),
        )


def _outliving(history: History, helper: Place) -> Event | None:
    """Find a task that is due to a handler and runs on, if its helper's calls have all ended."""
    run, of = history.run, history.ownership.of
    due = {each.subject for each in run.trace.of(Did.BEGAN) if of(each.subject) == helper}
    if not all(map(run.ended, due)):
        return None
    for spawned in run.trace.of(Did.SPAWNED):
        if spawned.task in due:
            if run.ended(spawned.subject) is None:
                return spawned
            due.add(spawned.subject)
    return None


def _all_wait(history: History, last: Mapping[str, Event], helper: str) -> bool:
    """Tell if all unfinished calls of a helper, and its source, would end if they were cancelled.

    One that is stuck in something else keeps its helper from ending, and is charged itself. A
    source that has given an element waits too: to be asked for the next one.
    """
    place = history.ownership.of(helper)
    return all(
        last[each.subject].did in (Did.WAITS, Did.READ)
        for each in history.run.trace.of(Did.BEGAN)
        if history.ownership.of(each.subject) == place and history.run.ended(each.subject) is None
    )


def _is_spawned(history: History, task: str) -> bool:
    place = history.ownership.of(task)
    return place is not None and isinstance(place.operation, Spawn)
