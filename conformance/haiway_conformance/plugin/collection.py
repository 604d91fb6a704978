"""Find the properties among the collected tests, and make them ready to run: `prepare`."""

from typing import Final

import pytest

from haiway_conformance.plugin.apart import left_to_run
from haiway_conformance.plugin.known_failures import known_failures_of
from haiway_conformance.plugin.property import limit_time, make_property, property_of
from haiway_conformance.plugin.selection import is_selective, selected_clauses
from haiway_conformance.plugin.shard import Shard
from haiway_conformance.plugin.shrinking_plan import keep_plan, spare
from haiway_conformance.plugin.under_test import implementation_under_test, take_from_fixture
from haiway_conformance.plugin.usage import refuse
from haiway_conformance.plugin.watching import CAN_WATCH
from haiway_conformance.report.hygiene import HYGIENE

__all__ = ("prepare",)

_LEAST_SECONDS: Final = 300


def prepare(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Find the properties, and register what judges them.

    Args:
        config: pytest's.
        items: All tests that are left after selecting; with `--haiway-clause`, those that are no
            properties of the named clauses are taken out.

    Raises:
        UsageError: If a clause or a capability is unknown, or there is no implementation.
    """
    try:
        properties = [item for item in items if item.get_closest_marker("haiway_clause")]
        for item in properties:
            make_property(item)
        selected = _select(config, properties)
        plan = keep_plan(config, len(properties if selected is None else selected))
        if plan.wanted:
            chosen = properties if selected is None else selected
            selected = [item for item in chosen if (it := property_of(item)) and plan.runs(it.test)]
        if config.option.haiway_shard:
            selected = _share(config, properties if selected is None else selected)
        if (left := left_to_run(config)) is not None:
            chosen = properties if selected is None else selected
            selected = [item for item in chosen if item.nodeid in left]
        if selected is not None:
            config.hook.pytest_deselected(items=[item for item in items if item not in selected])
            items[:] = properties = selected
        if not properties or config.option.collectonly:
            return
        take_from_fixture(config, properties)
        under_test = implementation_under_test(config)
        spare(config, known_failures_of(config))
    except pytest.UsageError as error:
        refuse(config, items, str(error))
        return
    from haiway_conformance.plugin.judging import Judge  # noqa: PLC0415 - needs Hypothesis

    for item in properties:
        _limit_time(item)
    config.pluginmanager.register(Judge(config, under_test), "haiway-conformance-judge")


def _select(config: pytest.Config, properties: list[pytest.Item]) -> list[pytest.Item] | None:
    if not is_selective(config):
        return None
    selected = selected_clauses(config)
    clauses = {item: it.clause for item in properties if (it := property_of(item))}
    if any(each.chapter == HYGIENE and each not in clauses.values() for each in selected):
        return properties  # most of hygiene is judged by the programs of all
    return [item for item, clause in clauses.items() if clause in selected]


def _share(config: pytest.Config, items: list[pytest.Item]) -> list[pytest.Item]:
    tests = {item: it.test for item in items if (it := property_of(item))}
    share = Shard.parse(config.option.haiway_shard).share(tests.values())
    return [item for item, test in tests.items() if test in share]


def _limit_time(item: pytest.Item) -> None:
    """Stop an implementation that never comes to an end."""
    judging = property_of(item)
    if judging is None or item.get_closest_marker("timeout"):
        return
    # It judges nothing, so it must not stop what is only slow: a second for each program.
    seconds = max(_LEAST_SECONDS, judging.profile.programs)
    if CAN_WATCH:
        limit_time(item, seconds)
    if hasattr(item.config.hook, "pytest_timeout_set_timer"):
        # 0: pytest-timeout, for which a project may have set a limit, would use the same timer.
        # Its other method, which a project may prefer, ends the whole process.
        method = {"method": "signal"} if CAN_WATCH else {}
        item.add_marker(pytest.mark.timeout(0 if CAN_WATCH else seconds, **method))
