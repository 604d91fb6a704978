"""A conformance kit for Haiway-style structured concurrency on asyncio.

It certifies an implementation against the numbered clauses of a specification: generated programs
run on a simulated loop in virtual time, under many legal schedules, and each clause gets a verdict
and, if it fails, a minimal counterexample::

    haiway-conformance certify haiway
    pytest --pyargs haiway_conformance.suite --haiway-implementation haiway

A module with the guide's interface is judged as it is; to change a part of one, derive from
`ModuleAdapter`. For anything else, derive from `Adapter` (at most 15 lines). Name the class as
`module:attribute`. Where to read on:

- `haiway_spec`: the clauses, as data;
- `haiway_conformance.adapter`: plugging in an implementation;
- `haiway_conformance.suite`: a property per clause;
- `haiway_conformance.certify`: from a target to a verdict.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from haiway_conformance.adapter import Adapter, ModuleAdapter

__all__ = ("Adapter", "ModuleAdapter")


def __getattr__(name: str) -> Any:
    # Wherever this package is installed, every run of pytest imports it for its plugin. So the rest
    # is imported only when it is used.
    if name in __all__:
        from haiway_conformance import adapter  # noqa: PLC0415

        return getattr(adapter, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
