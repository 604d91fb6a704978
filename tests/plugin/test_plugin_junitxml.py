"""pytest's own JUnit file names the clause of each property."""

from xml.etree import ElementTree as ET

import pytest

pytest_plugins = ["pytester"]

PROPERTIES = """
@clause("scopes/exit-awaits-tasks")
@given(program=st.integers(3, 9))
def test_must(explore, program):
    for run in explore(program):
        expect(run < 3, "it happened")

@clause("scopes/single-use")
@given(program=st.integers(3, 9))
def test_should(explore, program):
    for run in explore(program):
        pass

def test_mine():
    pass
"""


@pytest.mark.parametrize("family", ["xunit1", "xunit2"])
@pytest.mark.parametrize("workers", [(), ("-n1",)], ids=["alone", "xdist"])
def test_clauses_are_properties_of_cases(project, family, workers):
    made = project(test_scopes=PROPERTIES)
    target = "--haiway-implementation=fake_implementations:OnlyScopesAndTasks"
    made.runpytest(target, "--junitxml=own.xml", "-o", f"junit_family={family}", *workers)
    root = ET.parse(made.path / "own.xml").getroot()
    found = {
        case.get("name"): {each.get("name"): each.get("value") for each in case.iter("property")}
        for case in root.iter("testcase")
    }
    assert found == {
        "test_must": {"haiway_clause": "scopes/exit-awaits-tasks", "haiway_level": "MUST"},
        "test_should": {"haiway_clause": "scopes/single-use", "haiway_level": "SHOULD"},
        "test_mine": {},
    }
