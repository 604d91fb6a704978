"""Names in an adapter that are nearly right are pointed out, and judged as missing."""

import subprocess
import sys
import textwrap

import pytest
from haiway_conformance.adapter import ModuleAdapter, plug_in, resolve
from haiway_conformance.adapter.near_misses import near_misses
from smoke_adapters import Right, with_state


def test_whole_implementations_miss_nothing():
    assert near_misses(resolve("haiway_reference")) == ()


@pytest.mark.parametrize("target", ["haiway"])
def test_real_implementations_miss_nothing(target):
    pytest.importorskip(target)
    assert near_misses(resolve(target)) == ()


def nothing(*args, **kwargs): ...


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("process_concurrenty", "process_concurrently"),
        ("log_warn", "log_warning"),
        ("check_cancelation", "check_cancellation"),
        ("streams", "stream"),
        ("lack", "lacks"),
    ],
)
def test_a_name_that_is_nearly_right_is_pointed_out(name, meant):
    (said,) = near_misses(with_state(**{name: nothing}))
    assert said == (
        f"`{name}` is no name that the kit knows, and there is no `{meant}`: if that is meant, name"
        f" it `{meant}`, or the clauses that need it stay unsupported."
    )


@pytest.mark.parametrize("name", ["group", "limiter", "spawned", "_process_concurrenty"])
def test_other_names_are_the_adapters_own(name):
    assert near_misses(with_state(**{name: nothing})) == ()


def test_a_parameter_that_is_nearly_right_is_pointed_out():
    def process(self, source, /, handler, *, concurrent_tasks=2, ignore_exception=False): ...

    assert near_misses(with_state(process_concurrently=process)) == (
        (
            "`process_concurrently` takes `ignore_exception`, but no `ignore_exceptions`: if that"
            " is meant, name it `ignore_exceptions`, or the clauses that need it stay unsupported."
        ),
    )


def test_attributes_that_are_not_enough_are_pointed_out():
    assert near_misses(with_state(log_info=nothing, log_debug=nothing)) == (
        (
            "`log_info` and `log_debug` count for nothing: the capability logging also takes"
            " `log_error` and `log_warning`, which the adapter lacks."
        ),
    )


def test_what_belongs_to_a_scope_that_is_missing_is_pointed_out():
    assert near_misses(with_state(scope=None, State=None, state=None, variable=None)) == (
        (
            "`spawn` counts for nothing: the capability spawn also takes `scope`, which the adapter"
            " lacks."
        ),
    )


def test_what_is_declared_to_be_missing_is_not():
    declared = with_state(log_info=nothing, lacks=("logging",))
    assert near_misses(declared) == ()


def test_the_names_of_a_module_are_looked_at_too(module):
    module("nearly", "ctx = type('Ctx', (), {'scopes': None, 'spawn': None})\nStates = 1")
    adapter = ModuleAdapter(__import__("nearly"))
    assert [each.partition(" is ")[0] for each in near_misses(adapter)] == ["`States`", "`scopes`"]


ADAPTER = """
    from contextlib import asynccontextmanager
    from haiway_conformance import Adapter

    class Nearly(Adapter):
        @asynccontextmanager
        async def scope(self, name, /, *state):
            yield

        def log_warn(self, message): ...
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "nearly_right.py").write_text(textwrap.dedent(ADAPTER), encoding="utf-8")
    return tmp_path


def output(folder, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


WARNING = "the adapter of nearly_right:Nearly: `log_warn` is no name that the kit knows"


def test_certify_warns_on_standard_error(folder):
    certify = ("haiway_conformance", "certify", "nearly_right:Nearly", "--profile", "quick")
    done = output(folder, *certify, "--clause", "scopes/single-use")
    assert f"Warning: {WARNING}" in done.stderr
    assert "log_warn" not in done.stdout


@pytest.mark.parametrize("more", [(), ("-n2",), ("-Werror",)])
def test_pytest_lists_the_warning_once_and_fails_nothing(folder, more):
    done = output(
        folder,
        *("pytest", "--pyargs", "haiway_conformance.suite", "--haiway-profile=quick", *more),
        "--haiway-implementation=nearly_right:Nearly",
        "--haiway-clause=failures/body-alone",
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count(WARNING) == 1


def test_the_warnings_are_handed_over_with_the_implementation():
    assert plug_in("haiway_reference").warnings == ()
    assert near_misses(Right()) == ()
