"""Simulations in anybody's tests: options, kept failures, and what a failure says."""

import json
import re

import pytest
from haiway_conformance.simulation.token import ScheduleToken
from simulated_tests import DEADLOCK, HEAD, LEAK, LOST_UPDATE, OUT_OF_ORDER, RIGHT, STARVED

pytest_plugins = ["pytester"]

COUNTED = """\
calls = []

@simulated(schedules=30)
async def test_counted():
    calls.append(1)
    await asyncio.gather(world.event("one"), world.event("two"))

def test_the_number():
    print(f"calls: {len(calls)}")
"""


@pytest.fixture
def tests(pytester):
    """Writes a module of tests."""

    def write(*parts, name="test_own"):
        return pytester.path.joinpath(f"{name}.py").write_text(
            HEAD + "\n".join(parts), encoding="utf-8"
        )

    return write


def token_in(result):
    (token,) = set(re.findall(r"--haiway-replay (\S+)", result.stdout.str()))
    return token


def refused(result, *lines):
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    said = pytest.LineMatcher([*result.outlines, *result.errlines])
    said.fnmatch_lines(lines)
    said.no_fnmatch_line("*Traceback*")
    said.no_fnmatch_line("*INTERNALERROR*")


def kept_in(folder):
    return [json.loads(each.read_text(encoding="utf-8")) for each in folder.glob("*.json")]


@pytest.fixture
def cache(pytester):
    """The folder of kept schedules in pytest's cache."""
    return pytester.path / ".pytest_cache" / "d" / "haiway-simulations"


# What a failure says.


def test_a_failure_is_drawn_and_its_traceback_ends_in_the_program(pytester, tests):
    tests(OUT_OF_ORDER)
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            '>       assert answers[[]0] == "the first"',
            "E   *SimulationFailed: main raises AssertionError (test_own.py:16:*",
            "E       the schedule: deviates once from the canonical one (*)",
            "E         * 0  4  answer() 2 | returns*",
            "E       the nearest schedule in which nothing is wrong goes on alike until*",
            "E *run it again: * 'test_own.py::test_answers_in_order' --haiway-replay hws1.*",
            "test_own.py:16: SimulationFailed",
        ]
    )
    result.stdout.no_fnmatch_line("*haiway_conformance/*")


@pytest.mark.parametrize(
    ("program", "line", "end"),
    [
        (DEADLOCK, "E   *nothing can ever run again*", "test_own.py:17: SimulationFailed"),
        (LEAK, "E   *tasks that have not ended (beat() at*", "test_own.py:10: SimulationFailed"),
        (STARVED, "E   *a timer fires up to 4 virtual seconds late*", "test_own.py:10: Simul*"),
    ],
    ids=["deadlock", "leak", "starved timer"],
)
def test_the_traceback_of_what_raises_nothing_ends_in_the_program(
    pytester, tests, program, line, end
):
    tests(program)
    result = pytester.runpytest()
    result.stdout.fnmatch_lines([line, end])
    result.stdout.no_fnmatch_line("*haiway_conformance/*")


def test_a_deadlock_says_who_waits_for_what(pytester, tests):
    tests(DEADLOCK)
    pytester.runpytest().stdout.fnmatch_lines(
        [
            "E       who waits for what:",
            "E         main, at test_own.py:17 (await asyncio.gather(*",
            "E         move(), at test_own.py:11 (async with other:), waits for a Lock that*",
            "E         move() 2, at test_own.py:11 (async with other:), waits for a Lock that*",
        ]
    )


def test_two_runs_show_the_same_bytes(pytester, tests):
    tests(OUT_OF_ORDER, DEADLOCK, LEAK)
    first, second = (
        pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:randomly")
        for _ in range(2)
    )
    first.assert_outcomes(failed=3)
    assert first.outlines[:-1] == second.outlines[:-1]  # the last line has the seconds


# --haiway-replay


BOTH_WAYS = pytest.mark.parametrize("workers", [(), ("-n2",)], ids=["alone", "xdist"])


def test_a_token_runs_its_test_alone_and_one_schedule(pytester, tests):
    tests(OUT_OF_ORDER, COUNTED)
    token = token_in(pytester.runpytest())
    result = pytester.runpytest("--haiway-replay", token)
    result.assert_outcomes(failed=1, deselected=2)
    assert token_in(result) == token


def test_a_token_runs_the_one_schedule_of_a_test_that_is_mended(pytester, tests):
    tests(OUT_OF_ORDER)
    token = token_in(pytester.runpytest())
    mended = OUT_OF_ORDER.replace("answers[0] ==", "min(answers) ==")
    tests(mended.replace("    answers = []", "    print('called')\n    answers = []"))
    result = pytester.runpytest("--haiway-replay", token, "-s")
    result.assert_outcomes(passed=1)
    assert result.stdout.str().count("called") == 1


@BOTH_WAYS
@pytest.mark.parametrize(
    ("token", "line"),
    [
        ("nonsense", "ERROR: --haiway-replay: 'nonsense' is no token of a schedule*"),
        ("hws1.eNqLVipJLS6J", "ERROR: --haiway-replay: this token is damaged*"),
        (
            ScheduleToken("test_own.py::test_gone", {}, None).to_text(),
            "ERROR: --haiway-replay: *test_own.py::test_gone, and no such test was collected*",
        ),
    ],
    ids=["none", "damaged", "unknown test"],
)
def test_a_bad_token_is_refused(pytester, tests, token, line, workers):
    tests(RIGHT)
    refused(pytester.runpytest("--haiway-replay", token, *workers), line)


