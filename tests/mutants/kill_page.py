"""The page of the docs that shows how soon each mutant is found: written, and read back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from catalogue import HERE, MUTANTS
from haiway_conformance.judgement import PROFILES

__all__ = ("PAGE", "Found", "Page", "Row", "entries")

PAGE = HERE.parents[1] / "docs" / "kill_table.md"
"""The file."""

TEXT = """\
# Kill table

A suite that passes everything proves nothing. So there are mutants: implementations that are wrong
on purpose, each in one way, all of them in `tests/mutants`. A test checks that the suite fails each
of them at the clause that it breaks, with the right complaint. This page shows how soon.

Each row is a mutant and a clause that it breaks. The last two columns show after how many generated
programs, and after how many runs of these programs, the first property of that clause found the
mutant, at each of the seeds 0 to {last}; *never* means not within {budget} programs of each
property. For comparison, a profile draws this many programs for each property: {profiles}.
A worked program of chapter *guide* counts as one. The clauses of chapter *hygiene* have no
programs: they are checked after those of another clause. Properties of random programs, which are
drawn for no clause in particular, are left out.

{summary}

The table was made with Python {python} and Hypothesis {hypothesis}; another release of Hypothesis
draws other programs. The first command makes it anew, which takes long; the second one adds the
rows that are missing.

```sh
python tests/mutants/kill_table.py --seeds {seeds} --write
python tests/mutants/kill_table.py --seeds {seeds} --write --missing
```

| mutant | how a user would notice | clause | programs | runs |
| --- | --- | --- | --- | --- |
{rows}
"""

ROW = "| `{name}` | {symptom} | {{clause}}`{clause}` | {programs} | {runs} |"


@dataclass(frozen=True, order=True)
class Found:
    """When a mutant was found.

    Attributes:
        programs: The number of programs up to the complaint.
        runs: The number of runs of them.
    """

    programs: int
    runs: int


@dataclass(frozen=True)
class Row:
    """A mutant at a clause that it breaks.

    Attributes:
        name: The mutant's name.
        symptom: How a user would notice.
        clause: The clause.
        found: When it was found, for each seed; None if it never was.
    """

    name: str
    symptom: str
    clause: str
    found: tuple[Found | None, ...]

    @property
    def entry(self) -> tuple[str, str, str]:
        """The mutant, its symptom and the clause, which identify the row."""
        return self.name, self.symptom, self.clause

    def __str__(self) -> str:
        programs, runs = (
            ", ".join("never" if each is None else str(getattr(each, what)) for each in self.found)
            for what in ("programs", "runs")
        )
        return ROW.format(
            name=self.name, symptom=self.symptom, clause=self.clause, programs=programs, runs=runs
        )


@dataclass(frozen=True)
class Page:
    """The whole page.

    Attributes:
        python: The version of Python with which it was made.
        hypothesis: The version of Hypothesis with which it was made.
        seeds: The number of seeds.
        budget: The number of programs of each property after which a search ends.
        rows: The rows, in the order of the catalogue.
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
        """Read the page."""
        text = path.read_text(encoding="utf-8")
        cells = [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in text.splitlines()
            if line.startswith("| `")
        ]
        return cls(
            python=_one(r"made with Python (\S+)", text),
            hypothesis=_one(r"and Hypothesis (\S+);", text),
            seeds=int(_one(r"--seeds (\d+) --write\n", text)),
            budget=int(_one(r"not within (\d+) programs", text)),
            rows=tuple(_row(*each) for each in cells),
        )


def entries() -> list[tuple[str, str, str]]:
    """Return what each row is about: each mutant at each clause that it breaks."""
    return [(each.name, each.symptom, clause) for each in MUTANTS for clause in each.clauses]


def _one(pattern: str, text: str) -> str:
    (found,) = re.findall(pattern, text)
    return found


def _row(name: str, symptom: str, clause: str, programs: str, runs: str) -> Row:
    found = tuple(
        None if "never" in (some, many) else Found(int(some), int(many))
        for some, many in zip(programs.split(", "), runs.split(", "), strict=True)
    )
    return Row(name.strip("`"), symptom, clause.removeprefix("{clause}").strip("`"), found)


def _summary(found: Sequence[Found | None]) -> str:
    counts = [each.programs for each in found if each is not None]
    limits = (10, PROFILES["quick"].programs, PROFILES["default"].programs)
    within = [sum(each <= limit for each in counts) for limit in limits]
    middle = f"; the median is {median(counts):g}" if counts else ""
    return (
        f"Of {len(found)} searches, {within[0]} end within {limits[0]} programs, {within[1]} within"
        f" {limits[1]} and {within[2]} within {limits[2]}{middle}."
    )
