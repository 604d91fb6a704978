"""The verdict of a run of pytest: its exit code is 0 only if something was shown."""

import pytest

pytest_plugins = ["pytester"]

TASKS = "--haiway-implementation=fake_implementations:OnlyScopesAndTasks"
MUST, SHOULD, MAY = "scopes/exit-awaits-tasks", "scopes/single-use", "scopes/foreign-exit"
NOTHING = pytest.ExitCode.NO_TESTS_COLLECTED
BOTH_WAYS = pytest.mark.parametrize("workers", [(), ("-n2",)], ids=["alone", "xdist"])


def property_of(clause: str, body: str = "pass", options: str = "") -> str:
    return f"""
@clause("{clause}")
@given(program=st.integers(3, 9))
def test_it(explore, program):
    for run in explore(program{options}):
        {body}
"""


def verdict(result: pytest.RunResult) -> str:
    lines = iter(result.outlines)
    first = next(line for line in lines if line.startswith("verdict"))
    return " ".join([first, *(line.strip() for line in lines if line.startswith("    "))])


def test_a_must_that_passes_is_a_part_of_conformance(project):
    result = project(test_scopes=property_of(MUST)).runpytest(TASKS)
    assert result.ret == 0
    assert verdict(result).startswith("verdict (partial): conformant — ")


def test_a_must_that_fails_is_the_verdict(project):
    source = property_of(MUST, "expect(run < 3, 'seen')")
    result = project(test_scopes=source).runpytest(TASKS)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert verdict(result).startswith("verdict (partial): not conformant — 1 MUST clause failed")


@BOTH_WAYS
@pytest.mark.parametrize("mine", ["", "def test_mine(): pass"], ids=["alone", "beside others"])
def test_a_run_in_which_all_properties_are_unsupported_does_not_succeed(project, workers, mine):
    made = project(test_streams=property_of("streams/order") + mine)
    result = made.runpytest(TASKS, *workers)
    assert result.ret == NOTHING
    assert verdict(result).startswith(
        "verdict (partial): inconclusive — no MUST was judged: the clause is unsupported. Give the"
        " adapter what it lacks"
    )


@pytest.mark.parametrize("clause", [SHOULD, MAY])
def test_a_selection_without_a_must_does_not_succeed(project, clause):
    result = project(test_scopes=property_of(clause)).runpytest(TASKS, f"--haiway-clause={clause}")
    assert result.ret == NOTHING
    assert "since only SHOULDs and MAYs were selected" in verdict(result)


def test_a_run_in_which_all_properties_are_skipped_does_not_succeed(project):
    source = "@pytest.mark.skip" + property_of(MUST)
    result = project(test_scopes=source).runpytest(TASKS)
    result.assert_outcomes(skipped=1)
    assert result.ret == NOTHING
    assert "no property ran that judges one" in verdict(result)


def test_an_empty_selection_is_what_it_is_for_pytest(project):
    result = project(test_scopes=property_of(MUST)).runpytest(TASKS, "-k", "nothing")
    assert result.ret == NOTHING


def test_setting_up_alone_judges_nothing(project):
    result = project(test_scopes=property_of(MUST)).runpytest(TASKS, "--setup-only")
    assert result.ret == 0
    result.stdout.no_fnmatch_line("verdict*")


def test_an_interrupted_run_is_incomplete(project):
    source = property_of(MUST) + "def test_later(): pytest.exit('enough')"
    result = project(test_scopes=source).runpytest(TASKS)
    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert verdict(result).startswith("verdict (partial): incomplete — the run ended early")


def test_only_selected_clauses_are_judged(project):
    unclean = ", unclean=['hygiene/no-orphans']"
    made = project(test_scopes=property_of(MUST, options=unclean))
    assert made.runpytest(TASKS).ret == pytest.ExitCode.TESTS_FAILED
    selected = made.runpytest(TASKS, f"--haiway-clause={MUST}")
    assert selected.ret == 0
    assert verdict(selected) == "verdict (partial): conformant — 1 MUST clause passed"


def test_a_clause_of_hygiene_is_judged_by_the_programs_of_all(project):
    source = property_of(MUST, "expect(run < 3, 'seen')")
    result = project(test_scopes=source).runpytest(TASKS, "--haiway-clause=hygiene/no-orphans")
    assert result.ret == 0
    result.assert_outcomes(skipped=1)
    assert verdict(result) == "verdict (partial): conformant — 1 MUST clause passed"
