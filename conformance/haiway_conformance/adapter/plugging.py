"""Plug in the implementation that a target names: `plug_in`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from haiway_conformance.adapter.adapter import Adapter
from haiway_conformance.adapter.capability import capabilities
from haiway_conformance.adapter.near_misses import near_misses
from haiway_conformance.adapter.smoke import smoke_check
from haiway_conformance.adapter.target import (
    Implementation,
    TargetError,
    adapter_of,
    identify,
    resolve,
)
from haiway_conformance.adapter.undeclared import JUDGED_BY, undeclared

__all__ = ("ImplementationUnderTest", "PluggedIn", "plug_in")


@dataclass(frozen=True, slots=True)
class PluggedIn:
    """An implementation as other processes know it: data that crosses processes.

    Attributes:
        identity: As in `ImplementationUnderTest`; so are the others.
        present: See there.
        warnings: See there.
    """

    identity: Implementation
    present: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return a tree of dictionaries, lists and strings."""
        return {
            "identity": asdict(self.identity),
            "present": sorted(self.present),
            "warnings": list(self.warnings),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` returned.

        Args:
            data: The tree.
        """
        identity = Implementation(**data["identity"])
        return cls(identity, frozenset(data["present"]), tuple(data["warnings"]))


@dataclass(frozen=True, slots=True)
class ImplementationUnderTest:
    """An implementation that is plugged in and can be judged.

    Attributes:
        adapter: Its adapter.
        identity: Its target, name and version.
        present: The capabilities that it has.
        warnings: Sentences about its adapter: names that are probably misspelt, and capabilities
            that it lacks but does not declare to lack.
        undeclared: Those of `present` that it turned out to lack.
    """

    adapter: Adapter
    identity: Implementation
    present: frozenset[str]
    warnings: tuple[str, ...] = ()
    undeclared: frozenset[str] = frozenset()

    @property
    def described(self) -> PluggedIn:
        """The part of this that other processes may know."""
        return PluggedIn(self.identity, self.present, self.warnings)

    def present_for(self, clause: str) -> frozenset[str]:
        """Return the capabilities that the programs of a clause may use.

        What the implementation lacks and does not declare violates one clause, and must not fail
        all the others that could use it.

        Args:
            clause: The clause's id.
        """
        return self.present - {each for each in self.undeclared if clause not in JUDGED_BY[each]}


def plug_in(target: str, given: object = None) -> ImplementationUnderTest:
    """Find the adapter that a target names, and check that it works at all.

    Args:
        target: The target, as `resolve` takes it.
        given: What the target names, where that is known already; None to look for it.

    Returns:
        The implementation.

    Raises:
        TargetError: If it can't be judged; the message begins with the target.
    """
    try:
        adapter = resolve(target) if given is None else adapter_of(given, target)
        smoke_check(adapter)
    except TargetError as error:
        raise TargetError(f"{target} cannot be judged: {error}") from error
    lacking = undeclared(adapter)
    warnings = (*near_misses(adapter), *(_about(*each) for each in lacking.items()))
    return ImplementationUnderTest(
        adapter,
        identify(adapter, target),
        capabilities(adapter),
        tuple(f"the adapter of {target}: {each}" for each in warnings),
        frozenset(lacking),
    )


def _about(capability: str, shown: str) -> str:
    clauses = " and ".join(sorted(JUDGED_BY[capability]))
    return (
        f"it seems to lack {capability}: {shown}. So {clauses} will fail, where they are judged. If"
        f" the implementation is not meant to have it, declare `lacks = ({capability!r},)`."
    )
