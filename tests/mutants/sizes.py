"""How small the counterexamples of the mutants are, according to a run of their tests.

    pytest tests/mutants --junitxml mutants.xml
    python tests/mutants/sizes.py mutants.xml

Only the smallest counterexample of each mutant counts, which is the one that is shown first.
"""

import json
import sys
from pathlib import Path
from statistics import median
from xml.etree import ElementTree as ET

from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Scope
from removals import Counterexample

__all__ = ("recorded",)


def recorded(report: Path) -> list[list[Counterexample]]:
    """Return the counterexamples of each mutant in a report of JUnit, the smallest first."""
    of_tests = (
        [
            Counterexample(**json.loads(each.attrib["value"]))
            for each in test.iter("property")
            if each.attrib["name"] == "counterexample"
        ]
        for test in ET.parse(report).iter("testcase")
    )
    return [
        sorted(shown, key=lambda each: (each.operations, each.deviations))
        for shown in of_tests
        if shown
    ]


def main() -> None:
    """Print the figures."""
    mutants = recorded(Path(sys.argv[1]))
    first = [shown[0] for shown in mutants]
    outside = [
        sum(not isinstance(each, Scope) for each in Program.from_text(shown.program))
        for shown in first
    ]
    everything = [each for shown in mutants for each in shown]
    lines = [
        f"{len(everything)} counterexamples of {len(mutants)} mutants",
        f"not minimal: {sum(not each.minimal or bool(each.removable) for each in everything)}",
        (
            f"median operations: {median(each.operations for each in first):g},"
            f" of which are not scopes: {median(outside):g}"
        ),
        (
            f"median deviations: {median(each.deviations for each in first):g},"
            f" at most {max(each.deviations for each in first)}"
        ),
        (
            f"seconds to shrink one: median {median(each.seconds for each in everything):.2f},"
            f" at most {max(each.seconds for each in everything):.1f}"
        ),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
