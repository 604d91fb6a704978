"""Simulated tests beside other plugins of pytest, other kinds of tests, and other options."""

import subprocess
import sys

import pytest
from simulated_tests import DEADLOCK, HEAD, KINDS, OUT_OF_ORDER, RIGHT

pytest_plugins = ["pytester"]

HERE = ("-p", "no:cacheprovider")


@pytest.fixture
def run(pytester):
    """Runs tests as users do, in a process of its own, with some of the plugins alone."""

    def run(source, *arguments, plugins=(), python=()):
        names = "haiway_conformance.plugin", *plugins
        pytester.path.joinpath("test_own.py").write_text(HEAD + source, encoding="utf-8")
        given = [argument for name in names for argument in ("-p", name)]
        return pytester.run(
            *(sys.executable, *python, "-m", "pytest", *given, *arguments), timeout=60
        )

    return run


@pytest.fixture(autouse=True)
def no_other_plugin(monkeypatch):
    """Keep other plugins that are installed from taking part."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def drawn(result):
    result.stdout.fnmatch_lines(
        ["*what happened, a column per task*", "E *run it again: python -m pytest 'test_own.py::*"]
    )


ASYNC_FIXTURE = """
@pytest.fixture
async def started():
    await asyncio.sleep(0)
    yield "started"

async def test_theirs(started):
    await asyncio.sleep(0)
    assert started == "started"

@simulated()
async def test_with_fixture(started):
    assert await world.event("the answer", returns=started) == "started"
"""

ASYNCIO = ("-W", "error", "-o", "asyncio_default_fixture_loop_scope=function")


def test_pytest_asyncio_in_auto_mode_leaves_simulated_tests_alone(run):
    pytest.importorskip("pytest_asyncio")
    source = RIGHT + OUT_OF_ORDER + ASYNC_FIXTURE
    result = run(source, "--asyncio-mode=auto", *ASYNCIO, plugins=["pytest_asyncio.plugin"])
    result.assert_outcomes(passed=3, failed=1)
    drawn(result)


def test_pytest_asyncio_in_strict_mode_leaves_simulated_tests_alone(run):
    pytest.importorskip("pytest_asyncio")
    source = ASYNC_FIXTURE.replace("@pytest.fixture", "@pytest_asyncio.fixture").replace(
        "async def test_theirs", "@pytest.mark.asyncio\nasync def test_theirs"
    )
    source = f"import pytest_asyncio\n{RIGHT}{OUT_OF_ORDER}{source}"
    result = run(source, *ASYNCIO, plugins=["pytest_asyncio.plugin"])
    result.assert_outcomes(passed=3, failed=1)
    drawn(result)


def test_within_an_async_test_simulate_says_what_to_do(run):
    pytest.importorskip("pytest_asyncio")
    source = "async def test_it(simulate):\n    simulate(lambda: asyncio.sleep(1))\n"
    result = run(source, "--asyncio-mode=auto", *ASYNCIO, plugins=["pytest_asyncio.plugin"])
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E *RuntimeError: simulate() runs event loops of its own*"])


@pytest.mark.parametrize("mode", ["strict", "auto"])
def test_the_plugin_of_anyio_leaves_simulated_tests_alone(run, mode):
    pytest.importorskip("anyio")
    anyio = """
@pytest.fixture
def anyio_backend(): return "asyncio"

@pytest.mark.anyio
async def test_theirs():
    await asyncio.sleep(0)
"""
    result = run(
        f"{RIGHT}{OUT_OF_ORDER}{anyio}",
        *("-o", f"anyio_mode={mode}", "-W", "error"),
        plugins=["anyio.pytest_plugin"],
    )
    result.assert_outcomes(passed=2, failed=1)
    drawn(result)


def test_programs_of_anyio_are_simulated(run):
    pytest.importorskip("anyio")
    source = """
import anyio

@simulated(cancel="everywhere")
async def test_groups():
    send, receive = anyio.create_memory_object_stream(1)
    async with send, receive, anyio.create_task_group() as group:
        group.start_soon(send.send, 1)
        with anyio.fail_after(3600):
            assert await receive.receive() == 1
