"""What is checked after every run, whatever the property: the clauses of chapter `hygiene`."""

from collections.abc import Iterator
from dataclasses import dataclass

from haiway_conformance.judgement.asyncio_itself import keeps_request_of_failed_group
from haiway_conformance.judgement.run import Run
from haiway_conformance.programs.interpreter import Imbalance
from haiway_conformance.programs.operations import Merge, Open
from haiway_conformance.simulation import Did

__all__ = ("Check", "checks")

# What asyncio says of a generator that it had to close when the program was over.
_AS_THE_LOOP_CLOSED = "an error occurred during closing of asynchronous generator"


@dataclass(frozen=True, slots=True)
class Check:
    """What one clause says of one run.

    Attributes:
        clause: The clause's id.
        met: Whether the run met its premise.
        complaint: What is unclean, in a sentence; None if nothing is.
    """

    clause: str
    met: bool
    complaint: str | None


def checks(run: Run) -> Iterator[Check]:
    """Check what a run left behind.

    Args:
        run: The run. One that never ended has left nothing behind yet: it is not judged.
    """
    if run.hung:
        return
    spawned = run.trace.first(Did.SPAWNED) is not None
    entered = run.trace.first(Did.ENTERED) is not None
    left = run.aftermath
    yield _check(
        "hygiene/no-orphans",
        spawned,
        "when the outermost scope had been exited, there was still alive:"
        f" {', '.join(run.orphans)}",
        unclean=run.orphans,
    )
    # That a generator was left open is another clause: generators-closed, or source-closed.
    told = [each for each in left.unretrieved if not each.startswith(_AS_THE_LOOP_CLOSED)]
    yield _check(
        "hygiene/no-unretrieved",
        spawned,
        f"the loop's exception handler was told: {'; '.join(told)}",
        unclean=told,
    )
    yield _check(
        "hygiene/coroutines-awaited",
        spawned,
        f"Python warned: {'; '.join(left.never_awaited)}",
        unclean=left.never_awaited,
    )
    # What is left in the middle of a sleep is another clause, and the timer is the program's.
    midway = any(run.ended(each.subject) is None for each in run.trace.of(Did.BEGAN))
    yield _check(
        "hygiene/no-timers",
        entered,
        f"when the outermost scope had been exited, {left.timers} timers were still set",
        unclean=left.timers and not midway,
    )
    unbalanced = [each for each in run.unbalanced if not _is_asyncios_own(each)]
    yield _check(
        "hygiene/cancelling-balanced",
        entered,
        "; ".join(map(_unbalanced, unbalanced)),
        unclean=unbalanced,
    )
    generators = _generators(run)
    began = [each for each in generators if run.began(each)]
    open_ = sorted(each for each in began if run.ended(each) is None)
    yield _check(
        "hygiene/generators-closed",
        bool(began),
        f"when the outermost scope had been exited, generators were still open: {open_}",
        unclean=open_,
    )
    held = {name: each.held_by[0] for name, each in run.passages.items() if each.held_by}
    yield _check(
        "hygiene/no-cycles",
        any(each.through for each in run.passages.values()),
        "; ".join(
            f"what left {name} is in a reference cycle with a frame of {function}"
            for name, function in held.items()
        ),
        unclean=held,
    )


def _generators(run: Run) -> list[str]:
    """The generators of streams and merges, by the names under which their events are recorded."""
    generators = {each.subject for each in run.trace.of(Did.ITEM)}
    opened = {each.subject for each in run.trace.of(Did.OPENS)}
    if not opened:
        return sorted(generators)
    for each in run.program:
        if isinstance(each, Open):
            generators.add(f"source of {each.stream}")
        elif isinstance(each, Merge):
            owners = (each.stream, f"{each.stream}.b", f"{each.stream}.c")
            for owner, source in zip(owners, each.sources, strict=False):
                if source.kind != "async iterator":  # which nobody can close
                    generators.add(f"source of {owner}")
    return sorted(generators - opened)


def _is_asyncios_own(imbalance: Imbalance) -> bool:
    return imbalance.tasks_failed and keeps_request_of_failed_group()


def _unbalanced(imbalance: Imbalance) -> str:
    return (
        f"after {imbalance.stretch}, `cancelling()` of task {imbalance.task} was"
        f" {imbalance.after}, before it {imbalance.before}, and nobody had asked the task to stop"
    )


def _check(clause: str, met: bool, complaint: str, *, unclean: object) -> Check:  # noqa: FBT001
    return Check(clause, met, complaint if unclean else None)
