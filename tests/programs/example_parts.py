"""Parts that the examples of several operations share."""

from typing import Any

from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Element,
    Operation,
    Scope,
    Source,
    Wait,
)


def in_scope(*body: Operation, **options: Any) -> Program:
    return Program((Scope("s", body, **options),))


ENDLESS = (Wait("never", "never"),)


TWO = Source("async generator", (Element(), Element("none")))
