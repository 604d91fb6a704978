"""There are as many types of state as a program wants."""

import haiway_reference
import pytest
from haiway_conformance.programs.execution.state_types import MADE, many_types, state_types


def test_many_types_are_declared_as_they_are_looked_up():
    types = state_types(haiway_reference.State)
    first, second, third = (types[each] for each in many_types(3))
    assert len({first, second, third}) == 3
    assert (first.__name__, third.__name__) == ("T1", "T3")
    assert types["T1"] is first
    assert first(label="a").label == "a"


@pytest.mark.parametrize("name", ["Z", "T", "T1x", ""])
def test_other_names_are_no_types(name):
    with pytest.raises(KeyError):
        state_types(haiway_reference.State)[name]


def test_types_are_derived_from_each_other():
    types = state_types(haiway_reference.State)
    assert issubclass(types["G"], types["A"])
    assert issubclass(types["H"], types["D"])


def test_where_types_are_final_they_are_types_of_their_own():
    class Final(haiway_reference.State):
        def __init_subclass__(cls):
            if Final not in cls.__bases__:
                raise TypeError(f"{cls.__name__}: types of state are final")
            super().__init_subclass__()

    types = state_types(Final)
    assert types["G"](label="given").label == "given"
    assert types["H"]().label == MADE["H"]
    assert not issubclass(types["G"], types["A"])
