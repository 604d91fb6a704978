"""Variables: values of one task in one scope, one for each type."""

from dataclasses import replace
from typing import cast

from .surroundings import current, required

__all__ = ["get_variable", "set_variable"]


def get_variable[V](wanted: type[V], default: V | None) -> V | None:
    """Return the variable of exactly this type, or the default (`variables/unset`)."""
    found = required(f"The variable {wanted.__qualname__}").variables.get(wanted, default)
    return cast("V | None", found)


def set_variable(value: object) -> None:
    """Set the variable of the value's type, for this task and the current scope.

    variables/set-get, variables/replace, variables/by-type: the mapping has one value for each
    type, the last one.

    variables/not-leaked, variables/siblings: the mapping is replaced, in the context of this task,
    where no other task sees it. variables/nested-scope: the exit of the scope puts the former one
    back.
    """
    surroundings = required(f"Setting the variable {type(value).__qualname__}")
    variables = {**surroundings.variables, type(value): value}
    current.set(replace(surroundings, variables=variables))
