"""The page about simulated packages shows what is found, in the releases that are installed."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from every_way import finding
from pool_of_one import two_users

HERE = Path(__file__).parent
PAGE = (HERE.parents[2] / "docs" / "simulated_packages.md").read_text(encoding="utf-8")


def test_the_table_names_the_installed_releases() -> None:
    rows = re.findall(r"^\| ([a-z-]+) \| ([0-9.]+) \|", PAGE, re.MULTILINE)
    assert len(rows) >= 10
    assert rows == [(name, version(name)) for name, _ in rows]
    modules = {each.stem.removeprefix("test_simulated_") for each in HERE.glob("test_*.py")}
    assert {name.replace("-", "_") for name, _ in rows} == modules - {"packages_page"}


def test_the_picture_is_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    picture = finding(two_users, cancel="everywhere", cancelled="user*").picture.to_text()
    shown = re.search(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert shown is not None
    assert picture.startswith(shown[1].rstrip())
