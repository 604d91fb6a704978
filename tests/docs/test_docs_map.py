"""The map in CONTRIBUTING is the one that import-linter keeps."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]

# `__main__` only calls the command line.
LEFT_OUT = {"__main__"}


def layers() -> list[list[str]]:
    """Return the layers of the kit from top to bottom."""
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = configuration["tool"]["importlinter"]["contracts"]
    (contract,) = [each for each in contracts if each["type"] == "layers"]
    assert contract["exhaustive"]
    return [[name.strip() for name in layer.split("|")] for layer in contract["layers"]]


def allowed(below: list[list[str]]) -> str:
    """Return the column `may import` of a package that is above these layers."""
    if not below:
        return "nothing"
    names = ", ".join(f"`{name}`" for name in below[0])
    return f"{names} and below" if below[1:] else names


def test_the_table_of_packages_says_what_each_layer_may_import() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.partition("| package | what it is | may import |\n")[2].partition("\n\n")[0]
    ordered = layers()
    assert re.findall(r"^\| `(\w+)` \|.*\| (.*?) \|$", table, re.MULTILINE) == [
        (name, allowed(ordered[number:]))
        for number, layer in enumerate(ordered, 1)
        for name in layer
        if name not in LEFT_OUT
    ]
