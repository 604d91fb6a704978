"""Each clause's example prints what the specification says, with the reference in virtual time."""

import asyncio
import logging
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import haiway_reference
import pytest
from haiway_conformance.simulated_loop import Returned, SimulatedLoop, run_simulated
from haiway_reference.helpers import concurrent
from haiway_spec import Clause, Example, specification

WITH_EXAMPLE = [clause for clause in specification().clauses if clause.example]


@pytest.mark.parametrize("clause", WITH_EXAMPLE, ids=lambda clause: clause.id)
def test_an_example_prints_what_the_clause_says(clause: Clause) -> None:
    assert clause.example is not None
    assert printed(clause.example) == clause.example.prints


@pytest.mark.parametrize("clause", WITH_EXAMPLE, ids=lambda clause: clause.id)
def test_an_example_is_short(clause: Clause) -> None:
    assert clause.example is not None
    lines = clause.example.code.splitlines()
    assert len(lines) <= 16, "it is read beside the clause: six to ten lines are best"
    assert max(map(len, lines)) <= 80


def printed(example: Example) -> str:
    """Run an example with the reference, and return what it printed."""
    names: dict[str, Any] = {
        **{name: getattr(haiway_reference, name) for name in haiway_reference.__all__},
        **{name: getattr(concurrent, name) for name in concurrent.__all__},
        "asyncio": asyncio,
    }
    exec(compile(example.code, "<example>", "exec"), names)
    out, log = StringIO(), logging.getLogger()
    handlers = log.handlers[:]  # an example may add its own
    with redirect_stdout(out):
        outcome = run_simulated(SimulatedLoop(), names["main"]())
    log.handlers = handlers
    assert isinstance(outcome.ending, Returned), outcome.ending
    return out.getvalue().rstrip("\n")
