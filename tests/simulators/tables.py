"""The measured tables of `docs/simulators_compared.md`.

    python tests/simulators/tables.py

writes them anew, from `measured.json`.
"""

import json
import re
from pathlib import Path
from typing import Any

from programs_in_order import RIGHT
from programs_with_bugs import BUGS, Program

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "simulators_compared.md"

# What stands between the two on the page is a table of this name.
_PLACE = re.compile(r"(<!-- (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def tables() -> dict[str, str]:
    """Return each measured table, as Markdown, by name."""
    data = json.loads((HERE / "measured.json").read_text("utf-8"))
    ways = list(data["ways"].values())
    return {
        "rates": _table(
            ("simulator", "what is waited for, and how it searches", "schedules a second"),
            [(_versioned(each), each["setting"], f"{each['rate']:,}") for each in ways],
        ),
        "found": _table(
            ("simulator", "what is waited for, and how it searches", *(bug.name for bug in BUGS)),
            [
                (_name(each), each["setting"], *(_found(each["bugs"][bug.name]) for bug in BUGS))
                for each in ways
            ],
        ),
        "alarms": _table(
            (
                "simulator",
                "what is waited for, and how it searches",
                f"of the {len(RIGHT)} programs",
                f"of {data['drawn programs']} drawn ones",
            ),
            [(_name(each), each["setting"], _alarms(each), _drawn(each)) for each in ways],
        ),
        "bugs": _programs(BUGS),
        "right": _programs(RIGHT),
    }


def written(page: str) -> str:
    """Return the page with its tables written anew."""
    made = tables()
    return _PLACE.sub(lambda found: found[1] + made[found[2]] + found[4], page)


def _name(way: dict[str, Any]) -> str:
    return way["tool"]


def _versioned(way: dict[str, Any]) -> str:
    # The page belongs to a version of this project: it needs no number.
    return _name(way) if way["tool"] == "haiway-conformance" else f"{way['tool']} {way['version']}"


def _found(bug: dict[str, Any]) -> str:
    if not bug["found"]:
        return "-"
    if bug["median"] is None:
        return f"({bug['found']} of {bug['of']})"
    return f"{bug['median']:g}"


def _alarms(way: dict[str, Any]) -> str:
    names = way["false alarms"]
    return f"{len(names)}: {', '.join(names)}" if names else "0"


def _drawn(way: dict[str, Any]) -> str:
    alarms = way["false alarms on drawn programs"]
    return "-" if alarms is None else f"{alarms}"


def _programs(programs: tuple[Program, ...]) -> str:
    return _table(("name", "the program"), [(each.name, each.about) for each in programs])


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(each)} |\n" for each in lines)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
