"""Properties: warnings, hygiene, and random programs, as pytest shows them."""

import json
import textwrap

pytest_plugins = ["pytester"]


TASKS = "--haiway-implementation=fake_implementations:OnlyScopesAndTasks"


PASSING = """
    @clause("scopes/exit-awaits-tasks")
    @given(program=st.integers(0, 9))
    def test_passes(explore, program):
        for run in explore(program):
            expect(run < 10, "never said")
"""


FAILING = """
    @clause("scopes/exit-awaits-tasks")
    @given(program=st.integers(3, 9))  # the smallest comes first
    def test_fails(explore, program):
        for run in explore(program):
            expect(run < 3, f"task t{run} outlived scope s1")
"""


UNCLEAN = """
    @clause("scopes/exit-awaits-tasks")
    @pytest.mark.parametrize("number", [1, 2])
    @given(program=st.integers(0, 9))
    def test_leaves(explore, number, program):
        for run in explore(program, unclean=["{clause}"]):
            pass
"""


def test_what_programs_leave_behind_fails_the_run_once_for_each_clause(project):
    source = UNCLEAN.format(clause="hygiene/no-orphans")
    result = project(test_scopes=source).runpytest(TASKS)
    assert result.ret == 1
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_leaves*",
            "hygiene/no-orphans: t1 was left",
            "Seen in the programs of:",
            "    leaves [[]1]",
            "The property scopes/exit-awaits-tasks::test_leaves* itself passed; *",
            "scopes *1",
            "hygiene *1 *1*",
            "FAILED hygiene/no-orphans: t1 was left",
        ]
    )


def test_each_property_that_fails_a_should_is_in_its_warning(project):
    one = textwrap.dedent(FAILING.replace("scopes/exit-awaits-tasks", "scopes/single-use"))
    other = one.replace("test_fails", "test_fails_too").replace("outlived", "left")
    result = project(test_scopes=one + other).runpytest(TASKS)
    assert result.ret == 0
    result.stdout.fnmatch_lines(
        [
            "WARNING scopes/single-use: task t3 outlived scope s1 (and 1 more)",
            "Property that fails, 1 of 2:",
            "    fails",
            "    the program 3",
            "Property that fails, 2 of 2:",
            "    fails too",
            "    task t3 left scope s1",
            "    the same run as above (property 1)",
        ]
    )
    assert sum("What the clause asks" in line for line in result.outlines) == 1


def test_what_is_left_behind_against_a_should_is_a_warning(project):
    source = UNCLEAN.format(clause="hygiene/no-timers")
    result = project(test_scopes=source).runpytest(TASKS)
    assert result.ret == 0
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["WARNING hygiene/no-timers: t1 was left"])


def test_results_reach_other_plugins_as_plain_data(project):
    made = project(test_scopes=FAILING)
    made.makepyfile(
        listening="""
            import json

            def pytest_runtest_logreport(report):
                if getattr(report, "haiway", {}).get("result"):
                    print("\\nHEARD", json.dumps(report.haiway))
        """
    )
    made.syspathinsert()
    result = made.runpytest(TASKS, "-p", "listening", "-s")
    (heard,) = [line for line in result.outlines if line.startswith("HEARD")]
    brought = json.loads(heard.removeprefix("HEARD"))
    assert (brought["test"], brought["clause"]) == (
        "scopes/exit-awaits-tasks::test_fails",
        "scopes/exit-awaits-tasks",
    )
    assert brought["result"]["outcome"] == "failed"
    assert brought["result"]["counterexample"]["token"] == "token-3"


RANDOM = """
    @clause("scopes/exit-awaits-tasks")
    @pytest.mark.haiway_random_program
    def test_random(explore):
        for run in explore(7, met={met}):
            expect({condition}, f"task t{{run}} outlived scope s1")
"""


def random_programs(*, met=True, condition=True):
    return RANDOM.format(met=met, condition=condition)


def test_a_random_program_that_never_meets_the_premise_makes_no_clause_vacuous(project):
    made = project(test_scopes=PASSING, test_random=random_programs(met=False))
    result = made.runpytest(TASKS, "-rs")
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(["*premise*occurred in none*others judge the clause*"])
    result.stdout.fnmatch_lines(["*passed  failed*", "scopes *1*"])
    assert "VACUOUS" not in result.stdout.str()


def test_a_clause_that_only_random_programs_judge_is_vacuous_if_its_premise_never_occurs(project):
    result = project(test_random=random_programs(met=False)).runpytest(TASKS)
    result.stdout.fnmatch_lines(["*VACUOUS scopes/exit-awaits-tasks (MUST)*"])


def test_a_violation_in_a_random_program_is_shown_as_small_as_possible(project):
    result = project(test_random=random_programs(condition="run < 3")).runpytest(TASKS)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*task t3 outlived scope s1*"])
    result.stdout.fnmatch_lines(["    the program 3"])


def test_a_property_that_moves_to_another_module_draws_the_same_programs(project):
    source = """
        @clause("scopes/exit-awaits-tasks", "tasks/result")
        @given(program=st.integers(0, 10**9))
        def test_draws(explore, chapter, program):
            print(f"DREW {chapter} {program}")
    """

    def drawn(module):
        lines = project(**{module: source}).runpytest("-s", TASKS, f"{module}.py").outlines
        return [line.partition("DREW")[2] for line in lines if "DREW" in line]

    here, there = drawn("test_here"), drawn("test_there")
    assert here == there
    assert {line.split()[0] for line in here} == {"scopes", "tasks"}
    assert len({line.split()[1] for line in here}) > len(here) // 2, "each clause has its own seed"
