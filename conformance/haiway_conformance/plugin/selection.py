"""The clauses that are to be judged: `selected_clauses`."""

import pytest
from haiway_spec import Clause, UnknownClause, specification

__all__ = ("is_selective", "known_clause", "selected_clauses")


def is_selective(config: pytest.Config) -> bool:
    """Return True if only some clauses are to be judged.

    Args:
        config: pytest's.
    """
    return bool(config.option.haiway_clause)


def selected_clauses(config: pytest.Config) -> tuple[Clause, ...]:
    """Return the clauses that are to be judged, in the specification's order.

    Args:
        config: pytest's.

    Returns:
        Those that `--haiway-clause` names, or all.

    Raises:
        UsageError: If the option names a clause that does not exist.
    """
    if not is_selective(config):
        return specification().clauses
    names: list[str] = config.option.haiway_clause
    wanted = {known_clause(name, "--haiway-clause").id for name in names}
    return tuple(each for each in specification().clauses if each.id in wanted)


def known_clause(identifier: str, where: str) -> Clause:
    """Return a clause by its id.

    Args:
        identifier: The id.
        where: The place that names it, for the message.

    Raises:
        UsageError: If there is no such clause.
    """
    try:
        return specification().clause(identifier)
    except UnknownClause as error:
        raise pytest.UsageError(f"{where}: {error}") from error
