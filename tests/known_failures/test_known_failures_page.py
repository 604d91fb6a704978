"""The example in the docs is a list that can be read."""

import re
from pathlib import Path

from haiway_conformance.known_failures import NOT_YET_EXPLAINED, parse_known_failures

PAGE = Path(__file__).parents[2] / "docs" / "known_failures.md"


def test_the_example_can_be_read():
    (example,) = re.findall(
        r"^```toml\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    first, second = parse_known_failures(example, "the page").values()
    assert first.applies_to("1.9")
    assert not first.applies_to("2.0")
    assert second.reason == NOT_YET_EXPLAINED
