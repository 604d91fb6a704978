"""A small project in which a suite of fake properties judges small fake implementations."""

import textwrap
from collections.abc import Callable
from pathlib import Path

# Imported here once: what pytester's runs import is forgotten after each of them.
import haiway_conformance.plugin.judging
import haiway_conformance.plugin.summary  # noqa: F401
import pytest

HERE = Path(__file__).parent
HEAD = """
from hypothesis import given, strategies as st
import pytest
from haiway_conformance.judgement import KitError, clause, expect
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> Callable[..., pytest.Pytester]:
    """Makes the files of a project: its fakes, and the test modules given by name."""

    def make(**modules: str) -> pytest.Pytester:
        for name in ("fake_explorer", "fake_implementations"):
            source = (HERE / f"{name}.py").read_text(encoding="utf-8")
            pytester.path.joinpath(f"{name}.py").write_text(source, encoding="utf-8")
        pytester.makeconftest("from fake_explorer import pytest_configure, pytest_unconfigure")
        pytester.makepyfile(
            **{name: HEAD + textwrap.dedent(source) for name, source in modules.items()}
        )
        return pytester

    return make