"""
    run(source, "-W", "error").assert_outcomes(passed=1)


def test_pytest_randomly_changes_no_schedule(run):
    pytest.importorskip("pytest_randomly")
    plugins = ["pytest_randomly"]
    shown = []
    for seed in (1, 2):
        result = run(RIGHT + OUT_OF_ORDER, f"--randomly-seed={seed}", *HERE, plugins=plugins)
        result.assert_outcomes(passed=1, failed=1)
        shown.append([each for each in result.outlines if each.startswith("E ")])
    assert shown[0] == shown[1]


def test_pytest_xdist_keeps_failures_and_replays_tokens(run):
    plugins = ["xdist.plugin"]
    first = run(RIGHT + OUT_OF_ORDER, "-n2", plugins=plugins)
    first.assert_outcomes(passed=1, failed=1)
    drawn(first)
    # The canonical schedule alone does not show it.
    again = run(RIGHT + OUT_OF_ORDER, "-n2", "--haiway-schedules=1", plugins=plugins)
    again.assert_outcomes(passed=1, failed=1)
    token = first.stdout.str().split("--haiway-replay ")[1].split()[0]
    replayed = run(RIGHT + OUT_OF_ORDER, "-n2", "--haiway-replay", token, plugins=plugins)
    replayed.assert_outcomes(failed=1)
    drawn(replayed)


def test_coverage_of_simulated_code_is_measured(run, pytester):
    pytest.importorskip("pytest_cov")
    result = run(
        f"{RIGHT}{OUT_OF_ORDER}",
        *("--cov=test_own", "--cov-branch", "--cov-report=term-missing", *HERE),
        plugins=["pytest_cov.plugin"],
    )
    result.assert_outcomes(passed=1, failed=1)
    drawn(result)
    result.stdout.fnmatch_lines(["test_own.py * 0 * 0 * 100%"])  # no statement, no branch is missed


STUCK = """
@pytest.mark.timeout(1)
@simulated()
async def test_stuck():
    async def forever():
        while True:
            pass

    task = asyncio.create_task(forever())
    await asyncio.sleep(0)
    await asyncio.wait([task])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no signal for a limit")
@pytest.mark.parametrize("more", [(), ("-o", "timeout_func_only=true")], ids=["all", "func_only"])
def test_pytest_timeout_stops_a_simulation(run, more):
    # In a task whose exception nobody retrieves; and what is stuck is not run again.
    result = run(STUCK, *more, plugins=["pytest_timeout"])
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["    async def forever():", "E *Failed: Timeout *1*"])
    result.stdout.no_fnmatch_line("*what happened*")


GIVEN = """
from hypothesis import HealthCheck, Phase, assume, given, settings, strategies as st

settings.register_profile(
    "theirs", max_examples=20, deadline=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("theirs")

{0}
{1}
async def test_given(number, answer):
    assume(number > 3)
    answers = [await world.event("the answer", returns=answer), number]
    assert number < 90

@pytest.fixture
def answer(): return "the answer"
"""


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["outside", "inside"])
def test_hypothesis_can_stand_on_either_side(run, order):
    decorators = "@simulated(schedules=5)", "@given(number=st.integers(0, 99))"
    source = GIVEN.format(*(decorators[each] for each in order))
    passes = source.replace("number < 90", "number < 100")
    run(passes, "-W", "error", plugins=["_hypothesis_pytestplugin"]).assert_outcomes(passed=1)
    result = run(source, "-W", "error", plugins=["_hypothesis_pytestplugin"])
    result.assert_outcomes(failed=1)
    drawn(result)


def test_other_kinds_of_tests(run):
    result = run(KINDS, "-W", "error", "-rA")
    result.assert_outcomes(passed=3, failed=3, skipped=2, xfailed=1)
    text = result.stdout.str()
    for name in ("TestClass::test_method[[]once]", "AsyncCase::test_method", "test_fail"):
        result.stdout.fnmatch_lines(
            [f"E  *run it again: python -m pytest 'test_own.py::{name}' --haiway-replay *"]
        )
    assert "not today" in text


def test_a_token_of_a_test_with_parameters_runs_that_one_alone(run):
    first = run(KINDS, "-k", "once")
    token = first.stdout.str().split("--haiway-replay ")[1].split()[0]
    result = run(KINDS, "--haiway-replay", token)
    result.assert_outcomes(failed=1, deselected=8)


def test_with_optimized_python(run):
    # pytest rewrites the `assert` of test modules, so that it is checked all the same.
    result = run(RIGHT + OUT_OF_ORDER, *HERE, python=["-O"])
    result.assert_outcomes(passed=1, failed=1)
    drawn(result)


def test_warnings_that_are_errors(run):
    result = run(RIGHT + OUT_OF_ORDER + DEADLOCK, "-W", "error", *HERE, python=["-X", "dev"])
    result.assert_outcomes(passed=1, failed=2)
    drawn(result)


@pytest.mark.parametrize(
    ("program", "place", "local"),
    [
        (OUT_OF_ORDER, "test_own.py(16)test_answers_in_order()", "['the second', 'the first']"),
        (DEADLOCK, "test_own.py(17)test_two_transfers()", "<asyncio.locks.Lock *"),
    ],
    ids=["raised", "deadlock"],
)
def test_the_debugger_stands_in_the_failing_run(pytester, program, place, local):
    pytester.path.joinpath("test_own.py").write_text(HEAD + program, encoding="utf-8")
    words = [sys.executable, "-m", "pytest", "-x", "--pdb", "-p", "haiway_conformance.plugin"]
    asked = "p answers\n" if "answers" in place else "p mine\n"
    done = subprocess.run(
        words, input=f"{asked}q\n", capture_output=True, text=True, check=False, timeout=60
    )
    said = pytest.LineMatcher(done.stdout.splitlines())
    said.fnmatch_lines(["*PDB post_mortem*", f"> *{place}", "-> *", f"(Pdb) {local}"])
