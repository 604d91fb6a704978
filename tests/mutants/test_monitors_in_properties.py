"""No monitor complains of the reference in the programs of properties, whatever they are about.

Monitors tell which clause is to blame where a run of any program ends badly.
"""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from finding import collected
from haiway_conformance.adapter import Implementation, resolve
from haiway_conformance.judgement import Explorer, Profile, Violation, explorer
from haiway_conformance.judgement.execute import execute
from haiway_conformance.plugin.property import property_of
from haiway_conformance.plugin.settings import under_own_settings
from haiway_conformance.suite.blame import violated_by
from haiway_spec import Level
from hypothesis import is_hypothesis_test

TARGET = "haiway_reference"

FEW = Profile("few", programs=6, schedules=2)


def test_no_monitor_complains_of_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    complaints: list[str] = []

    def watched(*args: Any, **more: Any) -> Any:
        run = execute(*args, **more)
        complaints.extend(f"{clause}: {said}" for clause, said in violated_by(run).items())
        return run

    monkeypatch.setattr(explorer, "execute", watched)
    adapter = resolve(TARGET)
    for item in collected(0):
        judged = replace(property_of(item), profile=FEW)
        # Programs about what is open, or recommended only, are no evidence against others.
        if judged.clause.level is not Level.MUST or not is_hypothesis_test(item.obj):
            continue
        explore = Explorer(
            adapter,
            seed=judged.seed,
            profile=FEW,
            implementation=Implementation(TARGET, TARGET, "0"),
        )
        parameters = item.callspec.params if hasattr(item, "callspec") else {}
        with under_own_settings(item, judged), suppress(Violation):
            item.obj(explore=explore, **parameters)
    assert not complaints
