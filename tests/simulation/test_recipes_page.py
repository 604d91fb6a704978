"""The recipes work: each example on the page is a test that passes."""

from pathlib import Path

import pytest
from test_simulation_page import files, run

PAGE = Path(__file__).parents[2] / "docs" / "simulation_recipes.md"

# Those of packages that the environment `samples` has, and others may lack.
FOREIGN = {"test_httpx.py": "httpx", "test_aiohttp.py": "aiohttp"}


def test_each_recipe_passes(tmp_path: Path) -> None:
    own = {name: code for name, code in files(PAGE).items() if name not in FOREIGN}
    assert len(own) == 5
    for name, code in own.items():
        (tmp_path / name).write_text(code, encoding="utf-8")
    done = run(tmp_path, "-q", *own)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", FOREIGN)
def test_recipes_for_other_packages_pass(name: str, tmp_path: Path) -> None:
    pytest.importorskip(FOREIGN[name])
    (tmp_path / name).write_text(files(PAGE)[name], encoding="utf-8")
    # Plugins that other tests of the environment need have no part in it.
    done = run(tmp_path, "-q", "-p", "no:asyncio", "-p", "no:cov", name)
    assert done.returncode == 0, done.stdout
