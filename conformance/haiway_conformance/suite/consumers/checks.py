"""Checks and queries that properties of streams and of merged streams share.

A function named `expect_...` checks what a clause asks of a run; it returns whether the run met the
premise of the clause, where there is one. The stream under test is `s1` unless a name is given.
"""

from typing import Final

from haiway_conformance.judgement import Run, expect
from haiway_conformance.programs.operations import Merge, Open, OpenAgain, Source
from haiway_conformance.programs.operations.source_kinds import CLOSABLE
from haiway_conformance.simulated_loop import Did, Event

__all__ = (
    "cancelled_while_asking",
    "delivered",
    "expect_bounded",
    "expect_clean_up_completed",
    "expect_closed_by_exit",
    "expect_items_in_order",
    "source_name",
    "sources_of",
)

SHOWN: Final = 3
"""How many items a message shows before and after the first that is wrong."""


def sources_of(run: Run, stream: str = "s1") -> dict[str, Source]:
    """Return the sources of a stream, by the names that their items begin with.

    They are `s1` for a stream `s1`, and `s1`, `s1.b` and `s1.c` if it is merged. Those of a stream
    that is made of the same as another one are those of the other one, and so are those of a source
    that is a stream itself.
    """
    for each in run.program:
        if isinstance(each, OpenAgain) and each.stream == stream:
            return sources_of(run, each.of)
        if isinstance(each, Open) and each.stream == stream:
            return {stream: each.source}
        if isinstance(each, Merge) and each.stream == stream:
            owners = (stream, f"{stream}.b", f"{stream}.c")
            return {
                name: source
                for owner, given in zip(owners, each.sources, strict=False)
                for name, source in (
                    sources_of(run, given.stream) if given.stream else {owner: given}
                ).items()
            }
    return {}


def source_name(owner: str) -> str:
    """Return the name under which the events of a source are recorded."""
    return f"source of {owner}"


def delivered(run: Run, stream: str = "s1") -> list[Event]:
    """Return the events with which consumers got items of a stream."""
    return run.trace.of(Did.ITEM, subject=stream)


def cancelled_while_asking(run: Run, stream: str = "s1") -> bool:
    """Return whether a task was requested to cancel while it waited for an item of a stream.

    Whether it saw a CancelledError then is another question: the stream might have swallowed it.
    """
    for request in run.trace.of(Did.REQUESTS):
        before = (each for each in reversed(run.trace[: request.number]))
        last = next((each for each in before if each.task == request.subject), None)
        if last is not None and last.did is Did.ASKS and last.subject == stream:
            return True
    return False


def expect_items_in_order(run: Run, stream: str = "s1") -> None:
    """Check that each source's items are delivered in its order, none twice, none left out."""
    items = [each.detail for each in delivered(run, stream)]
    owners = sources_of(run, stream)
    strange = [item for item in items if item.partition("[")[0] not in owners]
    expect(
        not strange,
        f"stream {stream} delivered items that none of its sources gave: {strange}",
    )
    for owner in owners:
        own = [item for item in items if item.partition("[")[0] == owner]
        expected = [f"{owner}[{index}]" for index in range(len(own))]
        wrong = next((at for at in range(len(own)) if own[at] != expected[at]), 0)
        first = max(0, wrong - SHOWN)
        some = slice(first, wrong + SHOWN)
        before = "..., " if first else ""
        expect(
            own == expected,
            f"the generator gave {before}{', '.join(expected[some])}, and so on; of these, stream"
            f" {stream} delivered {before}{', '.join(own[some])}",
        )


def expect_bounded(run: Run, stream: str = "s1") -> bool:
    """Check that no source gave a thousand items while the consumer was busy."""
    for owner in sources_of(run, stream):
        # An endless source raises after a thousand items.
        too_far = run.trace.first(Did.FAILED, subject=source_name(owner))
        taken = [each for each in delivered(run, stream) if each.detail.startswith(f"{owner}[")]
        expect(
            too_far is None,
            f"the consumer had taken {len(taken)} items of stream {stream} and was busy, but"
            f" {too_far.detail if too_far else ''}: nothing holds the source back",
        )
    return bool(delivered(run, stream))


def expect_closed_by_exit(run: Run, stream: str = "s1") -> bool:
    """Check that a stream's generators had ended when the scope that made it was exited.

    Args:
        run: The run.
        stream: The stream.

    Returns:
        Whether there was a generator that did not end by itself.
    """
    opened = run.trace.first(Did.OPENS, subject=stream)
    exited = None if opened is None else run.exited(opened.detail)
    if opened is None or exited is None:
        return False
    met = False
    for owner, source in sources_of(run, stream).items():
        began, ended = run.began(source_name(owner)), run.ended(source_name(owner))
        if began is None or source.kind not in CLOSABLE:
            continue
        met = met or (ended is not None and ended.did is not Did.RETURNED)
        expect(
            ended is not None and ended.number < exited.number,
            f"scope {opened.detail}, in which stream {stream} was made, was exited"
            f" ({exited.detail}) before {source_name(owner)} had ended and cleaned up"
            f"{'' if ended else '; it never did'}",
        )
    return met


def expect_clean_up_completed(run: Run, stream: str = "s1") -> None:
    """Check that the clean-up of each generator of a stream, if it began, was completed.

    The exit of the scope may cut off a clean-up that began because the generator had ended.
    """
    for owner, source in sources_of(run, stream).items():
        began = run.trace.first(Did.CLEANS_UP, task=source_name(owner))
        done = run.trace.first(Did.CLEANED_UP, task=source_name(owner))
        expect(
            began is None or done or source.ending == "ends",
            f"{source_name(owner)} had begun to clean up, but its clean-up was cut off",
        )
