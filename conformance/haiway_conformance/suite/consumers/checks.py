"""What is asked of streams, merged ones included, by what consumers got of them."""

from haiway_conformance.judgement import Run, expect
from haiway_conformance.programs.operations import Merge, Open, Source
from haiway_conformance.simulation import Did, Event

__all__ = (
    "closed_by_exit",
    "delivered",
    "prefix_in_order",
    "source_of",
    "sources_of",
    "stayed_behind",
)

# So many items are shown before and after the first that is wrong.
SHOWN = 3


def sources_of(run: Run, stream: str = "s1") -> dict[str, Source]:
    """The sources of a stream, by what its items are named after."""
    for each in run.program:
        if isinstance(each, Open) and each.stream == stream:
            return {stream: each.source}
        if isinstance(each, Merge) and each.stream == stream:
            owners = (stream, f"{stream}.b", f"{stream}.c")
            return dict(zip(owners, each.sources, strict=False))
    return {}


def source_of(owner: str) -> str:
    """The name under which a source's events are recorded."""
    return f"source of {owner}"


def delivered(run: Run, stream: str = "s1") -> list[Event]:
    """The items that consumers of a stream got."""
    return run.trace.of(Did.ITEM, subject=stream)


def prefix_in_order(run: Run, stream: str = "s1") -> None:
    """Demand that of each source items are delivered in its order, none twice, none left out."""
    items = [each.detail for each in delivered(run, stream)]
    owners = sources_of(run, stream)
    strange = [item for item in items if item.partition("[")[0] not in owners]
    expect(not strange, f"stream {stream} delivered what no source of it gave: {strange}")
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


def stayed_behind(run: Run, stream: str = "s1") -> bool:
    """Demand that no source gave a thousand items while the consumer took its time."""
    for owner in sources_of(run, stream):
        # An endless source raises when it has given so many: nobody is to take those.
        too_far = run.trace.first(Did.FAILED, subject=source_of(owner))
        taken = [each for each in delivered(run, stream) if each.detail.startswith(f"{owner}[")]
        expect(
            too_far is None,
            f"the consumer had taken {len(taken)} items of stream {stream} and was busy, and"
            f" {too_far.detail if too_far else ''}: nothing stops it",
        )
    return bool(delivered(run, stream))


def closed_by_exit(run: Run, stream: str = "s1") -> bool:
    """Demand that each generator of a stream had ended when the scope that made it was exited.

    Args:
        run: The run.
        stream: The stream.

    Returns:
        Whether there was a generator that did not come to its end by itself.
    """
    opened = run.trace.first(Did.OPENS, subject=stream)
    exited = None if opened is None else run.exited(opened.detail)
    if opened is None or exited is None:
        return False
    met = False
    for owner in sources_of(run, stream):
        began, ended = run.began(source_of(owner)), run.ended(source_of(owner))
        if began is None:
            continue
        met = met or (ended is not None and ended.did is not Did.RETURNED)
        expect(
            ended is not None and ended.number < exited.number,
            f"scope {opened.detail}, in which stream {stream} was made, was exited"
            f" ({exited.detail}) before {source_of(owner)} had ended and cleaned up"
            f"{'' if ended else '; it never did'}",
        )
    return met
