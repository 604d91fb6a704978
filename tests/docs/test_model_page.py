"""Every row of the model's tables is what the reference does, and follows from clauses."""

import asyncio
from contextlib import asynccontextmanager, redirect_stdout
from io import StringIO
from typing import Any

import haiway_reference
import pytest
from haiway_book.model import given, tables
from haiway_conformance.simulated_loop import Raised, Returned, SimulatedLoop, run_simulated
from haiway_reference.helpers import concurrent
from haiway_spec import specification

ROWS = {
    f"{table.name}-{number}": row
    for table in tables().values()
    for number, row in enumerate(table.rows, 1)
}


def described(error: BaseException) -> str:
    """Say what leaves a program, as the page does."""
    if isinstance(error, BaseExceptionGroup):
        return f"a group of {' and '.join(map(named, error.exceptions))}"
    handled = error.__context__
    return named(error) if handled is None else f"{named(error)} (while handling {named(handled)})"


def named(error: BaseException) -> str:
    return " ".join(filter(None, (type(error).__name__, str(error))))


def printed(program: str) -> str:
    """Run a program with the reference in virtual time, and return what it shows."""
    names: dict[str, Any] = {
        **{name: getattr(haiway_reference, name) for name in haiway_reference.__all__},
        **{name: getattr(concurrent, name) for name in concurrent.__all__},
        "asyncio": asyncio,
        "asynccontextmanager": asynccontextmanager,
    }
    exec(compile(f"{given()}\n\n{program}", "<model>", "exec"), names)
    out = StringIO()
    with redirect_stdout(out):
        ending = run_simulated(SimulatedLoop(), names["main"]()).ending
    assert isinstance(ending, Returned | Raised), ending
    left = described(ending.error) if isinstance(ending, Raised) else "nothing"
    return f"{out.getvalue()}what leaves: {left}"


@pytest.mark.parametrize("name", ROWS)
def test_a_program_shows_what_the_page_says(name: str) -> None:
    assert printed(ROWS[name].program) == ROWS[name].prints


@pytest.mark.parametrize("name", ROWS)
def test_a_row_follows_from_clauses(name: str) -> None:
    assert ROWS[name].clauses
    for clause in ROWS[name].clauses:
        specification().clause(clause)


@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_a_row_has_a_cell_for_each_column(table) -> None:
    assert all(len(row.cells) == len(table.columns) for row in table.rows)
