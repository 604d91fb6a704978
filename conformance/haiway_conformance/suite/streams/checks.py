"""What is asked of streams, merged ones included, by what consumers got of them."""

from haiway_conformance.judgement import Run, expect
from haiway_conformance.simulation import Did
from haiway_conformance.suite.consumers.checks import delivered, prefix_in_order, sources_of

__all__ = ("all_delivered",)


def all_delivered(run: Run, stream: str = "s1") -> bool:
    """Demand order, and that a stream that has come to its end has delivered all."""
    prefix_in_order(run, stream)
    source = sources_of(run, stream)[stream]
    got = run.trace.first(Did.GOT, subject=stream)
    expect(
        got is None or source.ending == "fails",
        f"the generator of stream {stream} did not fail, and yet a request for an item"
        f" {got.detail if got else ''}",
    )
    if run.trace.first(Did.ENDED, subject=stream):
        expect(
            len(delivered(run, stream)) == len(source.elements),
            f"stream {stream} ended after {len(delivered(run, stream))} items; its generator gave"
            f" {len(source.elements)}",
        )
    return bool(delivered(run, stream))
