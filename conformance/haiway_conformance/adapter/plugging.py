"""Plug in the implementation that a target names: `plug_in`."""

from dataclasses import dataclass

from haiway_conformance.adapter.adapter import Adapter
from haiway_conformance.adapter.capability import capabilities
from haiway_conformance.adapter.near_misses import near_misses
from haiway_conformance.adapter.smoke import smoke_check
from haiway_conformance.adapter.target import Implementation, TargetError, identify, resolve

__all__ = ("ImplementationUnderTest", "plug_in")


@dataclass(frozen=True, slots=True)
class ImplementationUnderTest:
    """An implementation that is plugged in and can be judged.

    Attributes:
        adapter: Its adapter.
        identity: Its target, name and version.
        present: The capabilities that it has.
        warnings: Sentences about names in its adapter that are probably misspelt.
    """

    adapter: Adapter
    identity: Implementation
    present: frozenset[str]
    warnings: tuple[str, ...] = ()


def plug_in(target: str) -> ImplementationUnderTest:
    """Find the adapter that a target names, and check that it works at all.

    Args:
        target: The target, as `resolve` takes it.

    Returns:
        The implementation.

    Raises:
        TargetError: If it can't be judged; the message begins with the target.
    """
    try:
        adapter = resolve(target)
        smoke_check(adapter)
    except TargetError as error:
        raise TargetError(f"{target} cannot be judged: {error}") from error
    return ImplementationUnderTest(
        adapter,
        identify(adapter, target),
        capabilities(adapter),
        tuple(f"the adapter of {target}: {each}" for each in near_misses(adapter)),
    )
