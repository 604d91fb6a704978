"""Resolving a target on the command line, and naming the implementation."""

import asyncio
import json
import sys
from importlib import metadata

import haiway_reference
import pytest
from haiway_conformance.adapter import (
    EAGER,
    Adapter,
    ModuleAdapter,
    TargetError,
    capabilities,
    identify,
    resolve,
)


def refusal(target: str) -> str:
    with pytest.raises(TargetError) as caught:
        resolve(target)
    return str(caught.value)


@pytest.mark.parametrize(
    "target",
    [
        *("", ":", "mine:", ":Mine", "mine:.", "mine..part", "mine:Mine:Other"),
        *("haiway==0.30.1", "haiway-conformance", "./mine", "src/mine.py", "mine:Mine()", "a b"),
    ],
)
def test_what_is_no_target_is_refused_in_words(target):
    said = refusal(target)
    assert said.startswith(f"{target!r} is not a target: expected `module` or `module:attribute`")
    assert "not a path, a requirement, or a call" in said


@pytest.mark.parametrize(
    ("target", "instead"), [("mine.py", "'mine'"), ("mine.py:Mine", "'mine:Mine'")]
)
def test_a_file_is_no_module(target, instead):
    assert refusal(target) == f"{target!r} names a file, not a module. Leave out `.py`: {instead}."


@pytest.mark.parametrize(
    ("target", "missing"),
    [("nowhere", "nowhere"), ("nowhere.part:Mine", "nowhere"), ("here.part", "here.part")],
)
def test_a_module_that_is_not_there(module, target, missing):
    module("here.other")
    said = refusal(target)
    assert said.startswith(f"there is no module {missing!r} to import. Install its")
    assert "Name the module, not its distribution" in said


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("raise ValueError('no configuration')", "with ValueError: no configuration. The module"),
        ("raise SystemExit", "with SystemExit. The module must be importable by itself: `python"),
        ("assert False", "with AssertionError. The module"),
        ("def", "with SyntaxError: invalid syntax (mine.py, line 1). The module"),
        ("from sys import nothing", "with ImportError: cannot import name 'nothing' from 'sys'"),
        ("raise RuntimeError(object())", "<object object at 0x...>. The module"),
        ("raise ExceptionGroup('two', [KeyError(1)])", "(1 sub-exception), of KeyError: 1."),
    ],
)
def test_a_module_that_fails_when_it_is_imported(module, statement, said):
    module("mine", statement)
    assert refusal("mine").startswith("importing 'mine' failed with ")
    assert said in refusal("mine")
    assert "`python -c 'import mine'` shows where it fails." in refusal("mine")


def test_an_interruption_of_the_import_is_none_of_its_failures(module):
    module("mine", "raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        resolve("mine")


@pytest.mark.parametrize("missing", ["nowhere", "mine.extra"])
def test_a_module_that_needs_one_that_is_not_there(module, missing):
    module("mine.inner", f"import {missing}")
    said = refusal("mine.inner:Mine")
    assert said == (
        f"importing 'mine.inner' failed: it needs the module {missing!r}, which is not"
        " installed here. Install the implementation with its dependencies."
    )


@pytest.mark.parametrize("source", ["", "ctx = None"])
def test_a_module_without_ctx_lacks_the_interface(module, source):
    module("mine", source)
    said = refusal("mine")
    assert said.startswith("module 'mine' has no `ctx`, so it does not have the guide's interface")
    assert "write an Adapter (at most 15 lines) and name it as `module:Adapter`" in said


ADAPTERS = """
    from haiway_conformance.adapter import Adapter

    class Mine(Adapter): ...

    other = Mine()
"""


def test_an_adapter_that_is_in_a_module_without_ctx_is_named(module):
    module("mine", ADAPTERS)
    assert "It has an Adapter: `mine:Mine`, `mine:other`. If its names differ" in refusal("mine")


@pytest.mark.parametrize("path", ["Yours", "Mine.inner", "part.Mine"])
def test_an_attribute_that_is_not_there(module, path):
    module("mine", ADAPTERS)
    assert refusal(f"mine:{path}") == (
        f"module 'mine' has no attribute {path!r}. It has an Adapter: `mine:Mine`, `mine:other`."
        " Name an Adapter subclass or instance after the colon, or leave out the colon to judge"
        " the module itself."
    )


def test_an_attribute_that_can_not_be_made(module):
    module("mine", "def __getattr__(name): raise ImportError(f'no {name}')")
    said = refusal("mine:Mine")
    assert said.startswith("looking up 'Mine' in module 'mine' raised ImportError: no Mine. ")


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Mine = 3", "an object of type 'int'"),
        ("def Mine(): ...", "an object of type 'function'"),
        ("class Mine: ...", "the class 'Mine'"),
        ("import json as Mine", "the module 'json' (a target too: name it with dots alone)"),
    ],
)
def test_an_attribute_that_is_no_adapter(module, source, kind):
    module("mine", source)
    assert refusal("mine:Mine") == (
        f"'mine:Mine' is {kind}, not an Adapter. Name a subclass or an instance of"
        " `haiway_conformance.Adapter` after the colon; a class that only looks like one must"
        " derive from it."
    )


