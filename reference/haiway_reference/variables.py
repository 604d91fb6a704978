"""Variables: values of one task in one scope, one for each type."""

from dataclasses import replace
from typing import cast

from .surroundings import current, required

__all__ = ["get_variable", "set_variable"]


def get_variable[V](wanted: type[V], default: V | None) -> V | None:
    """Give the variable of exactly this type, or the default (`variables/unset`)."""
    found = required(f"The variable {wanted.__qualname__}").variables.get(wanted, default)
    return cast("V | None", found)


def set_variable(value: object) -> None:
    """Set the variable of the value's type, for this task and the current scope.

    The whole mapping is replaced, in this task's context: nobody else sees it
    (`variables/not-leaked`, `variables/siblings`), and the exit of the scope puts the former one
    back (`variables/nested-scope`: values do not move up).
    """
    surroundings = required(f"Setting the variable {type(value).__qualname__}")
    variables = {**surroundings.variables, type(value): value}
    current.set(replace(surroundings, variables=variables))
