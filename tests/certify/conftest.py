"""Certifying with a suite of fake properties, in this process."""

import io
import signal
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from haiway_conformance.certify import CertifyOptions, certify
from haiway_conformance.judgement import explorer

FAKES = Path(__file__).parent.parent / "plugin"
HEAD = """
from hypothesis import given, strategies as st
from haiway_conformance.judgement import KitError, clause, expect

"""
# Imported by pytest, and by each of its workers, before the properties.
PACKAGE = """
import fake_explorer

fake_explorer.pytest_configure(None)
"""


@dataclass(frozen=True)
class Told:
    """The exit code and the output of certify."""

    code: int
    out: str
    err: str

    @property
    def verdict(self) -> str:
        return next(line for line in self.out.splitlines() if line.startswith("verdict"))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which holds the implementations and the fake suite."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(explorer, "Explorer", explorer.Explorer)  # the suite replaces it
    for name in ("fake_explorer", "fake_implementations"):
        source = (FAKES / f"{name}.py").read_text(encoding="utf-8")
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
    (tmp_path / "fake_suite").mkdir()
    (tmp_path / "fake_suite" / "__init__.py").write_text(PACKAGE)
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.startswith("fake_"):
            del sys.modules[name]


@pytest.fixture
def suite(folder: Path) -> Callable[..., None]:
    """Write the suite from the body of a property for each clause."""

    def write(bodies: dict[str, str]) -> None:
        for chapter in {identifier.partition("/")[0] for identifier in bodies}:
            sources = [
                source(identifier, body)
                for identifier, body in bodies.items()
                if identifier.startswith(f"{chapter}/")
            ]
            path = folder / "fake_suite" / f"test_{chapter}.py"
            path.write_text(HEAD + "\n".join(sources), encoding="utf-8")

    return write


def source(identifier: str, body: str) -> str:
    name = identifier.replace("/", "_").replace("-", "_")
    lines = (
        f"@clause({identifier!r})",
        "@given(program=st.integers(3, 99))",  # the smallest comes first
        f"def test_{name}(explore, program):",
        textwrap.indent(body, "    "),
    )
    return "\n".join(lines) + "\n"


@pytest.fixture
def judge(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Told]:
    """Certify with that suite."""
    monkeypatch.delenv("COLUMNS", raising=False)

    def run(*, err: io.StringIO | None = None, **asked) -> Told:
        asked = {"target": "fake_implementations:OnlyScopesAndTasks", "profile": "quick"} | asked
        out, err = io.StringIO(), err or io.StringIO()
        code = certify(CertifyOptions(**asked, suite="fake_suite"), out=out, err=err)
        return Told(code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def terminal() -> Terminal:
    """A stream that claims to be a terminal."""
    return Terminal()


@pytest.fixture
def in_the_foreground():
    """Commands that a shell runs in the background ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
