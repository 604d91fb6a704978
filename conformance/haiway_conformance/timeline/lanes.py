"""The columns of a timeline: `lanes_of`."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    HelperCall,
    Iterate,
    Merge,
    Open,
    Scope,
    Spawn,
    Start,
)
from haiway_conformance.simulated_loop import Did, Trace

__all__ = ("MAIN", "lanes_of")

MAIN: Final = "main"
"""The name of the program's main task."""


def lanes_of(program: Program, trace: Trace) -> tuple[str, ...]:
    """Return the names of everything that acted, in an order that is the same for all schedules.

    Args:
        program: The program that was run.
        trace: What happened.

    Returns:
        The names of main, of all tasks, and of handlers, generators and resources, in the order in
        which the program names them.
    """
    found = dict.fromkeys(each.task for each in trace)
    found |= dict.fromkeys(each.subject for each in trace.of(Did.SPAWNED))
    named = {name: place for place, name in enumerate([MAIN, *_named(program)])}
    return tuple(sorted(found, key=lambda each: _place(each, named)))


def _place(lane: str, named: Mapping[str, int]) -> tuple[int, int]:
    """Return a lane's sort key; a handler's calls follow their helper, in the order of elements."""
    if lane in named:
        return named[lane], -1
    call = re.fullmatch(r"(.*)\[(\d+)\]", lane)
    if call is not None:
        return named.get(call[1], len(named)), int(call[2])
    owner = re.sub(r"\.[bc]$|\[\?\]$", "", lane.removeprefix("source of "))
    return named.get(owner, len(named)), -1


def _named(program: Program) -> Iterator[str]:
    for each in program:
        match each:
            case Spawn(task=name) | Start(task=name) | Open(stream=name):
                yield name
            case Iterate(stream=name) | Merge(stream=name):
                yield name
            case HelperCall(helper=name):
                yield name
            case Scope(resources=resources):
                yield from (each.name for each in resources)
            case _:
                pass
