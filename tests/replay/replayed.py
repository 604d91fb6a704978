"""Counterexamples to replay, and an implementation that is wrong."""

import asyncio
from contextlib import asynccontextmanager

from haiway_conformance.adapter import Adapter, identify, resolve
from haiway_conformance.judgement.counterexample import counterexample
from haiway_conformance.judgement.execute import execute
from haiway_conformance.simulated_loop import Canonical

__all__ = ("Forgetful", "inside", "token_of")


class Forgetful(Adapter):
    """Neither cancels nor awaits its tasks."""

    name, version = "tiny", "1"

    @asynccontextmanager
    async def scope(self, name, /, *state):
        yield

    def spawn(self, function, /, *args, **kwargs):
        return asyncio.create_task(function(*args, **kwargs))


def token_of(target, program, choices=None, *, implementation=None):
    """The token of a run."""
    adapter = resolve(target)
    run = execute(adapter, program, choices or Canonical())
    made_by = implementation or identify(adapter, target)
    return counterexample(run, "m", implementation=made_by, clause="scopes/exit-awaits-tasks").token


def inside(lines):
    """Return the lines said between main's beginning and its end."""
    assert lines[0] == "main begins"
    assert lines[-3:] == [
        "main returns",
        "the end; under way still: nothing",
        "the end: main returned",
    ]
    return lines[1:-3]
