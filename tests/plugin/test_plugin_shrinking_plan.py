"""The budget for making violations smaller is shared out before anything runs."""

import pytest
from haiway_conformance.judgement.shrinking import BUDGET
from haiway_conformance.plugin.shrinking_plan import NOTHING, WHOLE, ShrinkingPlan

CLAUSE = "scopes/exit-awaits-tasks"
TEST = f"{CLAUSE}::test_it"
ORPHANS = "hygiene/no-orphans"


@pytest.mark.parametrize(
    ("number", "share"), [(0, BUDGET), (1, BUDGET), (4, WHOLE // 4), (1000, WHOLE // 40)]
)
def test_properties_share_the_whole_budget_but_get_enough_for_most(number, share):
    plan = ShrinkingPlan.for_properties(number, full=False)
    assert plan.budget_for(TEST, CLAUSE) == plan.budget_for("any", "other") == share
    assert ShrinkingPlan.for_properties(number, full=True).budget == BUDGET
    assert plan.runs("any")


def test_violations_that_were_found_share_it_and_others_get_nothing():
    wanted = {TEST: (CLAUSE, ORPHANS), "other": (ORPHANS,)}
    plan = ShrinkingPlan.for_violations(wanted, full=False)
    assert plan.budget_for(TEST, CLAUSE) == plan.budget_for("other", ORPHANS) == WHOLE // 3
    assert plan.budget_for("other", CLAUSE) == plan.budget_for("unknown", ORPHANS) == 0
    assert plan.runs("other")
    assert not plan.runs("unknown")
    assert ShrinkingPlan.for_violations(wanted, full=True).budget == BUDGET


def test_a_plan_is_passed_on_as_text():
    plan = ShrinkingPlan.for_violations({TEST: (CLAUSE, ORPHANS)}, full=False)
    assert ShrinkingPlan.from_text(plan.to_text()) == plan
    nothing = ShrinkingPlan.from_text(NOTHING.to_text())
    assert nothing == NOTHING
    assert nothing.runs(TEST)
    assert nothing.budget_for(TEST, CLAUSE) == 0
