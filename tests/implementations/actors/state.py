"""State: immutable values that are looked up by type."""

import inspect
from collections.abc import Iterable
from typing import Any

from actors.surroundings import states

__all__ = ("State", "add_states", "find_state")


class State:
    """The base class of state: annotated attributes, set by keyword; compared by identity."""

    _fields = ()

    def __init_subclass__(cls) -> None:
        bases = reversed(cls.__mro__)
        fields = dict.fromkeys(each for base in bases for each in inspect.get_annotations(base))
        cls._fields = tuple(fields)

    def __init__(self, **values: Any) -> None:
        for field in self._fields:
            if field in values:
                object.__setattr__(self, field, values.pop(field))
            elif not hasattr(type(self), field):
                raise TypeError(f"{type(self).__name__} lacks a value for {field!r}")
        if values:
            raise TypeError(f"{type(self).__name__} has no {', '.join(values)}")

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")


def add_states(given: Iterable[State]) -> None:
    """Override the current state for the code that runs here and the tasks that it starts."""
    states.set({**states.get(), **{type(each): each for each in given}})


def find_state(kind: type[State], default: State | None) -> State:
    """Return the nearest value of a type, or the default, or a new one without arguments."""
    found = states.get().get(kind, default)
    if found is not None:
        return found
    try:
        return kind()
    except Exception as error:
        raise LookupError(
            f"no state {kind.__name__} is given here, and it has no default"
        ) from error
