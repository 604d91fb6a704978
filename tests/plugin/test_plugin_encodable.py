"""Messages that no encoding can hold reach the user, from workers too."""

import pytest

pytest_plugins = ["pytester"]

TASKS = "--haiway-implementation=fake_implementations:OnlyScopesAndTasks"
SUITE = """
    @clause("scopes/exit-awaits-tasks")
    @given(program=st.integers(0, 99))
    def test_fails(explore, program):
        for run in explore(program):
            expect(False, "half \\ud800")

    @clause("scopes/single-use")
    @given(program=st.integers(0, 99))
    def test_warns(explore, program):
        for run in explore(program):
            expect(False, "half \\ud802")

    @clause("scopes/exit-cancels-tasks")
    def test_errs(implementation):
        raise KitError("half \\ud803")

    @clause("tasks/result")
    def test_skips(implementation):
        pytest.skip("half \\ud804")
"""


@pytest.mark.parametrize("more", [[], ["-n2"]], ids=["alone", "workers"])
def test_half_surrogates_are_escaped(project, more):
    result = project(test_scopes=SUITE).runpytest(TASKS, "-rxs", *more)
    result.assert_outcomes(failed=2, xfailed=1, skipped=1)
    assert "WARNING scopes/single-use: half \\ud802\n\n" in result.stdout.str()
    for number in (0, 2, 3, 4):
        assert f"\\ud80{number}" in result.stdout.str() + result.stderr.str(), number
