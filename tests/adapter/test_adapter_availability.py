"""Programs are drawn from the capabilities of the implementation under test."""

from haiway_conformance.adapter import CAPABILITIES, available, only_available


def test_everything_is_available_where_nothing_is_judged():
    assert available() == frozenset(CAPABILITIES)


def test_the_innermost_limit_holds_and_ends():
    with only_available(["scope", "spawn"]):
        with only_available(["scope"]):
            assert available() == {"scope"}
        assert available() == {"scope", "spawn"}
    assert available() == frozenset(CAPABILITIES)
