"""The digest of an implementation's files: what is in it, and what has no influence."""

import importlib
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from haiway_conformance.adapter.sources import digest_of_sources


def lines_of(*files: tuple[str, Path]) -> str:
    lines = "".join(f"{sha256(path.read_bytes()).hexdigest()}  {name}\n" for name, path in files)
    return sha256(lines.encode()).hexdigest()


def digest(target: str) -> str:
    importlib.import_module(target.partition(":")[0])
    return digest_of_sources(target)


def test_a_module_is_its_file(module):
    path = module("mine", "a = 1\n")
    assert digest("mine") == lines_of(("mine.py", path))


def test_a_package_is_all_its_sources_in_the_order_of_their_names(module):
    inner = module("mine.helpers.concurrent", "b = 1\n")
    other = module("mine.a", "a = 1\n")
    (other.parent / "py.typed").touch()
    (other.parent / "__pycache__").mkdir(exist_ok=True)
    (other.parent / "__pycache__" / "a.cpython-313.pyc").write_bytes(b"x")
    expected = lines_of(
        ("mine/__init__.py", other.parent / "__init__.py"),
        ("mine/a.py", other),
        ("mine/helpers/__init__.py", inner.parent / "__init__.py"),
        ("mine/helpers/concurrent.py", inner),
    )
    assert digest("mine") == digest("mine.a") == expected


def test_it_is_what_sha256sum_says(module):
    if not shutil.which("sha256sum"):
        pytest.skip("there is no sha256sum")
    folder = module("mine.ä", "a = 1\n").parent.parent
    module("mine.Z")
    done = subprocess.run(
        "find mine -name '*.py' | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -f1 -d' '",
        shell=True,
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert digest("mine") == done.stdout.strip()


def test_a_change_of_any_source_changes_it(module):
    module("mine.a", "a = 1\n")
    before = digest("mine")
    module("mine.a", "a = 2\n")
    assert digest("mine") != before


def test_where_it_is_does_not(module, tmp_path, monkeypatch):
    before_file = module("mine.a", "a = 1\n")
    before = digest("mine")
    shutil.copytree(before_file.parent, tmp_path / "elsewhere" / "mine")
    for name in ("mine", "mine.a"):
        sys.modules.pop(name, None)
    monkeypatch.syspath_prepend(str(tmp_path / "elsewhere"))
    assert digest("mine") == before
    assert "elsewhere" in str(sys.modules["mine"].__file__)


def test_what_an_adapter_plugs_in_belongs_to_it(module):
    library = module("library.core", "def spawn(): ...\n")
    whole = module("whole", "value = 1\n")
    module("not_imported")
    adapter = module(
        "mine", "import asyncio, json\nimport whole\nfrom library.core import spawn as start\n"
    )
    expected = lines_of(
        ("library/__init__.py", library.parent / "__init__.py"),
        ("library/core.py", library),
        ("mine.py", adapter),
        ("whole.py", whole),
    )
    assert digest("mine:Adapter") == expected
    assert digest("mine") == lines_of(("mine.py", adapter))


def test_an_instance_leads_to_its_library(module):
    module("library.core", "class Context: ...\nctx = Context()\n")
    module("mine", "from library.core import ctx\n")
    before = digest("mine:Adapter")
    module("library.core", "class Context: ...\nctx = Context()\nx = 1\n")
    assert digest("mine:Adapter") != before


def test_a_namespace_package_is_not_taken_whole(module, tmp_path):
    (tmp_path / "space").mkdir()
    (tmp_path / "space" / "beside.py").touch()
    path = tmp_path / "space" / "mine.py"
    path.write_text("a = 1\n")
    module("elsewhere")
    assert digest("space.mine") == lines_of(("space/mine.py", path))


ODD = """
class Odd(type):
    @property
    def __module__(self):
        raise SystemExit

class Mine(metaclass=Odd):
    pass
"""


@pytest.mark.parametrize(
    "source", ["__file__ = None", "__file__ = '/no/such/file.py'", "__file__ = 3", ODD]
)
def test_what_has_no_files_has_no_digest(module, source):
    module("mine", source)
    assert digest("mine:Adapter") == ""
    sys.modules.pop("mine")  # the fixture does so for what is in its folder
