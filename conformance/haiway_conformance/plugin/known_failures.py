"""The known failures of a run of pytest: `known_failures_of`."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

import pytest
from haiway_spec import specification

from haiway_conformance.explain import links_of
from haiway_conformance.known_failures import (
    KnownFailure,
    KnownFailuresError,
    read_known_failures,
)
from haiway_conformance.plugin.under_test import implementation_under_test
from haiway_conformance.report.known import that_apply
from haiway_conformance.report.result import Result

__all__ = ("judged_in_part", "known_failures_of")

_KNOWN: Final = pytest.StashKey[Mapping[str, KnownFailure]]()


def known_failures_of(config: pytest.Config) -> Mapping[str, KnownFailure]:
    """Return the known failures of the implementation under test, by the id of their clause.

    Args:
        config: pytest's. The file is read once.

    Returns:
        Those that apply to its version; none if no file is named.

    Raises:
        UsageError: If the file cannot be read, or there is no implementation.
    """
    if _KNOWN not in config.stash:
        config.stash[_KNOWN] = _read(config)
    return config.stash[_KNOWN]


def judged_in_part(clauses: Iterable[str], results: Collection[Result]) -> frozenset[str]:
    """Return the clauses some of whose properties did not run, because others were selected.

    Args:
        clauses: The ids of clauses.
        results: The results of all properties that were run.
    """
    run = {(each.clause, _function(each.test)) for each in results}
    return frozenset(each for each in clauses if not _properties(each) <= run)


def _read(config: pytest.Config) -> dict[str, KnownFailure]:
    path = _file(config)
    if path is None:
        return {}
    try:
        known = read_known_failures(path)
    except KnownFailuresError as error:
        raise pytest.UsageError(str(error)) from error
    return that_apply(known, implementation_under_test(config).identity.version)


def _file(config: pytest.Config) -> Path | None:
    if given := config.getoption("haiway_known_failures"):
        return config.invocation_params.dir / given
    configured = config.getini("haiway_known_failures")
    if not configured:
        return None
    folder = config.rootpath if config.inipath is None else config.inipath.parent
    return folder / configured


def _properties(clause: str) -> set[tuple[str, str]]:
    """Return the properties by which the suite judges a clause, each as a clause and a function.

    Without any of its own, it is judged by the programs of all others.
    """
    own = {
        (clause, place.name)
        for place in links_of(clause).properties
        if place.name.startswith("test_")
    }
    return own or {
        (each.id, place.name)
        for each in specification().clauses
        for place in links_of(each.id).properties
        if place.name.startswith("test_")
    }


def _function(test: str) -> str:
    return test.partition("::")[2].partition("[")[0]
