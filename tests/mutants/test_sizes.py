"""The counterexamples that the tests of mutants record are read back."""

import json
from dataclasses import asdict, replace
from xml.etree import ElementTree as ET

from removals import Counterexample
from sizes import recorded

LARGE = Counterexample(
    "m", "[]", operations=3, deviations=1, minimal=True, removable=[], refuted_by=[], seconds=1
)
SMALL = replace(LARGE, operations=2)


def test_the_smallest_counterexample_of_each_mutant_comes_first(tmp_path):
    suite = ET.Element("testsuite")
    for shown in ([LARGE, SMALL], [], [LARGE]):
        test = ET.SubElement(suite, "testcase")
        properties = ET.SubElement(test, "properties")
        for each in shown:
            value = json.dumps(asdict(each))
            ET.SubElement(properties, "property", name="counterexample", value=value)
    ET.ElementTree(suite).write(tmp_path / "mutants.xml")
    assert recorded(tmp_path / "mutants.xml") == [[SMALL, LARGE], [LARGE]]
