"""The check that properties of streams share."""

from haiway_conformance.judgement import Run, expect
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.consumers.checks import delivered, expect_items_in_order, sources_of

__all__ = ("expect_all_delivered",)


def expect_all_delivered(run: Run, stream: str = "s1") -> bool:
    """Check that items are in order, and that all were delivered if the stream ended.

    Returns:
        Whether any item was delivered.
    """
    expect_items_in_order(run, stream)
    source = sources_of(run, stream)[stream]
    got = run.trace.first(Did.GOT, subject=stream)
    expect(
        got is None or source.ending == "fails",
        f"the generator of stream {stream} did not fail, but asking the stream for an item"
        f" {got.detail if got else ''}",
    )
    if run.trace.first(Did.ENDED, subject=stream):
        expect(
            len(delivered(run, stream)) == len(source.elements),
            f"stream {stream} ended after {len(delivered(run, stream))} items; its generator gave"
            f" {len(source.elements)}",
        )
    return bool(delivered(run, stream))
