"""The files that judge an implementation in its project: `files_for`."""

import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from haiway_conformance.init.adapter_template import adapter_template
from haiway_conformance.init.target import ADAPTER, Found

__all__ = ("KNOWN_FAILURES", "NewFile", "files_for")

KNOWN_FAILURES: Final = "known_failures.toml"

_ENVIRONMENT: Final = "[testenv:conformance]"

# What fails depends on it: so it is the one that the list of known failures is written with.
_PYTHON: Final = f"{sys.version_info.major}.{sys.version_info.minor}"

_WORKFLOW: Final = f"""\
name: conformance
on: [push, pull_request]
jobs:
  conformance:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
        with:
          python-version: "{_PYTHON}"
      - run: pip install tox
      - run: tox -e conformance
"""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to write, or to add to.

    Attributes:
        path: Its path, in the project's folder.
        text: Its content, or what is added at its end.
        purpose: What it is for, in a few words.
        adds: True if it is there, and something is added.
    """

    path: Path
    text: str
    purpose: str
    adds: bool = False


def files_for(folder: Path, found: Found) -> list[NewFile]:
    """Make the files that are missing in a project.

    Args:
        folder: The project's folder.
        found: What is to be judged.

    Returns:
        The files, without those that are there already. To a tox.ini its environment is added.
    """
    wanted = [NewFile(Path("tox.ini"), _tox(found), "an environment of tox that certifies")]
    if found.module:
        path = Path(f"{ADAPTER.partition(':')[0]}.py")
        wanted.insert(0, NewFile(path, adapter_template(found.module), "an adapter to fill in"))
    if not (folder / ".gitlab-ci.yml").exists():
        workflow = Path(".github/workflows/conformance.yml")
        wanted.append(NewFile(workflow, _WORKFLOW, "a step of CI that runs it"))
    return [made for each in wanted if (made := _missing(folder, each)) is not None]


def _missing(folder: Path, file: NewFile) -> NewFile | None:
    path = folder / file.path
    if not path.exists():
        return file
    if file.path.name != "tox.ini":
        return None
    there = path.read_text(encoding="utf-8")
    if _ENVIRONMENT in there:
        return None
    environment = file.text[file.text.index(_ENVIRONMENT) :]
    return NewFile(file.path, f"\n{environment}", file.purpose, adds=True)


def _tox(found: Found) -> str:
    kit = f"haiway-conformance=={metadata.version('haiway-conformance')}"
    deps = "".join(f"    {each}\n" for each in (kit, found.requirement) if each)
    skipped = "" if found.is_project else "skip_install = true\n"
    return (
        f"[tox]\nenv_list = conformance\n{'' if found.is_project else 'no_package = true\n'}\n"
        f"{_ENVIRONMENT}\n"
        "description = certify by the specification of Haiway's concurrency model\n"
        f"base_python = python{_PYTHON}\n"
        f"{skipped}deps =\n{deps}"
        f"commands = haiway-conformance certify {found.target} --jobs auto"
        f" --known-failures {KNOWN_FAILURES} {{posargs}}\n"
    )