# --haiway-schedules, --haiway-show-schedules


def test_the_number_of_schedules_can_be_chosen(pytester, tests):
    tests(COUNTED)
    ordered = ("-s", "-p", "no:randomly")
    pytester.runpytest(*ordered).stdout.fnmatch_lines(["*calls: 30*"])
    pytester.runpytest(*ordered, "--haiway-schedules=7").stdout.fnmatch_lines(["*calls: 7*"])


@BOTH_WAYS
def test_schedules_in_which_nothing_is_wrong_are_shown_once(pytester, tests, workers):
    tests(RIGHT)
    result = pytester.runpytest("--haiway-show-schedules=2", *workers)
    result.assert_outcomes(passed=1)
    text = result.stdout.str()
    assert text.count("schedules of test_own.py::test_right") == 1
    assert text.count("what happened, a column per task") == 2
    assert text.count("the schedule: the canonical one") == 1
    # A task that only calls `world.event` is in no line of the program.
    result.stdout.fnmatch_lines(["*World.event() * | waits: the first answers *"])


def test_those_of_a_failing_test_are_shown_once_too(pytester, tests):
    tests(OUT_OF_ORDER)
    text = pytester.runpytest("--haiway-show-schedules=1").stdout.str()
    assert text.count("the schedule: the canonical one") == 1


def test_nothing_is_shown_unasked(pytester, tests):
    tests(RIGHT)
    pytester.runpytest("-rA").stdout.no_fnmatch_line("*schedules of*")


# Kept failures


@pytest.mark.parametrize("workers", [(), ("-n2",)], ids=["alone", "xdist"])
def test_a_failing_schedule_is_kept_and_forgotten_when_the_test_passes(
    pytester, tests, cache, workers
):
    tests(OUT_OF_ORDER, RIGHT)
    token = token_in(pytester.runpytest(*workers))
    assert kept_in(cache) == [{"test": "test_own.py::test_answers_in_order", "tokens": [token]}]
    tests(OUT_OF_ORDER.replace("answers[0] ==", "min(answers) =="))
    pytester.runpytest("-k", "nothing")
    assert len(kept_in(cache)) == 1
    pytester.runpytest(*workers).assert_outcomes(passed=1)
    assert kept_in(cache) == []


def test_what_failed_is_run_first(pytester, tests):
    tests(OUT_OF_ORDER)
    token = token_in(pytester.runpytest())
    # The canonical schedule, which alone is run else, does not show it.
    again = pytester.runpytest("--haiway-schedules=1")
    again.assert_outcomes(failed=1)
    assert token_in(again) == token
    pytester.runpytest("--haiway-schedules=1", "--cache-clear").assert_outcomes(passed=1)


def test_schedules_are_kept_in_the_folder_of_the_configuration(pytester, tests, cache):
    pytester.makeini("[pytest]\nhaiway_failures = kept")
    tests(OUT_OF_ORDER)
    token = token_in(pytester.runpytest("-p", "no:cacheprovider"))
    assert [each["tokens"] for each in kept_in(pytester.path / "kept")] == [[token]]
    assert not cache.exists()
    pytester.runpytest("--haiway-schedules=1").assert_outcomes(failed=1)


def test_without_a_cache_nothing_is_kept(pytester, tests, cache):
    tests(OUT_OF_ORDER)
    pytester.runpytest("-p", "no:cacheprovider").assert_outcomes(failed=1)
    assert not cache.exists()
    pytester.runpytest("-p", "no:cacheprovider", "--haiway-schedules=1").assert_outcomes(passed=1)


def test_a_kept_file_that_is_damaged_is_ignored(pytester, tests, cache):
    tests(OUT_OF_ORDER)
    pytester.runpytest()
    (file,) = cache.glob("*.json")
    file.write_text("{", encoding="utf-8")
    pytester.runpytest("--haiway-schedules=1").assert_outcomes(passed=1)
    pytester.runpytest().assert_outcomes(failed=1)
    assert len(kept_in(cache)) == 1


def test_of_several_simulations_in_a_test_the_failing_one_is_remembered(pytester, tests):
    tests(
        OUT_OF_ORDER.replace("@simulated()\nasync def test_", "async def "),
        "async def fine(): await world.event('one')\n"
        "def test_both(simulate):\n    simulate(fine)\n    simulate(answers_in_order)\n",
    )
    first = pytester.runpytest()
    again = pytester.runpytest("--haiway-schedules=1")
    again.assert_outcomes(failed=1)
    assert token_in(again) == token_in(first)


def test_a_test_that_expects_a_failure_keeps_nothing(pytester, tests, cache):
    tests(
        LOST_UPDATE.replace("@simulated()\nasync def test_", "async def "),
        "def test_it():\n    with pytest.raises(SimulationFailed):\n        simulate(two_orders)\n",
    )
    pytester.runpytest().assert_outcomes(passed=1)
    assert kept_in(cache) == []
