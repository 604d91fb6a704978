"""Write `docs/releases.json`, from which the docs say which release of haiway keeps which clause.

    python tests/matrix/certify_releases.py                     # all of them
    python tests/matrix/certify_releases.py 0.30.1 0.59.1       # some; the others are kept
    python tests/matrix/certify_releases.py --check 0.30.1      # say if the file is still right

Each release is certified with profile quick and seed 0, in an environment that uv makes for it and
throws away. Needs uv, and the Python versions that `releases` names.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import Any

from haiway_spec import specification
from releases import RELEASES, Release

__all__ = ("FILE", "kept", "summary", "text_of")

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "releases.json"
SETTINGS = {"profile": "quick", "seed": 0}

# The programs that are kept are those that this release draws.
HYPOTHESIS = "hypothesis==6.170.15"

type Report = Mapping[str, Any]


def main() -> None:
    """Write the file, or check it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    known = [each.version for each in RELEASES]
    parser.add_argument("versions", nargs="*", metavar="VERSION", help="the releases; none for all")
    parser.add_argument("--check", action="store_true", help="write nothing, and compare")
    options = parser.parse_args()
    unknown = sorted(set(options.versions) - set(known))
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; `releases.py` lists {', '.join(known)}")
    wrong = 0
    for release in RELEASES:
        if release.version in (options.versions or known):
            new = text_of([summary(certified(release))], kept())
            if not options.check:
                # After each, so that an interrupted command has not worked in vain.
                FILE.write_text(new, encoding="utf-8")
            elif new != FILE.read_text(encoding="utf-8"):
                old = FILE.read_text(encoding="utf-8").splitlines()
                difference = unified_diff(old, new.splitlines(), lineterm="")
                sys.stdout.write("".join(f"{line}\n" for line in difference))
                wrong += 1
    sys.exit(wrong > 0)


def certified(release: Release) -> Report:
    """Certify a release, and return the report."""
    sys.stderr.write(f"haiway {release.version} on Python {release.python}\n")
    needs = [f"haiway=={release.version}", *release.forgotten, HYPOTHESIS, str(ROOT)]
    words = ["uv", "run", "--quiet", "--no-project", "--isolated", "--python", release.python]
    # uv would take the wheel that it made when `pyproject.toml` was last changed.
    words += ["--refresh-package", "haiway-conformance"]
    words += [word for each in needs for word in ("--with", each)]
    words += ["python", "-m", "haiway_conformance", "certify", "haiway_release:Release"]
    words += [word for name, value in SETTINGS.items() for word in (f"--{name}", str(value))]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [*words, "--jobs", "auto", "--output", "report"],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parent)},
            capture_output=True,
            text=True,
            check=False,
        )
        report = Path(folder, "report", "report.json")
        if not report.exists():
            raise SystemExit(f"{release.version} could not be judged:\n{done.stdout}{done.stderr}")
        return json.loads(report.read_text(encoding="utf-8"))


def kept() -> list[Mapping[str, Any]]:
    """Return what the file says about each release now."""
    if not FILE.exists():
        return []
    return json.loads(FILE.read_text(encoding="utf-8"))["releases"]


def text_of(new: Sequence[Mapping[str, Any]], old: Sequence[Mapping[str, Any]]) -> str:
    """Return the file's text.

    Args:
        new: Summaries, each of which replaces what is known of its release.
        old: What the file says now.
    """
    entries = {each["version"]: each for each in (*old, *new)}
    data = {
        "edition": specification().edition,
        **SETTINGS,
        "releases": [entries[each.version] for each in RELEASES if each.version in entries],
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def summary(report: Report) -> Mapping[str, Any]:
    """Return what the file says about one release.

    Args:
        report: The report of `certify`.
    """
    clauses = {each["id"]: each for each in report["clauses"]}
    return {
        "version": report["implementation"]["version"],
        "kit": report["kit"],
        "python": report["python"],
        "verdict": report["verdict"],
        "outcomes": {name: each["outcome"] for name, each in clauses.items()},
        "groups": [
            {
                "clauses": group,
                "message": clauses[group[0]]["message"],
                "token": clauses[group[0]].get("token"),
            }
            for group in report["groups"]
        ],
    }


if __name__ == "__main__":
    main()