def test_an_adapter_that_can_not_be_made(module):
    module("mine", ADAPTERS + "    class Mine(Adapter):\n        def __init__(self, what): ...\n")
    said = refusal("mine:Mine")
    assert said.startswith("adapter 'mine:Mine' cannot be made: Mine() raised TypeError: ")
    assert said.endswith("called without arguments; name an instance if yours needs arguments.")


@pytest.mark.parametrize("path", ["Mine", "other", "Inner.given"])
def test_an_adapter_is_found_as_class_as_instance_and_inside(module, path):
    module("mine", ADAPTERS + "\n    class Inner:\n        given = other\n")
    found = resolve(f"mine:{path}")
    assert isinstance(found, Adapter)
    assert type(found).__name__ == "Mine"


SHAPE = """
    class State: ...

    class ctx:
        scope = spawn = print
"""


def test_a_module_with_the_guides_interface_needs_no_adapter(module):
    module("mine", SHAPE + "    def process_concurrently(): return 'mine'\n")
    found = resolve("mine")
    assert isinstance(found, ModuleAdapter)
    assert (found.State.__name__, found.scope, found.spawn) == ("State", print, print)
    assert (found.stream, found.execute_concurrently) == (None, None)
    assert found.process_concurrently() == "mine"


def test_helpers_are_found_in_their_module_too(module):
    module("mine.helpers.concurrent", "def process_concurrently(): return 'inside'")
    (module("mine.other").parent / "__init__.py").write_text(
        "class ctx: ...\ndef execute_concurrently(): return 'at the top'\n"
    )
    found = resolve("mine")
    assert found.process_concurrently() == "inside"
    assert found.execute_concurrently() == "at the top"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("import nowhere", "failed: it needs the module 'nowhere', which is not installed"),
        ("raise ValueError('no')", "failed with ValueError: no. The module must be importable"),
    ],
)
def test_helpers_that_fail_when_they_are_imported(module, statement, said):
    module("mine.helpers.concurrent", statement)
    (module("mine.other").parent / "__init__.py").write_text("class ctx: ...\n")
    assert refusal("mine").startswith(f"importing 'mine.helpers.concurrent' {said}")


def named(target: str) -> tuple[str, str]:
    identity = identify(resolve(target), target)
    assert identity.target == target
    return identity.name, identity.version


def test_name_and_version_are_the_adapters_own(module):
    module("mine", ADAPTERS + "    class Named(Mine): name, version = 'tiny', '1.2'\n")
    assert named("mine:Named") == ("tiny", "1.2")


def test_name_and_version_of_what_belongs_to_nothing_are_unknown(module):
    module("mine", ADAPTERS + "    class Named(Mine): name = 'tiny'\n")
    assert named("mine:Mine") == ("unknown", "unknown")
    assert named("mine:Named") == ("tiny", "unknown")


def test_name_and_version_are_those_of_the_distribution(module, tmp_path):
    module("mine", ADAPTERS + "    class Named(Mine): name = 'own'\n")
    install(tmp_path / "mine_dist-3.1.dist-info", "Mine-Dist", "3.1", modules="mine\n")
    assert named("mine:Mine") == ("Mine-Dist", "3.1")
    assert named("mine:Named") == ("own", "3.1")


