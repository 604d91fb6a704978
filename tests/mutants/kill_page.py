"""The page of the docs that says how soon each mutant is found: written, and read back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from catalogue import HERE, MUTANTS
from haiway_conformance.judgement import PROFILES

__all__ = ("PAGE", "Found", "Page", "Row", "entries")

PAGE = HERE.parents[1] / "docs" / "kill_table.md"
"""Where it is kept."""

TEXT = """\
# Kill table

A suite that passes everything proves nothing. So there are mutants: implementations that are wrong
on purpose, each in one way, all of them in `tests/mutants`. The suite must fail each at the clause
that it breaks, and say what is wrong. That it does is a test; this page says how soon.

Each row is a mutant and a clause that it breaks. The last two columns say after how many generated
programs, and after how many runs of them in all, the first property of that clause found it, once
for each of the seeds 0 to {last}; *never* means not within {budget} programs of each property. A
profile draws so many programs for each property: {profiles}. A worked
program of chapter *guide* counts as one. What chapter *hygiene* asks is looked at after the
programs of another clause. Whole programs, which are made for no clause in particular, are left
out.

{summary}

The table was made with Python {python} and Hypothesis {hypothesis}: another release of Hypothesis
draws other programs. It is made again, which takes a while, or only what is missing in it, by

```sh
python tests/mutants/kill_table.py --seeds {seeds} --write
python tests/mutants/kill_table.py --seeds {seeds} --write --missing
```

| mutant | how a user would notice | clause | programs | runs |
| --- | --- | --- | --- | --- |
{rows}
"""

ROW = "| `{name}` | {noticed} | {{clause}}`{clause}` | {programs} | {runs} |"


@dataclass(frozen=True, order=True)
class Found:
    """When a mutant was found: after so many programs, and so many runs of them."""

    programs: int
    runs: int


@dataclass(frozen=True)
class Row:
    """A mutant at a clause that it breaks.

    Attributes:
        name: The mutant's name.
        noticed: How a user would notice.
        clause: The clause.
        found: When it was found, by seed; None where it never was.
    """

    name: str
    noticed: str
    clause: str
    found: tuple[Found | None, ...]

    @property
    def entry(self) -> tuple[str, str, str]:
        """What the catalogue says of it."""
        return self.name, self.noticed, self.clause

    def __str__(self) -> str:
        programs, runs = (
            ", ".join("never" if each is None else str(getattr(each, what)) for each in self.found)
            for what in ("programs", "runs")
        )
        return ROW.format(
            name=self.name, noticed=self.noticed, clause=self.clause, programs=programs, runs=runs
        )


@dataclass(frozen=True)
class Page:
    """The whole page.

    Attributes:
        python: The version of Python that it was made with.
        hypothesis: That of Hypothesis.
        seeds: How many seeds were tried.
        budget: How many programs of each property at most.
        rows: In the catalogue's order.
    """

    python: str
    hypothesis: str
    seeds: int
    budget: int
    rows: tuple[Row, ...]

    def __str__(self) -> str:
        return TEXT.format(
            last=self.seeds - 1,
            budget=self.budget,
            profiles=", ".join(f"{each.name} {each.programs}" for each in PROFILES.values()),
            seeds=self.seeds,
            python=self.python,
            hypothesis=self.hypothesis,
            summary=_summary([each for row in self.rows for each in row.found]),
            rows="\n".join(map(str, self.rows)),
        )

    @classmethod
    def read(cls, path: Path = PAGE) -> "Page":
        """The page as it is kept."""
        text = path.read_text(encoding="utf-8")
        cells = [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in text.splitlines()
            if line.startswith("| `")
        ]
        return cls(
            python=_one(r"made with Python (\S+)", text),
            hypothesis=_one(r"and Hypothesis (\S+):", text),
            seeds=int(_one(r"--seeds (\d+) --write\n", text)),
            budget=int(_one(r"not within (\d+) programs", text)),
            rows=tuple(_row(*each) for each in cells),
        )


def entries() -> list[tuple[str, str, str]]:
    """What the page has a row for: each mutant at each clause that it breaks."""
    return [(each.name, each.noticed, clause) for each in MUTANTS for clause in each.clauses]


def _one(pattern: str, text: str) -> str:
    (found,) = re.findall(pattern, text)
    return found


def _row(name: str, noticed: str, clause: str, programs: str, runs: str) -> Row:
    found = tuple(
        None if "never" in (some, many) else Found(int(some), int(many))
        for some, many in zip(programs.split(", "), runs.split(", "), strict=True)
    )
    return Row(name.strip("`"), noticed, clause.removeprefix("{clause}").strip("`"), found)


def _summary(found: Sequence[Found | None]) -> str:
    counts = [each.programs for each in found if each is not None]
    within = [sum(each <= limit for each in counts) for limit in (10, 25, 60)]
    middle = f"; the median is {median(counts):g}" if counts else ""
    return (
        f"Of {len(found)} searches, {within[0]} end within 10 programs, {within[1]} within 25 and"
        f" {within[2]} within 60{middle}."
    )
