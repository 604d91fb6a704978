"""An implementation is plugged in once, whoever does it; the oracles are made once."""

import haiway_conformance.plugin.under_test as under_test_module
from haiway_conformance.adapter import (
    Implementation,
    ImplementationUnderTest,
    capabilities,
    resolve,
)
from haiway_conformance.plugin.under_test import (
    AlreadyPluggedIn,
    implementation_under_test,
    oracles,
)

pytest_plugins = ["pytester"]

REFERENCE = resolve("haiway_reference")
PRESENT = capabilities(REFERENCE)
PROPERTY = """
    @clause("scopes/exit-awaits-tasks")
    def test_it(implementation):
        pass
"""


def under_test(target):
    return ImplementationUnderTest(REFERENCE, Implementation(target, "x", "1"), PRESENT)


def test_one_that_is_plugged_in_already_is_not_plugged_in_again(project):
    handed_over = AlreadyPluggedIn(under_test("no_such_module"))
    result = project(test_scopes=PROPERTY).inline_run(
        "--haiway-implementation=no_such_module", plugins=[handed_over]
    )
    result.assertoutcome(passed=1)


def test_it_is_plugged_in_once_in_a_process(pytester, monkeypatch):
    times = []

    def plug_in(target, given):
        times.append(target)
        return under_test(target)

    monkeypatch.setattr(under_test_module, "plug_in", plug_in)
    config = pytester.parseconfig("--haiway-implementation=some_module")
    assert implementation_under_test(config) is implementation_under_test(config)
    assert times == ["some_module"]


def test_the_reference_is_an_oracle_where_it_is_installed(monkeypatch):

    def told():
        oracles.cache_clear()
        return [each.name for each in oracles()]

    known = told()
    monkeypatch.setattr(under_test_module, "REFERENCE", "no_such_module")
    plain = told()
    assert plain == known[1:4], "asyncio's own means"
    assert len(known) == 5
    monkeypatch.undo()
    assert told() == known
    assert oracles() is oracles()
