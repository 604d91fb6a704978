"""Properties whose programs begin with prior use say so: what stops it is another clause's."""

import inspect
from collections.abc import Callable, Iterator

import pytest
from drawn_programs import MODULES
from haiway_conformance.programs.drawing import preambles
from hypothesis import HealthCheck, Phase, is_hypothesis_test, settings

FEW = settings(
    max_examples=20,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def properties() -> Iterator[object]:
    for name, module in MODULES.items():
        if name.rpartition(".")[2].startswith("test_"):
            for function, test in vars(module).items():
                if function.startswith("test_") and is_hypothesis_test(test):
                    yield pytest.param(test, id=f"{name}::{function}")


def draw(test: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw programs as a property does, and do nothing with them."""
    monkeypatch.setattr(test.hypothesis, "inner_test", lambda *args, **kwargs: None)
    monkeypatch.setattr(test, "_hypothesis_internal_use_settings", FEW)
    test(**dict.fromkeys(inspect.signature(test).parameters))


@pytest.mark.parametrize("property_", [*properties()])
def test_a_property_with_prior_use_is_marked_as_such(property_, monkeypatch):
    drawn = []
    is_available = preambles.is_available
    monkeypatch.setattr(
        preambles, "is_available", lambda block: drawn.append(block) or is_available(block)
    )
    draw(property_, monkeypatch)
    marked = "haiway_prior_use" in {each.name for each in getattr(property_, "pytestmark", ())}
    assert bool(drawn) == marked
