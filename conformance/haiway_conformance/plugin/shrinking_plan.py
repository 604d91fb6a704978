"""Which violations of a run are made smaller, and how long that may take: `ShrinkingPlan`.

It is fixed before the first property runs, so that it does not depend on which process judges what,
or on what is judged first.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Self

import pytest

from haiway_conformance.judgement.shrinking import BUDGET

__all__ = ("NOTHING", "ShrinkingPlan", "keep_plan", "plan_of", "spare")

WHOLE: Final = BUDGET
"""The budget for all violations of a run together."""

# Under pytest it is not known beforehand how many of the properties will be violated: they are few,
# or there is more to do than to read counterexamples.
_LEAST: Final = BUDGET // 40


@dataclass(frozen=True, slots=True)
class ShrinkingPlan:
    """The violations that are made smaller, and the budget for each.

    Attributes:
        budget: The budget for each of them, in loop iterations.
        wanted: The clauses whose violation is made smaller, for each property that is to run; None
            to run all properties and make all of their violations smaller.
        spared: Clauses whose violation is left as it is found all the same.
    """

    budget: int = BUDGET
    wanted: Mapping[str, tuple[str, ...]] | None = None
    spared: frozenset[str] = frozenset()

    @classmethod
    def for_properties(cls, number: int, *, full: bool) -> Self:
        """Share the whole budget among properties, each of which may be violated.

        Args:
            number: The number of properties that are to run.
            full: True to give each of them the largest budget instead.
        """
        return cls(BUDGET if full else min(BUDGET, max(_LEAST, WHOLE // max(number, 1))))

    @classmethod
    def for_violations(cls, wanted: Mapping[str, tuple[str, ...]], *, full: bool) -> Self:
        """Share the whole budget among violations that were found before.

        Args:
            wanted: The clauses that each property was seen to violate.
            full: True to give each violation the largest budget instead.
        """
        number = sum(map(len, wanted.values()))
        return cls(BUDGET if full else min(BUDGET, WHOLE // max(number, 1)), wanted)

    def budget_for(self, test: str, clause: str) -> int:
        """Return the budget for a violation; 0 if it is left as it is found.

        Args:
            test: The property in whose programs it is found.
            clause: The id of the clause that is violated.
        """
        wanted = self.wanted is None or clause in self.wanted.get(test, ())
        return self.budget if wanted and clause not in self.spared else 0

    def runs(self, test: str) -> bool:
        """Return True if a property is to run.

        Args:
            test: The property.
        """
        return not self.wanted or test in self.wanted

    def to_text(self) -> str:
        """Return the plan as text, for the option `--haiway-shrinking`."""
        return json.dumps({"budget": self.budget, "wanted": self.wanted})

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read what `to_text` returned.

        Args:
            text: The text.
        """
        read = json.loads(text)
        wanted = {test: tuple(clauses) for test, clauses in read["wanted"].items()}
        return cls(read["budget"], wanted)


NOTHING: Final = ShrinkingPlan(0, {})
"""Runs all properties, and leaves their violations as they are found."""

_PLAN: Final = pytest.StashKey[ShrinkingPlan]()


def keep_plan(config: pytest.Config, properties: int) -> ShrinkingPlan:
    """Make the plan of a run, for `plan_of`.

    Args:
        config: pytest's. `--haiway-shrinking` names the plan; `certify` passes that option.
        properties: The number of properties that are to run otherwise.
    """
    given: str | None = config.option.haiway_shrinking
    full: bool = config.option.haiway_full
    config.stash[_PLAN] = (
        ShrinkingPlan.from_text(given)
        if given
        else ShrinkingPlan.for_properties(properties, full=full)
    )
    return config.stash[_PLAN]


def spare(config: pytest.Config, clauses: Iterable[str]) -> None:
    """Leave the violations of some clauses as they are found, unless all are wanted small.

    Args:
        config: pytest's.
        clauses: The ids of the clauses: somebody has looked at their failures already.
    """
    if not config.option.haiway_full:
        config.stash[_PLAN] = replace(plan_of(config), spared=frozenset(clauses))


def plan_of(config: pytest.Config) -> ShrinkingPlan:
    """Return the plan of a run.

    Args:
        config: pytest's.
    """
    return config.stash.get(_PLAN, ShrinkingPlan())
