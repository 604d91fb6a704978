"""A library fails the clauses whose violation a plain asyncio program shows, and no others.

So a false alarm of the suite fails here, for want of a program, and so does a blind spot.
"""

import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from deviation import clauses_shown
from libraries import LIBRARIES, Library

HERE = Path(__file__).parent
PAGES = HERE.parents[1] / "docs" / "adapters"


def certify(folder: Path, target: str, *options: str) -> dict:
    """Certify a target in a process of its own, and return the report."""
    inherited = [each for each in os.environ.get("PYTHONPATH", "").split(os.pathsep) if each]
    words = ["certify", target, "--profile", "quick", "--output", "report", *options]
    done = subprocess.run(
        [sys.executable, "-m", "haiway_conformance", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), *inherited])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1, 3}, done.stdout + done.stderr
    return json.loads((folder / "report" / "report.json").read_text(encoding="utf-8"))


def shown(library: Library) -> set[str]:
    """Return the clauses that the library's plain programs are about."""
    programs = [importlib.import_module(each) for each in library.programs]
    return {clause for each in programs for clause in clauses_shown(each)}


@pytest.fixture(params=LIBRARIES, ids=lambda library: library.module)
def library(request: pytest.FixtureRequest) -> Library:
    return request.param


def test_a_library_fails_what_plain_programs_show(
    library: Library, seed: int, tmp_path: Path
) -> None:
    report = certify(tmp_path, library.target, "--seed", str(seed))
    failed = {"MUST": set(), "SHOULD": set(), "MAY": set()}
    for each in report["clauses"]:
        assert each["outcome"] != "error", each
        if each["outcome"] == "failed":
            failed[each["level"]].add(each["id"])
    assert failed["MUST"] | (library.seldom & shown(library)) == shown(library)
    assert failed["SHOULD"] - library.seldom == library.unmet


def test_its_page_has_a_section_for_each_deviation(library: Library) -> None:
    page = (PAGES / f"{library.module}.md").read_text(encoding="utf-8")
    headings = "".join(line for line in page.splitlines() if line.startswith("### "))
    listed = set(re.findall(r"`(\S+?)`", headings))
    assert f"adapters/{library.module}.py" in page
    assert listed == shown(library)
    named = library.unmet | library.seldom
    assert not {clause for clause in named if f"`{clause}`" not in page}
    assert f"\n{library.module}\n" in (PAGES / "index.md").read_text(encoding="utf-8")
