"""A conformance kit for Haiway-style structured concurrency on asyncio.

It certifies an implementation against the numbered clauses of a specification: generated programs
run on a simulated loop in virtual time, under many legal schedules, and each clause comes out with
a verdict and, where it fails, with a minimal counterexample::

    haiway-conformance certify haiway
    pytest --pyargs haiway_conformance.suite --haiway-implementation haiway

A module in the guide's shape is judged as it is. For anything else derive from `Adapter`, at most
15 lines, and name it as `module:attribute`. Where to read on:

- `haiway_spec`: the clauses, as data;
- `haiway_conformance.adapter`: plugging in an implementation;
- `haiway_conformance.suite`: a property per clause;
- `haiway_conformance.certify`: the whole way from a target to a verdict.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from haiway_conformance.adapter import Adapter

__all__ = ("Adapter",)


def __getattr__(name: str) -> Any:
    # pytest imports this package in every run of everybody who has it installed, because its
    # plugin is inside; so the rest is imported when it is asked for.
    if name == "Adapter":
        from haiway_conformance.adapter import Adapter  # noqa: PLC0415

        return Adapter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
