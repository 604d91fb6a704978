"""All Python code in README and docs runs, with the reference, on the simulated loop.

Code that is included from files is run where these files are tested, the examples of clauses in
`tests/specification`, the programs of the model in `test_model_page.py`. What commands print is
compared in `tests/readme`, and by the tests of the packages that a page is about.
"""

import ast
import asyncio
import inspect
import sys
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import haiway_reference
import pytest
from haiway_conformance.simulated_loop import Returned, SimulatedLoop, run_simulated
from haiway_reference.helpers import concurrent
from sybil import Example
from sybil.document import Document
from sybil.parsers.myst import CodeBlockParser

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def evaluate(example: Example) -> None:
    """Run a block as the body of a coroutine function, so that it may await."""
    source = "\n" * (example.line + example.parsed.line_offset) + without_options(example.parsed)
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    code: CodeType = compile(source, example.path, "exec", flags)
    loop = SimulatedLoop()
    example.namespace.update(loop=loop, log=[])

    async def main() -> None:
        if code.co_flags & inspect.CO_COROUTINE:
            await eval(code, example.namespace)
        else:
            exec(code, example.namespace)

    ending = run_simulated(loop, main()).ending
    assert isinstance(ending, Returned), ending


def without_options(source: str) -> str:
    """Blank out the options of a directive, which are no code."""
    return "\n".join("" if line.startswith(":") else line for line in source.splitlines())


def names() -> dict[str, Any]:
    """Return what the code on the pages may use without an import."""
    return {
        "asyncio": asyncio,
        **{name: getattr(haiway_reference, name) for name in haiway_reference.__all__},
        **{name: getattr(concurrent, name) for name in concurrent.__all__},
    }


def blocks() -> list[Any]:
    """Return each block of Python, with the page and the line as its name."""
    parser = CodeBlockParser("python", evaluate)
    found: list[Any] = []
    for page in PAGES:
        document = Document.parse(str(page), parser)
        document.namespace.update(names())
        found += [
            pytest.param(example, id=f"{page.relative_to(ROOT).as_posix()}:{example.line}")
            for example in document.examples()
        ]
    return found


@pytest.fixture(autouse=True)
def my_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library that the pages speak of as yours."""
    monkeypatch.setitem(sys.modules, "my_library", ModuleType("my_library"))


@pytest.mark.parametrize("example", blocks())
def test_a_block_runs(example: Example) -> None:
    example.evaluate()


def test_blocks_are_found() -> None:
    assert {Path(each.values[0].path).name for each in blocks()} >= {"README.md", "adapter.md"}
