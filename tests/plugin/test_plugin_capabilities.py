"""How pytest shows properties that need what an implementation lacks."""

import pytest

pytest_plugins = ["pytester"]

TASKS = "--haiway-implementation=fake_implementations:OnlyScopesAndTasks"
PASSING = """
    @clause("scopes/exit-awaits-tasks")
    @given(program=st.integers(0, 9))
    def test_passes(explore, program):
        for run in explore(program):
            expect(run < 10, "never said")
"""


def test_a_missing_capability_of_the_clause_skips_its_property(project):
    source = PASSING + PASSING.replace("scopes/exit-awaits-tasks", "streams/order").replace(
        "test_passes", "test_streams"
    )
    result = project(test_streams=source).runpytest(TASKS, "-rs")
    assert result.ret == 0
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(
        ["*unsupported*", "SKIPPED*unsupported: only-scopes-and-tasks lacks stream"]
    )


def test_a_missing_capability_of_one_property_skips_that_one_alone(project):
    source = PASSING + PASSING.replace("test_passes", "test_more").replace(
        "@clause", '@pytest.mark.haiway_needs("variable", "trace")\n    @clause'
    )
    result = project(test_scopes=source).runpytest(TASKS, "-rs")
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(["*lacks variable, trace"])
    result.stdout.fnmatch_lines(["scopes * 1"])


LEAVING_OUT = """
    @clause("{clause}")
    @given(program=st.integers(0, 9))
    def test_needs_more(explore, program):
        for run in explore(program, needs={needs}):
            expect({condition}, "seen")
        for run in explore(program, met={met}):
            pass
"""


def leaving_out(clause="scopes/exit-awaits-tasks", needs=("stream", "merge"), **more):
    return LEAVING_OUT.format(
        clause=clause, needs=needs, **{"condition": True, "met": False} | more
    )


@pytest.mark.parametrize("clause", ["scopes/exit-awaits-tasks", "scopes/foreign-exit"])
def test_a_property_whose_premise_only_programs_that_are_left_out_could_meet(project, clause):
    result = project(test_scopes=leaving_out(clause)).runpytest(TASKS, "-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(
        ["*unsupported*", "SKIPPED*unsupported: only-scopes-and-tasks lacks merge, stream"]
    )


def test_a_property_that_leaves_programs_out_judges_by_the_others(project):
    result = project(test_scopes=leaving_out(met=True)).runpytest(TASKS)
    result.assert_outcomes(passed=1)


def test_programs_that_need_nothing_more_are_not_left_out(project):
    source = leaving_out(needs=("scope", "spawn"), condition=False)
    project(test_scopes=source).runpytest(TASKS).assert_outcomes(failed=1)


def test_a_property_knows_what_is_available_while_it_is_drawn_and_run(project):
    source = """
        from haiway_conformance.adapter import available

        @clause("scopes/exit-awaits-tasks")
        @given(program=st.builds(lambda: len(available())))
        def test_passes(explore, program):
            assert available() == {"scope", "spawn"}
            for run in explore(program):
                assert run == 2
    """
    project(test_scopes=source).runpytest(TASKS).assert_outcomes(passed=1)
