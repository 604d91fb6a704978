"""How a clause is checked in any run, and in which programs: `Monitor`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from haiway_conformance.suite.monitoring.history import History
from haiway_conformance.suite.monitoring.theme import Piece, Theme

__all__ = ("Monitor", "monitored")


@dataclass(frozen=True, slots=True)
class Monitor:
    """Checks a clause in any run.

    Attributes:
        holds: Demands what the clause says, and returns whether the run met its premise.
        theme: What programs are about in which the premise is often met.
    """

    holds: Callable[[History], bool]
    theme: Theme


def monitored(
    checks: Mapping[str, Callable[[History], bool]],
    *always: Piece,
    failing: bool | None = None,
    cancelling: bool | None = None,
) -> dict[str, Monitor]:
    """Return the monitors of several clauses, which share a theme.

    Args:
        checks: The checks by the ids of their clauses.
        always: The pieces that each program has.
        failing: Whether anything fails; None for half of the programs.
        cancelling: Whether anything is cancelled; None for half of the programs.
    """
    theme = Theme(failing, cancelling, always)
    return {clause: Monitor(holds, theme) for clause, holds in checks.items()}
