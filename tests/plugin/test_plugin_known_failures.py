"""Known failures under pytest: xfailed, and unexpected passes fail the run."""

import pytest
from haiway_conformance.explain import links_of
from haiway_conformance.plugin.known_failures import judged_in_part
from haiway_conformance.report.result import Outcome, Result
from haiway_spec import specification

pytest_plugins = ["pytester"]

TASKS = "--haiway-implementation=fake_implementations:OnlyScopesAndTasks"
MUST, SHOULD, OTHER = "scopes/exit-awaits-tasks", "scopes/single-use", "scopes/exit-cancels-tasks"

SUITE = f"""
    @clause("{MUST}")
    @given(program=st.integers(0, 99))
    def test_fails(explore, program):
        for run in explore(program):
            expect(run < 3, "seen")

    @clause("{MUST}")
    @given(program=st.integers(0, 99))
    def test_passes(explore, program):
        for run in explore(program):
            pass

    @clause("{OTHER}")
    @given(program=st.integers(0, 99))
    def test_cancels(explore, program):
        for run in explore(program):
            pass
"""


def listed(made, *clauses):
    text = "\n".join(f'["{each}"]\nreason = "why not"\n' for each in clauses)
    made.path.joinpath("known.toml").write_text(text)
    return made


@pytest.mark.parametrize("more", [[], ["-n2"]], ids=["alone", "workers"])
def test_a_property_of_a_known_failure_is_xfailed(project, more):
    made = listed(project(test_scopes=SUITE), MUST)
    result = made.runpytest(TASKS, "--haiway-known-failures=known.toml", "-rx", *more)
    result.assert_outcomes(xfailed=1, passed=2)
    assert result.ret == 0
    result.stdout.fnmatch_lines([f"*why not: {MUST}", "*known failure: why not*"])


def test_without_the_list_it_fails(project):
    result = project(test_scopes=SUITE).runpytest(TASKS)
    result.assert_outcomes(failed=1, passed=2)


def test_the_ini_option_is_relative_to_the_configuration(project, monkeypatch):
    made = listed(project(test_scopes=SUITE), MUST)
    made.makeini("[pytest]\nhaiway_known_failures = known.toml\n")
    made.path.joinpath("below").mkdir()
    monkeypatch.chdir(made.path / "below")
    assert made.runpytest(TASKS, "--rootdir=..", "..").ret == 0


@pytest.mark.parametrize("more", [[], ["-n2"]], ids=["alone", "workers"])
def test_a_wrong_list_is_a_usage_error(project, more):
    made = listed(project(test_scopes=SUITE), "scopes/single-us")
    result = made.runpytest(TASKS, "--haiway-known-failures=known.toml", *more)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*did you mean 'scopes/single-use'*"])


def test_a_pass_counts_only_if_all_properties_of_the_clause_ran(project):
    # Those of the kit did not.
    made = listed(project(test_scopes=SUITE), OTHER, MUST)
    result = made.runpytest(TASKS, "--haiway-known-failures=known.toml")
    assert result.ret == 0
    assert "UNEXPECTED" not in result.stdout.str()


def test_an_unexpected_pass_fails_the_run(project, monkeypatch):
    made = listed(project(test_scopes=SUITE), OTHER, MUST)
    monkeypatch.setattr(
        "haiway_conformance.plugin.known_failures.links_of", lambda _: links_of("no such clause")
    )
    result = made.runpytest_inprocess(TASKS, "--haiway-known-failures=known.toml")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines([f"UNEXPECTED PASS {OTHER} (MUST)"])


def test_what_is_judged_in_part():
    clause = MUST
    names = [each.name for each in links_of(clause).properties if each.name.startswith("test_")]
    results = [Result(f"{clause}::{each}[x]", clause, Outcome.PASSED) for each in names]
    assert len(names) > 1
    assert judged_in_part([clause], results) == frozenset()
    assert judged_in_part([clause], results[1:]) == {clause}
    # Hygiene is judged by the programs of all properties.
    orphans = "hygiene/no-orphans"
    assert judged_in_part([orphans], results) == {orphans}
    everything = [
        Result(f"{each.id}::{place.name}", each.id, Outcome.PASSED)
        for each in specification().clauses
        for place in links_of(each.id).properties
    ]
    assert judged_in_part([orphans, clause], everything) == frozenset()


BLOCKING = f"""
    @clause("{MUST}")
    @given(program=st.integers(0, 99))
    def test_is_blocked(explore, program):
        for run in explore(program, met=False, blamed=["{OTHER}"]):
            pass
"""


def test_what_is_blocked_by_known_failures_is_xfailed(project):
    made = listed(project(test_scopes=BLOCKING), OTHER)
    result = made.runpytest(TASKS, "--haiway-known-failures=known.toml", "-rx")
    result.assert_outcomes(xfailed=1)
    made.runpytest(TASKS).assert_outcomes(failed=1)
