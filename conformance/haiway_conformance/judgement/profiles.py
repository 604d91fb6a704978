"""The budgets that properties can have: `PROFILES`."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from haiway_conformance.exploration import Bounds, SmallPrograms

__all__ = ("PROFILES", "Profile")


@dataclass(frozen=True, slots=True)
class Profile:
    """A budget.

    Attributes:
        name: Its name.
        programs: The number of programs drawn for each property.
        schedules: The number of schedules under which each is run, the canonical one included.
        requests: The number of random programs with injected cancellation that are run for each
            property of random programs, once each; several times as many for those about
            cancellation.
        exhaustive: Which programs are run under all schedules within bounds instead; None for none.
    """

    name: str
    programs: int
    schedules: int
    requests: int = 0
    exhaustive: SmallPrograms | None = None


PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            Profile("quick", programs=18, schedules=4, requests=8),
            Profile(
                "default",
                programs=54,
                schedules=7,
                requests=50,
                exhaustive=SmallPrograms(4, 20, 2, Bounds(3, 50)),
            ),
            Profile(
                "thorough",
                programs=120,
                schedules=20,
                requests=200,
                exhaustive=SmallPrograms(16, 20, 2, Bounds(3, 200)),
            ),
            Profile(
                "exhaustive",
                programs=30,
                schedules=10,
                requests=60,
                exhaustive=SmallPrograms(30, 20, 2, Bounds(3, 1_000)),
            ),
        )
    }
)
"""The budgets by name."""