def test_an_editable_install_is_found_by_its_folder(module, tmp_path, monkeypatch):
    source = tmp_path / "a folder"
    inner = source / "inner"
    inner.mkdir(parents=True)
    (inner / "mine.py").write_bytes(module("elsewhere", ADAPTERS).read_bytes())
    monkeypatch.syspath_prepend(str(inner))
    for folder, name in ((source, "Outer"), (inner, "Inner"), (tmp_path / "a", "Beside")):
        install(tmp_path / f"{name}-1.dist-info", name, "1", editable=folder)
    assert named("mine:Mine") == ("Inner", "1")


def test_an_install_that_is_not_editable_owns_no_folder(module, tmp_path):
    module("mine", ADAPTERS)
    info = tmp_path / "other-1.dist-info"
    install(info, "Other", "1", editable=tmp_path)
    (info / "direct_url.json").write_text(json.dumps({"url": tmp_path.as_uri(), "dir_info": {}}))
    assert named("mine:Mine") == ("unknown", "unknown")


def install(info, name, version, *, modules="", editable=None) -> None:
    """Write the metadata that an installer writes for a distribution."""
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (info / "top_level.txt").write_text(modules)
    if editable is not None:
        facts = {"url": editable.as_uri(), "dir_info": {"editable": True}}
        (info / "direct_url.json").write_text(json.dumps(facts))


def test_haiway_is_known_by_its_distribution():
    version = pytest.importorskip("haiway") and metadata.version("haiway")
    assert named("haiway") == ("haiway", version)
    assert "haiway" in sys.modules


def test_what_a_subclass_defines_takes_the_place_of_what_the_module_has():
    class Changed(ModuleAdapter):
        module = haiway_reference
        State = object
        cancel = None

        def spawn(self, function, /):
            return function

    changed = Changed()
    assert changed.spawn(len) is len
    assert changed.State is object
    assert changed.cancel is None
    assert changed.stream == haiway_reference.ctx.stream


def test_a_module_can_be_given_to_the_subclass():
    class Changed(ModuleAdapter):
        cancel = None

    changed = Changed(haiway_reference)
    assert (changed.module, changed.cancel) == (haiway_reference, None)


def test_a_module_of_helpers_alone_needs_no_ctx(module):
    module(
        "helpers_alone", "async def process_concurrently(source, handler, *, concurrent_tasks): ..."
    )
    assert capabilities(resolve("helpers_alone")) == {"process", "async-sources"}


def test_a_target_is_judged_under_eager_tasks():
    assert resolve(f"haiway_reference{EAGER}").task_factory is asyncio.eager_task_factory
    assert resolve("haiway_reference").task_factory is None


def test_an_adapter_that_a_module_has_stays_as_it_is(module):
    module("with_adapter", "from haiway_conformance import Adapter\nmine = Adapter()")
    eager, plain = resolve(f"with_adapter:mine{EAGER}"), resolve("with_adapter:mine")
    assert (eager.task_factory, plain.task_factory) == (asyncio.eager_task_factory, None)


def test_under_eager_tasks_it_is_the_same_implementation():
    target = f"haiway_reference{EAGER}"
    eager = identify(resolve(target), target)
    plain = identify(resolve("haiway_reference"), "haiway_reference")
    assert eager.target == target
    assert (eager.name, eager.version, eager.sha256) == (plain.name, plain.version, plain.sha256)
    assert plain.sha256


def test_a_task_factory_of_its_own_is_not_replaced(module):
    module(
        "lazy",
        "from haiway_conformance import Adapter\n"
        "from haiway_conformance.adapter import lazy_task_factory\n"
        "class Lazy(Adapter):\n"
        "    task_factory = staticmethod(lazy_task_factory)\n",
    )
    assert refusal(f"lazy:Lazy{EAGER}") == (
        "the adapter of lazy:Lazy sets `task_factory` itself, so its tasks are eager or lazy as it"
        " says. Judge lazy:Lazy as it is."
    )
