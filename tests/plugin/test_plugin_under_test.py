"""An implementation is plugged in once, whoever does it, and the oracle may be the same."""

import haiway_conformance.plugin.under_test as under_test_module
from haiway_conformance.adapter import (
    Implementation,
    ImplementationUnderTest,
    capabilities,
    resolve,
)
from haiway_conformance.plugin.under_test import AlreadyPluggedIn, implementation_under_test, oracle

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

    def plug_in(target):
        times.append(target)
        return under_test(target)

    monkeypatch.setattr(under_test_module, "plug_in", plug_in)
    config = pytester.parseconfig("--haiway-implementation=some_module")
    assert implementation_under_test(config) is implementation_under_test(config)
    assert times == ["some_module"]


def test_the_oracle_is_the_implementation_under_test_where_both_are_the_reference():
    assert oracle(under_test("haiway_reference")) is REFERENCE
    other = oracle(under_test("another"))
    assert other is not None
    assert other is not REFERENCE
