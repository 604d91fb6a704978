"""The options of pytest work as users expect; the same seed always draws the same programs."""

import re
from xml.etree import ElementTree as ET

import pytest
from haiway_conformance.judgement import PROFILES

pytest_plugins = ["pytester"]

TASKS = "--haiway-implementation=fake_implementations:OnlyScopesAndTasks"

MIXED = """
    @clause("scopes/exit-awaits-tasks")
    @given(program=st.integers(0, 99))
    def test_fails(explore, program):
        for run in explore(program):
            expect(run < 3, "seen")

    @clause("scopes/exit-cancels-tasks")
    @given(program=st.integers(0, 99))
    def test_passes(explore, program):
        for run in explore(program):
            pass

    @clause("scopes/single-use")
    @given(program=st.integers(0, 99))
    def test_warns(explore, program):
        for run in explore(program):
            expect(run < 5, "warned")

    @clause("streams/order")
    @given(program=st.integers(0, 99))
    def test_unsupported(explore, program):
        for run in explore(program):
            pass
"""

SHOWING_PROGRAMS = """
    @clause("scopes/exit-awaits-tasks")
    @pytest.mark.parametrize("number", [1, 2])
    @given(program=st.integers(0, 99))
    def test_shows(explore, number, program):
        for run in explore(program):
            print(f"PROGRAM {number} {run} {explore.seed}")
"""


def summary(result: pytest.RunResult) -> list[str]:
    start = next(i for i, line in enumerate(result.outlines) if "conformance of" in line)
    return [line for line in result.outlines[start:] if not re.search(r"in \d+\.\d+s", line)]


def test_results_of_workers_reach_the_summary(project):
    made = project(test_scopes=MIXED)
    alone = made.runpytest(TASKS)
    alone.assert_outcomes(failed=1, passed=1, xfailed=1, skipped=1)
    shared = made.runpytest(TASKS, "-n2")
    shared.assert_outcomes(failed=1, passed=1, xfailed=1, skipped=1)
    assert summary(shared) == summary(alone)


def test_selecting_by_name(project):
    project(test_scopes=MIXED).runpytest(TASKS, "-k", "passes or warns").assert_outcomes(
        passed=1, xfailed=1, deselected=2
    )


def test_selecting_by_clause(project):
    made = project(test_scopes=MIXED, test_own="def test_other(): pass")
    made.runpytest(
        TASKS, "--haiway-clause=streams/order", "--haiway-clause=scopes/exit-cancels-tasks"
    ).assert_outcomes(passed=1, skipped=1, deselected=3)


def test_stopping_at_the_first_failure(project):
    result = project(test_scopes=MIXED).runpytest(TASKS, "-x")
    result.assert_outcomes(failed=1)


def test_running_only_what_failed_last(project):
    made = project(test_scopes=MIXED)
    made.runpytest(TASKS)
    made.runpytest(TASKS, "--lf").assert_outcomes(failed=1)


def test_running_without_a_cache(project):
    result = project(test_scopes=MIXED).runpytest(TASKS, "-p", "no:cacheprovider")
    result.assert_outcomes(failed=1, passed=1, xfailed=1, skipped=1)


def test_running_without_pytest_timeout(project):
    result = project(test_scopes=MIXED).runpytest(TASKS, "-p", "no:timeout", "--strict-markers")
    result.assert_outcomes(failed=1, passed=1, xfailed=1, skipped=1)


def test_the_time_limit_of_a_property_never_ends_the_whole_run(project):
    source = """
        @clause("scopes/exit-awaits-tasks")
        def test_limited(request, implementation):
            print("LIMIT", request.node.get_closest_marker("timeout").kwargs)
    """
    result = project(test_scopes=source).runpytest(TASKS, "--timeout-method=thread", "-s")
    result.stdout.fnmatch_lines(["*LIMIT {'method': 'signal'}"])


def test_junit_reports_tell_the_explanation(project):
    made = project(test_scopes=MIXED)
    made.runpytest(TASKS, "--junitxml=report.xml")
    suite = ET.parse(made.path / "report.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", "1", "0")
    failure = suite.find(".//failure")
    assert "scopes/exit-awaits-tasks: seen" in failure.get("message")
    assert "What the clause asks (MUST):" in failure.text


def test_a_worker_that_dies_is_an_error_of_its_property(project):
    source = """
        import os

        @clause("scopes/exit-awaits-tasks")
        @given(program=st.integers(0, 9))
        def test_dies(explore, program):
            os._exit(1)
    """
    result = project(test_scopes=source).runpytest(TASKS, "-n1", "--max-worker-restart=0")
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        ["ERROR scopes/exit-awaits-tasks (MUST)", "*the process that ran the property died*"]
    )


def programs(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if line.startswith("PROGRAM")]


def test_programs_are_the_same_whatever_surrounds_them(project, monkeypatch):
    made = project(test_scopes=SHOWING_PROGRAMS)
    first = programs(made.runpytest(TASKS, "-rP", "--haiway-profile=quick"))
    assert len(first) == 2 * PROFILES["quick"].programs
    monkeypatch.setenv("CI", "1")
    assert first == programs(made.runpytest(TASKS, "-rP", "--haiway-profile=quick"))
    again = made.runpytest(
        *(TASKS, "-rP", "--haiway-profile=quick", "--hypothesis-seed=4", "-n2", "-k", "shows")
    )
    assert sorted(first) == sorted(programs(again))
    folder = made.mkdir("elsewhere")
    made.path.joinpath("test_scopes.py").rename(folder / "test_scopes.py")
    made.makeini("[pytest]\npythonpath = .")
    moved = made.runpytest(TASKS, "-rP", "--haiway-profile=quick", "elsewhere/test_scopes.py")
    assert first == programs(moved)


def test_programs_follow_from_seed_profile_and_test(project):
    made = project(test_scopes=SHOWING_PROGRAMS)
    first = programs(made.runpytest(TASKS, "-rP", "--haiway-profile=quick"))
    other = programs(made.runpytest(TASKS, "-rP", "--haiway-profile=quick", "--haiway-seed=1"))
    assert {line.split()[3] for line in first}.isdisjoint(line.split()[3] for line in other)
    one, two = ([line.split()[2] for line in first if line.split()[1] == n] for n in "12")
    assert one != two
    assert len(programs(made.runpytest(TASKS, "-rP"))) == 2 * PROFILES["default"].programs


def test_explicit_settings_do_not_stay_on_the_function():
    from haiway_conformance.plugin.property import Property
    from haiway_conformance.plugin.settings import settings_of, under_own_settings
    from haiway_spec import specification
    from hypothesis import given, settings
    from hypothesis import strategies as st

    @settings(max_examples=7)
    @given(st.integers())
    def test_it(number): ...

    class Item:
        obj = staticmethod(test_it)

    clause = specification().clauses[0]
    judging = Property("a::b", clause, (), 42, PROFILES["quick"])
    with under_own_settings(Item, judging):
        inside = test_it._hypothesis_internal_use_settings
        assert repr(inside) == repr(settings_of(judging))
        assert test_it._hypothesis_internal_use_seed == 42
    assert test_it._hypothesis_internal_use_settings.max_examples == 7
    assert test_it._hypothesis_internal_use_seed is None
