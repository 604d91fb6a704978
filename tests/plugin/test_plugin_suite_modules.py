"""Selecting clauses passes over modules that judge none of them, and over no others."""

from pathlib import Path

import pytest
from haiway_conformance import suite
from haiway_conformance.certify.engine import run_suite
from haiway_conformance.certify.options import CertifyOptions
from haiway_conformance.certify.progress import Nothing
from haiway_conformance.certify.witness import Witness
from haiway_conformance.plugin.property import property_of
from haiway_conformance.plugin.suite_modules import may_judge
from haiway_spec import specification


class Collector(Witness):
    """Keeps the properties that were collected."""

    def __init__(self):
        super().__init__(Nothing())
        self.items: list[pytest.Item] = []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        """Keep them."""
        self.items += items


@pytest.fixture(scope="module")
def modules():
    """The modules in which each clause is judged."""
    collector = Collector()
    run_suite(CertifyOptions("haiway_reference", "quick", 0), (), collector, only_collect=True)
    found = {each.id: set() for each in specification().clauses}
    for item in collector.items:
        found[property_of(item).clause.id].add(item.path)
    return found


def test_no_module_that_judges_a_clause_is_passed_over(modules):
    assert sum(map(bool, modules.values())) > 200
    lost = [
        (clause, path)
        for clause, paths in modules.items()
        for path in paths
        if not may_judge(path, [clause])
    ]
    assert lost == []


def test_most_modules_are_passed_over(modules):
    everything = list(Path(suite.__path__[0]).rglob("test_*.py"))
    kept = [each for each in everything if may_judge(each, ["scopes/exit-cancels-tasks"])]
    assert len(kept) < len(everything) / 10
    assert set(kept) >= modules["scopes/exit-cancels-tasks"]


def test_hygiene_is_judged_by_all():
    everything = list(Path(suite.__path__[0]).rglob("test_*.py"))
    assert all(may_judge(each, ["hygiene/no-orphans"]) for each in everything)
