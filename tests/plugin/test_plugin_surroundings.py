"""The verdict under pytest is that of certify, whatever surrounds the properties."""

import io
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest
from haiway_conformance.certify import CertifyOptions, certify

pytest_plugins = ["pytester"]

TARGET = "noisy_implementation:Noisy"
NOISY = Path(__file__).parent / "noisy_implementation.py"
CLAUSES = ("tasks/arguments", "tasks/context-copied", "process/logs-ignored")
MODULES = tuple(
    f"haiway_conformance.suite.{each}"
    for each in ("tasks.test_arguments", "tasks.test_context_copied", "process.test_logs_ignored")
)

PACKAGES = ("haiway_conformance.suite.tasks", "haiway_conformance.suite.process")
OTHER_NAMES = "python_files = *_spec.py\npython_functions = it_*"

HYPOTHESIS_PROFILE = """
    from hypothesis import Phase, Verbosity, settings

    settings.register_profile(
        "theirs", derandomize=True, max_examples=1, phases=[Phase.explicit], deadline=1,
        verbosity=Verbosity.debug,
    )
    settings.load_profile("theirs")

    def pytest_unconfigure():
        settings.load_profile("default")
"""
LOGGING = """
    import logging

    def disable(disabled, level):
        for name in ("haiway_reference", "noisy", "root"):
            logging.getLogger(name).disabled = disabled
        logging.disable(level)

    def pytest_configure():
        disable(True, logging.CRITICAL)

    def pytest_unconfigure():
        disable(False, logging.NOTSET)
"""
FIXTURES = """
    import random
    import pytest

    @pytest.fixture
    def explore(): return "theirs"

    @pytest.fixture(scope="session")
    def implementation(): return "theirs"

    @pytest.fixture(autouse=True)
    def seeds(): random.seed(3)
"""
ORDER = """
    def pytest_collection_modifyitems(items):
        items.reverse()
"""
TRACING = """
    import sys
    import pytest

    def trace(frame, event, argument):
        return trace

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(item):
        before = sys.gettrace()
        sys.settrace(trace)
        try:
            return (yield)
        finally:
            sys.settrace(before)
"""


def verdict_of(lines: list[str]) -> list[str]:
    first = next(number for number, line in enumerate(lines) if line.startswith("verdict"))
    last = first + 1
    while last < len(lines) and lines[last].startswith("    "):
        last += 1
    return lines[first:last]


@pytest.fixture(scope="module")
def certified() -> list[str]:
    """The verdict of certify."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(NOISY.parent)
        out = io.StringIO()
        options = CertifyOptions(TARGET, profile="quick", clauses=CLAUSES)
        certify(options, out=out, err=io.StringIO())
        sys.modules.pop("noisy_implementation")
    return verdict_of(out.getvalue().splitlines())


@pytest.fixture
def judge(pytester: pytest.Pytester):
    """Run the same properties under pytest, in a project of its own."""
    pytester.makepyfile(noisy_implementation=NOISY.read_text(encoding="utf-8"))

    def run(
        *arguments: str, conftest: str = "", ini: str = "", modules: Sequence[str] = MODULES
    ) -> list[str]:
        if conftest:
            pytester.makeconftest(textwrap.dedent(conftest))
        pytester.makeini(f"[pytest]\npythonpath = .\n{ini}")
        result = pytester.runpytest(
            f"--haiway-implementation={TARGET}",
            "--haiway-profile=quick",
            *(f"--haiway-clause={each}" for each in CLAUSES),
            *arguments,
            "--pyargs",
            *modules,
        )
        assert result.ret == pytest.ExitCode.TESTS_FAILED
        result.stdout.no_fnmatch_line("*warnings summary*")
        result.stdout.no_fnmatch_line("*Captured log*")
        return verdict_of(result.outlines)

    return run


def test_the_verdict_is_one_that_needs_all_three_clauses(certified):
    assert certified == ["verdict (partial): not conformant — 1 MUST clause failed"]


@pytest.mark.parametrize(
    ("arguments", "around"),
    [
        pytest.param((), {}, id="nothing"),
        pytest.param((), {"ini": "filterwarnings = error"}, id="warnings are errors"),
        pytest.param(("-Werror",), {}, id="-W error"),
        pytest.param(
            ("-Werror", "-pno:unraisableexception", "-pno:threadexception"), {}, id="raw hooks"
        ),
        pytest.param(("-pno:warnings", "-pno:logging", "-pno:skipping"), {}, id="fewer plugins"),
        pytest.param(("--runxfail", "--assert=plain", "-s"), {}, id="other options"),
        pytest.param((), {"ini": "log_level = CRITICAL\nlog_cli = true"}, id="log level"),
        pytest.param((), {"ini": OTHER_NAMES}, id="other names of functions"),
        pytest.param((), {"ini": OTHER_NAMES, "modules": PACKAGES}, id="other names of modules"),
        pytest.param(("--timeout=1", "--timeout-method=thread"), {}, id="short timeouts"),
        pytest.param(("--hypothesis-seed=5", "--hypothesis-verbosity=debug"), {}, id="Hypothesis"),
        pytest.param((), {"conftest": HYPOTHESIS_PROFILE}, id="Hypothesis profile"),
        pytest.param((), {"conftest": LOGGING}, id="loggers are disabled"),
        pytest.param((), {"conftest": FIXTURES}, id="fixtures of the same names"),
        pytest.param((), {"conftest": ORDER}, id="another order"),
        pytest.param((), {"conftest": TRACING}, id="tracing"),
        pytest.param(("-n2", "--dist=loadscope", "-Werror"), {}, id="xdist, by module"),
        pytest.param(("-n2", "--dist=each"), {}, id="xdist, each"),
    ],
)
def test_the_verdict_is_the_same_under(judge, certified, arguments, around):
    assert judge(*arguments, **around) == certified
