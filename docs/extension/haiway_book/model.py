"""The tables of the model: `{model} TABLE`. Each row has its clauses, and a program that shows it.

The tables are data, in `docs/specification/model.toml`, so that a test can run every program.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from docutils import nodes

from .clauses import titled_links
from .directive import BookDirective
from .folding import folded
from .prose import link, words
from .tables import entry, table

__all__ = ("GIVEN", "MODEL_FILE", "ModelDirective", "Row", "Table", "given", "tables")

MODEL_FILE: Final = Path(__file__).parents[2] / "specification" / "model.toml"
GIVEN: Final = "given"
"""The name of the table's entry for what all programs may use."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row.

    Attributes:
        title: What the program is about.
        cells: A text for each column.
        clauses: The ids of the clauses that it follows from.
        program: Python that defines a coroutine function `main` and shows the row.
        prints: What that prints, and what leaves `main`, with the reference.
    """

    title: str
    cells: tuple[str, ...]
    clauses: tuple[str, ...]
    program: str
    prints: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the headings of its columns, and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@cache
def given() -> str:
    """Return the functions that all programs may use."""
    return tomllib.loads(MODEL_FILE.read_text(encoding="utf-8"))[GIVEN].strip("\n")


@cache
def tables() -> dict[str, Table]:
    """Return the tables, by name."""
    data = tomllib.loads(MODEL_FILE.read_text(encoding="utf-8"))
    return {
        name: Table(
            name=name,
            columns=tuple(each["columns"]),
            rows=tuple(
                Row(
                    title=row["title"],
                    cells=tuple(row["cells"]),
                    clauses=tuple(row["clauses"]),
                    program=row["program"].strip("\n"),
                    prints=row["prints"].strip("\n"),
                )
                for row in each["row"]
            ),
        )
        for name, each in data.items()
        if name != GIVEN
    }


class ModelDirective(BookDirective):
    """Render a table of the model, and its programs, folded; or with `given`, what these share."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the table and the programs."""
        self.env.note_dependency(str(MODEL_FILE))
        if self.arguments == [GIVEN]:
            return [nodes.literal_block(given(), given(), language="python")]
        shown = tables()[self.arguments[0]]
        rows = [
            nodes.row(
                "",
                entry(link(f"model-{shown.name}-{number}", nodes.Text(str(number)))),
                *(entry(*words(cell)) for cell in row.cells),
                entry(*titled_links(row.clauses)),
            )
            for number, row in enumerate(shown.rows, 1)
        ]
        return [
            table(
                ["", *shown.columns, "clauses"],
                rows,
                classes=["model-table", f"model-{shown.name}"],
            ),
            *(self._program(shown, number) for number in range(1, len(shown.rows) + 1)),
        ]

    def _program(self, shown: Table, number: int) -> nodes.Node:
        row = shown.rows[number - 1]
        title = f"Program {number}: {row.title}"
        identifier = self.target(f"model-{shown.name}-{number}", title)
        return nodes.container(
            "",
            folded(
                title,
                nodes.literal_block(row.program, row.program, language="python"),
                nodes.literal_block(row.prints, row.prints, language="text"),
            ),
            ids=[identifier],
            classes=["model-program"],
        )
