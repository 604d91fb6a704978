"""Judge every run by the clauses of chapter hygiene, whatever the property: `checks`."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from haiway_conformance.judgement.run import ENDED, Run
from haiway_conformance.programs.execution import Imbalance, masked
from haiway_conformance.programs.operations import Merge, Open
from haiway_conformance.simulated_loop import Did
from haiway_conformance.simulated_loop.asyncio_itself import keeps_request_of_failed_group

__all__ = ("Check", "checks")

# The message of asyncio for a generator that it had to close when the program was over.
_AS_THE_LOOP_CLOSED = "an error occurred during closing of asynchronous generator"

_USES = (Did.ENTERED, Did.SPAWNED, Did.HELPED, Did.OPENS)


class Check(NamedTuple):
    """The judgement of one run by one clause.

    Attributes:
        clause: The clause's id.
        met: True if the run met its premise.
        complaint: A sentence that says what is unclean; None if nothing is.
    """

    clause: str
    met: bool
    complaint: str | None = None


def checks(run: Run) -> Iterator[Check]:
    """Judge what a run left behind.

    Args:
        run: The run.

    Yields:
        A check for each clause of the chapter; none if the run never ended, because it has not left
        anything behind yet.
    """
    if run.hung:
        return
    used = any(map(run.trace.of, _USES))
    yield Check("hygiene/no-unretrieved", used, _unretrieved(run))
    yield Check("hygiene/coroutines-awaited", used, _never_awaited(run))
    yield Check("hygiene/cancelling-balanced", used, _unbalanced(run))
    if not _left_open(run):
        yield Check("hygiene/no-orphans", used, _orphans(run))
        yield Check("hygiene/no-timers", used, _timers(run))
        began = _began(run)
        yield Check("hygiene/generators-closed", bool(began), _open(run, began))
    through = any(each.through for each in run.passages.values())
    yield Check("hygiene/no-cycles", through, _cycles(run))


def _left_open(run: Run) -> bool:
    """Tell if the program left a stream open outside any scope, so that no exit closes it."""
    opened = [each.subject for each in run.trace.of(Did.OPENS) if not each.detail]
    return any(
        run.trace.first(Did.ENDED, Did.GOT, subject=each) is None
        and run.trace.first(Did.SAW, subject=f"aclose of {each}") is None
        for each in opened
    )


def _orphans(run: Run) -> str | None:
    if not run.orphans:
        return None
    return (
        f"when the outermost scope had been exited, there was still alive: {', '.join(run.orphans)}"
    )


def _unretrieved(run: Run) -> str | None:
    # A generator that was left open is the subject of other clauses: generators-closed and
    # source-closed.
    told = [it for it in run.aftermath.unretrieved if not it.startswith(_AS_THE_LOOP_CLOSED)]
    return f"the loop's exception handler was told: {_counted(told)}" if told else None


def _never_awaited(run: Run) -> str | None:
    warned = run.aftermath.never_awaited
    return f"Python warned: {_counted(warned)}" if warned else None


def _counted(told: Iterable[str]) -> str:
    """Join sentences, each of which is there once, with the number of times it was told."""
    return "; ".join(
        f"{sentence} ({times:,} times)" if times > 1 else sentence
        for sentence, times in Counter(map(masked, told)).items()
    )


def _timers(run: Run) -> str | None:
    left = run.aftermath.timers
    # A task that was left in the middle of a sleep is the subject of another clause, and its timer
    # is the program's.
    if not left or any(run.ended(each.subject) is None for each in run.trace.of(Did.BEGAN)):
        return None
    return f"when the outermost scope had been exited, {left} timers were still set"


def _unbalanced(run: Run) -> str | None:
    unbalanced = [each for each in run.unbalanced if not _is_asyncios_own(each)]
    return "; ".join(map(_imbalance, unbalanced)) if unbalanced else None


def _open(run: Run, began: Collection[str]) -> str | None:
    if not began:
        return None
    ended = {event.subject for did in ENDED for event in run.trace.of(did)}
    left = sorted(each for each in began if each not in ended)
    if not left:
        return None
    return f"when the outermost scope had been exited, generators were still open: {left}"


def _cycles(run: Run) -> str | None:
    held = {name: each.held_by[0] for name, each in run.passages.items() if each.held_by}
    if not held:
        return None
    return "; ".join(
        f"what left {name} is in a reference cycle with a frame of {function}"
        for name, function in held.items()
    )


def _began(run: Run) -> Collection[str]:
    """Return the generators of streams and merges that began, by the names in their events."""
    generators = {each.subject for each in run.trace.of(Did.ITEM)}
    opened = {each.subject for each in run.trace.of(Did.OPENS)}
    if not (generators or opened):
        return generators
    if opened:
        for each in run.program:
            if isinstance(each, Open):
                generators.add(f"source of {each.stream}")
            elif isinstance(each, Merge):
                owners = (each.stream, f"{each.stream}.b", f"{each.stream}.c")
                for owner, source in zip(owners, each.sources, strict=False):
                    if source.kind != "async iterator":  # which can't be closed
                        generators.add(f"source of {owner}")
    generators -= opened
    return generators & {each.subject for each in run.trace.of(Did.BEGAN)}


def _is_asyncios_own(imbalance: Imbalance) -> bool:
    return imbalance.tasks_failed and keeps_request_of_failed_group()


def _imbalance(imbalance: Imbalance) -> str:
    return (
        f"after {imbalance.stretch}, `cancelling()` of task {imbalance.task} was"
        f" {imbalance.after}, before it {imbalance.before}, and nobody had asked the task to stop"
    )
