"""Figures that are measured, never judged, and shown at the end."""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

# The programs by which exploration is measured.
sys.path.insert(0, str(Path(__file__).parent.parent / "exploration"))

if find_spec("pytest_benchmark") is None:  # dependency group `benchmarks`
    collect_ignore_glob = ["test_*.py"]

FIGURES = pytest.StashKey[list[str]]()


@pytest.fixture
def tell(request, benchmark):
    """Tell a figure at the end of the session, and write it beside the timings."""

    def telling(what: str, figure: float, unit: str) -> None:
        benchmark.extra_info[f"{what}, {unit}"] = figure
        line = f"{request.node.name}: {what}: {figure:,.4g} {unit}"
        request.config.stash.setdefault(FIGURES, []).append(line)

    return telling


def pytest_terminal_summary(terminalreporter, config):
    """Print all figures."""
    for line in config.stash.get(FIGURES, []):
        terminalreporter.write_line(line)
