"""A clause about what works outside any scope is not charged with what fails inside one too."""

import pytest
from haiway_conformance.judgement import Explorer, Profile, Violation
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Element, Process, Source, Yield
from haiway_conformance.suite.helpers.checks import expect_each_once
from haiway_conformance.suite.only_outside import check_outside_only
from wrong_adapters import HelperIsSerial

PROFILE = Profile("small", programs=3, schedules=2)
CALLS = Program((Process("h1", Source("list", (Element(body=(Yield(),)),) * 2)),))


class SkipsElements(HelperIsSerial):
    """Has a helper that leaves the last element out."""

    async def process_concurrently(self, source, /, handler, **options):
        await super().process_concurrently(list(source)[:-1], handler, **options)


class SkipsElementsOutside(HelperIsSerial):
    """Has a helper that does nothing outside any scope."""

    async def process_concurrently(self, source, /, handler, **options):
        if self.spawns_here():
            await super().process_concurrently(source, handler, **options)


@pytest.mark.parametrize(
    ("adapter", "premises"), [(HelperIsSerial(), 1), (SkipsElements(), 0)], ids=["right", "wrong"]
)
def test_what_holds_outside_or_fails_inside_too_is_not_charged(adapter, premises):
    explore = Explorer(adapter, seed=0, profile=PROFILE)
    check_outside_only(explore, CALLS, expect_each_once)
    assert explore.findings().met == premises


def test_what_fails_only_outside_is_charged():
    explore = Explorer(SkipsElementsOutside(), seed=0, profile=PROFILE)
    with pytest.raises(Violation, match="h1"):
        check_outside_only(explore, CALLS, expect_each_once)
