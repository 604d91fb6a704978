"""The interface on its page is the reference's."""

import inspect
from typing import Any

import haiway_reference
import pytest
from haiway_book.interface import Name, interface
from haiway_reference.helpers import concurrent
from haiway_spec import CAPABILITIES, specification

NAMES = pytest.mark.parametrize("each", interface(), ids=lambda each: each.name + each.argument)

# What is listed as part of another entry, or is about no clause.
LISTED_ELSEWHERE = {"log_warning", "log_info", "log_debug"}
CHOICES = {"ObservabilityMetricKind"}


def found(name: str) -> Any:
    """Return what the reference has under a name of the interface."""
    module, _, attribute = name.rpartition(".")
    if module:
        return getattr(haiway_reference.ctx, attribute)
    return getattr(concurrent, name, None) or getattr(haiway_reference, name)


def parameters(signature: inspect.Signature) -> list[tuple[str, Any, Any]]:
    return [(each.name, each.kind, each.default) for each in signature.parameters.values()]


def signature_on_the_page(each: Name) -> inspect.Signature:
    names: dict[str, Any] = {}
    exec(f"def function{each.signature}: ...", names)
    return inspect.signature(names["function"])


@NAMES
def test_a_signature_is_that_of_the_reference(each: Name) -> None:
    signature = inspect.signature(found(each.name))
    if each.name == "State":
        assert each.signature == "(**fields)"  # each type of state has a signature of its own
        return
    assert parameters(signature_on_the_page(each)) == parameters(signature)
    assert not each.argument or each.argument in signature.parameters


@NAMES
def test_what_a_name_means_is_in_clauses(each: Name) -> None:
    assert each.capability in CAPABILITIES
    assert each.clauses
    for clause in each.clauses:
        specification().clause(clause)


def test_every_name_is_there() -> None:
    of_ctx = {each for each in dir(haiway_reference.ctx) if not each.startswith("_")}
    expected = {
        *(f"ctx.{each}" for each in of_ctx - LISTED_ELSEWHERE),
        *concurrent.__all__,
        *haiway_reference.__all__,
    }
    assert {each.name for each in interface()} == expected - {"ctx"} - CHOICES


def test_other_capabilities_are_arguments_or_ways_of_a_name() -> None:
    of_names = {each.capability for each in interface()}
    assert set(CAPABILITIES) - of_names == {
        "ignore-exceptions",
        "return-exceptions",
        "async-sources",
        "ends-first",
        "exhaustive",
    }
