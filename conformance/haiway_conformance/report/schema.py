"""The published schema of `report.json`, and what keeps to it: `validated`."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final, cast

import fastjsonschema

__all__ = ("SCHEMA", "SCHEMA_FILE", "report_schema", "validated")

SCHEMA: Final = 1
"""The version of the fields; raised when a field changes its meaning or is removed."""

SCHEMA_FILE: Final = "report.schema.json"
"""The name of the file that is published beside the docs."""


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of `report.json`."""
    text = resources.files(__package__).joinpath(SCHEMA_FILE).read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))


def validated(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the content of a report unchanged, if it keeps to the schema.

    Args:
        data: The content.

    Raises:
        ValueError: If it does not; the message names the field.
    """
    try:
        _validator()(data)
    except fastjsonschema.JsonSchemaValueException as error:
        raise ValueError(error.message) from None
    return data


@cache
def _validator() -> Callable[[Mapping[str, Any]], object]:
    return fastjsonschema.compile(report_schema(), use_default=False)
