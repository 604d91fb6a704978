"""The suite passes what is right, however it works inside, at several seeds."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def certify(folder: Path, target: str, *options: str, interpreter: tuple[str, ...] = ()) -> dict:
    words = ["certify", target, "--profile", "quick", "--output", "report", *options]
    done = subprocess.run(
        [sys.executable, *interpreter, "-m", "haiway_conformance", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads((folder / "report" / "report.json").read_text(encoding="utf-8"))


def _unsupported(report: dict) -> set[str]:
    return {each["id"] for each in report["clauses"] if each["outcome"] == "unsupported"}


PUSHED = {"streams/rendezvous", "streams/aclose", "merge/aclose"}
GROUPED = {
    "process/no-scope",
    "execute/no-scope",
    "process/invalid-limit-value-error",
    "execute/invalid-limit-value-error",
}

# Each right implementation, with what it does not do of what a SHOULD says.
RIGHT: dict[str, set[str]] = {
    "haiway_reference": set(),
    "right_implementations:EagerReference": set(),
    "right_implementations:TaskGroups": set(),
    "worker_pool:WorkerPool": set(),
    "waiting_helpers:WaitingHelpers": set(),
    "waiting_helpers:EagerWaitingHelpers": set(),
    "grouped_helpers:GroupedHelpers": GROUPED,
    "grouped_helpers:EagerGroupedHelpers": GROUPED,
    "grouped_helpers:UnclosedGroupedHelpers": {
        *GROUPED,
        "process/source-closed",
        "execute/source-closed",
    },
    "pulled_streams:PulledStreams": set(),
    "pulled_streams:EagerPulledStreams": set(),
    "pulled_streams:FragilePulledStreams": {"streams/undelivered-item", "merge/undelivered-item"},
    "pushed_streams:PushedStreams": PUSHED,
    "pushed_streams:EagerPushedStreams": PUSHED,
    "unhurried:Unhurried": set(),
    "future_handles:FutureHandles": set(),
    "future_handles:EagerFutureHandles": set(),
    "future_handles:BareHandles": {"tasks/handle"},
    "own_task_set:OwnTaskSet": set(),
    "own_task_set:EagerOwnTaskSet": set(),
    "own_task_set:LaxTaskSet": {
        "failures/fails-fast",
        "failures/group-shape",
        "tasks/call-error-at-spawn",
    },
    "actors:Actors": {"tasks/call-error-at-spawn"},
    "actors:EagerActors": {"tasks/call-error-at-spawn"},
    "actors:SlowActors": {"tasks/call-error-at-spawn"},
    "actors:ActorsOfOtherMeans": set(),
    "actors:ActorsOfOtherEnds": {"tasks/call-error-at-spawn"},
    "callbacks": set(),
}


# Small variants of others here: tried where more than one seed is.
VARIANTS = {
    target
    for target in RIGHT
    if target.partition(":")[2].startswith(
        ("Eager", "Fragile", "Bare", "Unclosed", "Lax", "Slow", "ActorsOf")
    )
} - {"right_implementations:EagerReference"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "target" in metafunc.fixturenames:
        variants = metafunc.config.getoption("seeds") > 1
        metafunc.parametrize("target", [each for each in RIGHT if variants or each not in VARIANTS])


def test_a_right_implementation_passes_every_clause(target: str, seed: int, tmp_path: Path) -> None:
    report = certify(tmp_path, target, "--seed", str(seed))
    outcomes = {each["id"]: each["outcome"] for each in report["clauses"]}
    failed = {id_ for id_, outcome in outcomes.items() if outcome == "failed"}
    assert failed == RIGHT[target]
    assert set(outcomes.values()) <= {"passed", "failed", "unsupported", "recorded"}


def test_the_reference_lacks_nothing(tmp_path: Path) -> None:
    report = certify(tmp_path, "haiway_reference")
    assert not _unsupported(report)
    observed = {each["id"]: each.get("observed", []) for each in report["clauses"]}
    assert not [clause for clause, answers in observed.items() if "not observed" in answers]


def test_the_suite_judges_without_assert_statements(tmp_path: Path) -> None:
    certify(tmp_path, "haiway_reference", interpreter=("-O",))
