"""Write `docs/status.json`, from which the docs say how implementations do, clause by clause.

    python tests/docs/write_status.py                       # certify what is installed
    python tests/docs/write_status.py REPORT [REPORT ...]    # use files that `certify` wrote

Certified are the reference, haiway, and the libraries of `tests/libraries`, with profile quick and
seed 0, as far as they are installed in the pinned releases. The file keeps what it says about the
others. So the command is given once for each environment, since no environment can have both
releases of haiway.
"""

import argparse
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from haiway_spec import specification

ROOT = Path(__file__).parents[2]
STATUS = ROOT / "docs" / "status.json"
SETTINGS = {"profile": "quick", "seed": 0}

sys.path.insert(0, str(ROOT / "tests" / "libraries"))
from libraries import LIBRARIES  # noqa: E402 - found in the folder above

REFERENCE = "haiway_reference"

# The release of the guide, by its module; another release is judged through its adapter.
GUIDE = ("haiway", "0.30.1")

type Report = Mapping[str, Any]


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reports", nargs="*", type=Path, help="files that `certify` wrote")
    options = parser.parse_args()
    if options.reports:
        reports = (json.loads(each.read_text(encoding="utf-8")) for each in options.reports)
    else:
        reports = map(certified, installed())
    # After each, so that an interrupted command has not worked in vain.
    for report in reports:
        STATUS.write_text(status([report], kept()), encoding="utf-8")


def targets() -> list[str]:
    """Return what is certified, in the order of the file."""
    return [REFERENCE, GUIDE[0], *(library.target for library in LIBRARIES)]


def installed() -> Iterator[str]:
    """Yield the targets that this environment has in the releases that the file is about."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pins = dict(
        each.split("==") for each in project["dependency-groups"]["libraries"] if "==" in each
    )
    for target in targets():
        module = target.partition(":")[0].rpartition(".")[2]
        distribution = module.replace("_", "-")
        wanted = GUIDE[1] if target == GUIDE[0] else pins.get(distribution)
        if wanted is None or version(distribution) == wanted:
            yield target


def version(distribution: str) -> str | None:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def certified(target: str) -> Report:
    """Certify a target in a process of its own, and return the report."""
    sys.stderr.write(f"{target}\n")
    inherited = [each for each in os.environ.get("PYTHONPATH", "").split(os.pathsep) if each]
    path = os.pathsep.join([str(ROOT / "tests" / "libraries"), *inherited])
    settings = [word for name, value in SETTINGS.items() for word in (f"--{name}", str(value))]
    with tempfile.TemporaryDirectory() as folder:
        command = ("-m", "haiway_conformance", "certify", target, *settings, "--output", "report")
        done = subprocess.run(
            [sys.executable, *command],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        report = Path(folder, "report", "report.json")
        if not report.exists():
            raise SystemExit(f"{target} could not be judged:\n{done.stdout}{done.stderr}")
        return json.loads(report.read_text(encoding="utf-8"))


def kept() -> list[Mapping[str, Any]]:
    """Return what the file says now."""
    if not STATUS.exists():
        return []
    return json.loads(STATUS.read_text(encoding="utf-8"))["implementations"]


def status(reports: Iterable[Report], old: Iterable[Mapping[str, Any]]) -> str:
    """Return the file's new text.

    Args:
        reports: Reports of `certify`; each replaces what is known of its target.
        old: The implementations that the file has now.
    """
    entries = {each["target"]: each for each in old}
    for report in reports:
        wrong = {name: report[name] for name in SETTINGS if report[name] != SETTINGS[name]}
        if wrong or report["partial"]:
            raise SystemExit(f"{report['implementation']['target']}: not a whole report: {wrong}")
        entries[report["implementation"]["target"]] = entry(report)
    order = targets()
    data = {
        "edition": specification().edition,
        **SETTINGS,
        "implementations": [entries[target] for target in order if target in entries],
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def entry(report: Report) -> Mapping[str, Any]:
    """Return what the file says about one implementation."""
    clauses = report["clauses"]
    implementation = report["implementation"]
    if implementation["target"] == REFERENCE:
        # It is a part of the kit, and has no version of its own.
        implementation |= {"name": "the reference", "version": report["kit"]}
    return {
        **{name: implementation[name] for name in ("target", "name", "version")},
        "kit": report["kit"],
        "python": ".".join(report["python"].split(".")[:2]),
        "verdict": report["verdict"],
        "outcomes": {each["id"]: each["outcome"] for each in clauses},
        "observed": {each["id"]: seen for each in clauses if (seen := observed(each))},
    }


def observed(clause: Mapping[str, Any]) -> list[str]:
    """Return the properties that failed, or what was seen of a choice."""
    failures = [each["property"] for each in clause.get("failures", ())]
    return list(dict.fromkeys([*failures, *clause.get("observed", ())]))


if __name__ == "__main__":
    main()
