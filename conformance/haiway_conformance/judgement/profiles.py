"""The budgets that a property may have: `PROFILES`."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from haiway_conformance.exploration import Bounds
from haiway_conformance.judgement.enumeration import Within

__all__ = ("PROFILES", "Profile")


@dataclass(frozen=True, slots=True)
class Profile:
    """A budget.

    Attributes:
        name: Its name.
        programs: How many programs are drawn for each property.
        schedules: Under how many schedules each is run, the canonical one included.
        requests: How many whole programs in which somebody outside asks tasks to stop are run for
            each property of these, once each; for those about just that, several times as many.
        within: Which programs are run under all schedules within bounds instead; None for none.
    """

    name: str
    programs: int
    schedules: int
    requests: int = 0
    within: Within | None = None


PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            Profile("quick", programs=25, schedules=4, requests=8),
            Profile(
                "default",
                programs=72,
                schedules=7,
                requests=60,
                within=Within(5, 20, 2, Bounds(3, 50)),
            ),
            Profile(
                "thorough",
                programs=120,
                schedules=20,
                requests=200,
                within=Within(16, 20, 2, Bounds(3, 200)),
            ),
            Profile(
                "exhaustive",
                programs=30,
                schedules=10,
                requests=60,
                within=Within(30, 20, 2, Bounds(3, 1_000)),
            ),
        )
    }
)
"""The budgets by name."""
