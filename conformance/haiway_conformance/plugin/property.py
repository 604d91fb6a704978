"""A test that judges an implementation: `Property`."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import pytest
from haiway_spec import Clause

from haiway_conformance.adapter import CAPABILITIES
from haiway_conformance.judgement.profiles import PROFILES, Profile
from haiway_conformance.plugin.selection import known_clause

__all__ = ("Property", "limit_time", "make_property", "property_of", "seconds_for")


@dataclass(frozen=True, slots=True)
class Property:
    """A test that judges an implementation.

    Attributes:
        test: Its identity: its clause and the name of its function, wherever that stands.
        clause: The clause that it judges.
        needs: The capabilities without which it can't run, in the order of `CAPABILITIES`.
        seed: The seed of its programs and schedules.
        profile: Its budget.
        random_program: True if it holds for any program, so that its premise may never occur, and
            other properties judge the clause.
        prior_use: True if its programs first use much that its clause is not about.
    """

    test: str
    clause: Clause
    needs: tuple[str, ...]
    seed: int
    profile: Profile
    random_program: bool = False
    prior_use: bool = False

    def missing(self, present: Collection[str]) -> tuple[str, ...]:
        """Return the capabilities for want of which it can't run.

        Args:
            present: The capabilities that the implementation has.
        """
        missing = {*self.clause.missing(present), *(set(self.needs) - set(present))}
        return tuple(name for name in CAPABILITIES if name in missing)


_PROPERTY: Final = pytest.StashKey[Property]()
_SECONDS: Final = pytest.StashKey[float]()


def property_of(item: pytest.Item) -> Property | None:
    """Return a test as a property, or None if it is not one.

    Args:
        item: The test.
    """
    return item.stash.get(_PROPERTY, None)


def limit_time(item: pytest.Item, seconds: float) -> None:
    """Limit the time that a property may take.

    Args:
        item: The property.
        seconds: The limit, which `seconds_for` returns from now on.
    """
    item.stash[_SECONDS] = seconds


def seconds_for(item: pytest.Item) -> float | None:
    """Return the time that a property may take; None if the kit sets no limit.

    Args:
        item: The property.
    """
    return item.stash.get(_SECONDS, None)


def make_property(item: pytest.Item) -> Property:
    """Make a test a property.

    Args:
        item: The test.

    Returns:
        The property, which `property_of` returns from now on.

    Raises:
        UsageError: If one of its markers names an unknown clause or capability.
    """
    config = item.config
    clause = _clause_of(item)
    # Its module is no part of it: moving a property must not draw other programs.
    test = f"{clause.id}::{item.name.replace(f'[{clause.id}]', '')}"
    seed = f"{config.getoption('haiway_seed')}:{test}"
    needs = _needed(item) | set(clause.capabilities)
    profile: str = config.option.haiway_profile
    # What `record_property` does: --junitxml writes them into the test's case.
    item.user_properties += [("haiway_clause", clause.id), ("haiway_level", str(clause.level))]
    item.stash[_PROPERTY] = Property(
        test=test,
        clause=clause,
        needs=tuple(name for name in CAPABILITIES if name in needs),
        seed=int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]),
        profile=PROFILES[profile],
        random_program=item.get_closest_marker("haiway_random_program") is not None,
        prior_use=item.get_closest_marker("haiway_prior_use") is not None,
    )
    return item.stash[_PROPERTY]


def _clause_of(item: pytest.Item) -> Clause:
    mark = item.get_closest_marker("haiway_clause")
    match mark.args if mark is not None else ():
        case (str() as identifier,):
            return known_clause(identifier, item.nodeid)
        case _:
            raise pytest.UsageError(
                f"{item.nodeid}: the marker `haiway_clause` takes one id, such as"
                " haiway_clause('scopes/exit-awaits-tasks')."
            )


def _needed(item: pytest.Item) -> set[str]:
    names: set[str] = {name for mark in item.iter_markers("haiway_needs") for name in mark.args}
    if unknown := sorted(names - set(CAPABILITIES)):
        raise pytest.UsageError(
            f"{item.nodeid}: the marker `haiway_needs` names {', '.join(map(repr, unknown))}, which"
            f" are no capabilities. Known are: {', '.join(CAPABILITIES)}."
        )
    return names
