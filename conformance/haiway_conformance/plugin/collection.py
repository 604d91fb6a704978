"""Which of the collected tests are properties, and of which clauses: `prepare`."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from haiway_spec import Clause, UnknownClause, specification

from haiway_conformance.adapter import CAPABILITIES
from haiway_conformance.judgement.profiles import PROFILES, Profile
from haiway_conformance.plugin.given import given_implementation
from haiway_conformance.plugin.usage import refuse

__all__ = ("Property", "prepare", "property_of")

_SUITE: Final = Path(__file__).resolve().parent.parent / "suite"
_LEAST_SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class Property:
    """A test that judges an implementation.

    Attributes:
        test: Its identity, its clause and the name of its function: the same wherever it stands.
        clause: The clause it is about.
        needs: The capabilities without which it can't run, in the order of `CAPABILITIES`.
        seed: What its programs and schedules follow from.
        profile: Its budget.
        net: Whether it holds for any program, and other properties make the clause's premise occur.
    """

    test: str
    clause: Clause
    needs: tuple[str, ...]
    seed: int
    profile: Profile
    net: bool = False


_PROPERTY: Final = pytest.StashKey[Property]()


def property_of(item: pytest.Item) -> Property | None:
    """What a test is as a property; None if it is not one.

    Args:
        item: The test.
    """
    return item.stash.get(_PROPERTY, None)


def prepare(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Make the properties among the tests ready to run.

    Args:
        config: pytest's.
        items: All tests that are left after selecting; with `--haiway-clause`, those that are no
            properties of the clauses named are taken out.

    Raises:
        UsageError: If a clause or a capability is unknown, or there is no implementation.
    """
    try:
        properties = [item for item in items if _is_property(item)]
        for item in properties:
            item.stash[_PROPERTY] = _describe(item, config)
        selected = _select(config, properties)
        if selected is not None:
            config.hook.pytest_deselected(items=[item for item in items if item not in selected])
            items[:] = properties = selected
        if not properties or config.option.collectonly:
            return
        given = given_implementation(config)
    except pytest.UsageError as error:
        refuse(config, items, str(error))
        return
    from haiway_conformance.plugin.judging import Judge  # noqa: PLC0415 - needs Hypothesis

    for item in properties:
        _limit_time(item)
    config.pluginmanager.register(Judge(config, given), "haiway-conformance-judge")


def _is_property(item: pytest.Item) -> bool:
    # Others may have a marker of this name too, so that alone makes no property.
    if item.get_closest_marker("clause") is None:
        return False
    asks_for = {"explore", "implementation"} & set(getattr(item, "fixturenames", ()))
    return bool(asks_for) or item.path.is_relative_to(_SUITE)


def _describe(item: pytest.Item, config: pytest.Config) -> Property:
    clause = _clause_of(item)
    # Not its module: moving a property must not draw its programs anew.
    test = f"{clause.id}::{item.name.replace(f'[{clause.id}]', '')}"
    asked: set[str] = {name for mark in item.iter_markers("needs") for name in mark.args}
    if unknown := sorted(asked - set(CAPABILITIES)):
        raise pytest.UsageError(
            f"{item.nodeid}: the marker `needs` names {', '.join(map(repr, unknown))}, which are"
            f" no capabilities. Known are: {', '.join(CAPABILITIES)}."
        )
    needs = asked | set(clause.capabilities)
    seed = f"{config.getoption('haiway_seed')}:{test}"
    profile: str = config.option.haiway_profile
    return Property(
        test=test,
        clause=clause,
        needs=tuple(name for name in CAPABILITIES if name in needs),
        seed=int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]),
        profile=PROFILES[profile],
        net=item.get_closest_marker("net") is not None,
    )


def _clause_of(item: pytest.Item) -> Clause:
    mark = item.get_closest_marker("clause")
    match mark.args if mark is not None else ():
        case (str() as identifier,):
            return _known(identifier, item.nodeid)
        case _:
            raise pytest.UsageError(
                f"{item.nodeid}: the marker `clause` takes one id, such as"
                " clause('scopes/exit-awaits-tasks')."
            )


def _known(identifier: str, where: str) -> Clause:
    try:
        return specification().clause(identifier)
    except UnknownClause as error:
        raise pytest.UsageError(f"{where}: {error}") from error


def _select(config: pytest.Config, properties: list[pytest.Item]) -> list[pytest.Item] | None:
    names: list[str] = config.option.haiway_clause
    wanted = {_known(name, "--haiway-clause").id for name in names}
    if not wanted:
        return None
    return [item for item in properties if item.stash[_PROPERTY].clause.id in wanted]


def _limit_time(item: pytest.Item) -> None:
    """A net for implementations that loop for ever without giving the loop a turn."""
    if hasattr(item.config.hook, "pytest_timeout_set_timer") and not item.get_closest_marker(
        "timeout"
    ):
        # It judges nothing, so it must not hit what is only slow: a second for each program.
        seconds = max(_LEAST_SECONDS, item.stash[_PROPERTY].profile.programs)
        item.add_marker(pytest.mark.timeout(seconds))
