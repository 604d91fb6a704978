"""A part that is missing undeclared violates the clause that is about it, and no other."""

import sys

import haiway_reference
import pytest
from haiway_conformance.adapter import ModuleAdapter, capabilities, plug_in, resolve
from haiway_conformance.adapter.undeclared import undeclared
from haiway_conformance.certify import CertifyOptions, certify
from haiway_reference.helpers import concurrent


class Whole(ModuleAdapter):
    module = haiway_reference


class WithoutAsync(Whole):
    """Its helpers read with a plain `for`."""

    name, version = "without async", "1"

    async def process_concurrently(self, source, /, handler, *, concurrent_tasks=2):
        await concurrent.process_concurrently(
            list(source), handler, concurrent_tasks=concurrent_tasks
        )

    execute_concurrently = None


class Declared(WithoutAsync):
    lacks = ("async-sources",)


class Failing(Whole):
    """Raises a TypeError of its own, whatever the source."""

    async def process_concurrently(self, source, /, handler, *, concurrent_tasks=2):
        raise TypeError


def test_a_helper_that_takes_an_async_source_for_none_lacks_them():
    assert undeclared(WithoutAsync()) == {
        "async-sources": "`process_concurrently` raised TypeError: 'async_generator' object is not"
        " iterable"
    }


@pytest.mark.parametrize("adapter", [Whole(), Declared(), Failing()])
def test_others_do_not(adapter):
    assert undeclared(adapter) == {}


def test_real_implementations_do_not():
    pytest.importorskip("haiway")
    assert undeclared(resolve("haiway")) == {}


def test_it_is_present_for_the_clauses_about_it_alone():
    under_test = plug_in(f"{__name__}:WithoutAsync")
    assert under_test.present == capabilities(WithoutAsync())
    assert under_test.present_for("process/sources") == under_test.present
    assert under_test.present_for("process/lazy") == under_test.present - {"async-sources"}
    (warning,) = under_test.warnings
    assert warning.endswith("declare `lacks = ('async-sources',)`.")


def test_only_the_clause_about_it_fails(capsys):
    options = CertifyOptions(
        f"{__name__}:WithoutAsync", "quick", clauses=("process/sources", "process/each-once")
    )
    code = certify(options, out=sys.stdout, err=sys.stderr)
    said = capsys.readouterr()
    assert code == 1
    assert "FAILED process/sources" in said.out
    assert "1 MUST clause failed" in said.out
    assert "Warning: the adapter of" in said.err
