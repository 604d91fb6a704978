"""Runs whose text is fixed, word by word, in `goldens`; `write_goldens.py` writes them."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from eager_reference import EagerReference
from future_handles import FutureHandles
from haiway_conformance.adapter import Adapter, resolve
from haiway_conformance.judgement.counterexample import described_run
from haiway_conformance.judgement.execute import execute
from haiway_conformance.oracles import TaskGroups
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Await,
    Cancel,
    CleanUp,
    Consume,
    Deadline,
    Element,
    Fail,
    Forever,
    Merge,
    Open,
    Process,
    Scope,
    Sleep,
    Source,
    Spawn,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Canonical, Choices, RandomWalk, ReplayChoices
from haiway_conformance.suite.monitoring.theme import Theme
from haiway_conformance.suite.random_programs import random_program
from wrong_adapters import (
    AwaitsWithoutCancelling,
    LosesExceptions,
    NeitherCancelsNorAwaits,
    RightSoFar,
)

__all__ = ("CASES", "GOLDENS", "Case", "OwnTasks", "golden")


GOLDENS = Path(__file__).parent / "goldens"


class OwnTask(asyncio.Task):
    """A task that is not a simulated one."""


class OwnTasks(RightSoFar):
    """Makes tasks of its own class."""

    task_factory = staticmethod(lambda loop, coro, **options: OwnTask(coro, loop=loop, **options))


@dataclass(frozen=True)
class Case:
    """A run with a fixed text.

    Attributes:
        name: That of its file.
        adapter: The implementation.
        program: The program.
        choices: The schedule.
        minimal: As `described_run` takes it.
    """

    name: str
    adapter: Adapter
    program: Program
    choices: Choices
    minimal: bool | None = None

    def text(self) -> str:
        """Return the text of the run."""
        run = execute(self.adapter, self.program, self.choices)
        return described_run(run, self.adapter, minimal=self.minimal)


def golden(name: str) -> str:
    """Return the expected text."""
    return (GOLDENS / f"{name}.txt").read_text(encoding="utf-8").removesuffix("\n")


def scope(*body) -> Program:
    return Program((Scope("s", body),))


REFERENCE = resolve("haiway_reference")
NEVER = Wait("never", "never")
STREAM = Source("async generator", (Element(), Element()), before=(Sleep(1),))

CASES = [
    Case(
        "exit_waits_for_a_task_that_never_ends",
        AwaitsWithoutCancelling(),
        scope(Spawn("t", (NEVER,)), Yield()),
        Canonical(),
        minimal=True,
    ),
    Case(
        "exit_waits_for_a_task_that_ticks",
        AwaitsWithoutCancelling(),
        scope(Spawn("t", (Forever((Sleep(1),)),)), Yield()),
        Canonical(),
        minimal=False,
    ),
    Case(
        "a_failure_is_lost",
        LosesExceptions(),
        scope(Spawn("t", (Fail("e"),)), Wait("p")),
        Canonical(),
    ),
    Case(
        "a_race_that_needs_one_deviation",
        NeitherCancelsNorAwaits(),
        scope(Spawn("t", (Wait("p"), CleanUp((Wait("q"),), (Sleep(1),)))), Yield(), Wait("r")),
        ReplayChoices({0: 1}),
    ),
    Case(
        "a_scope_cancels_its_tasks",
        RightSoFar(),
        scope(
            Spawn("t", (CleanUp((NEVER,), (Wait("p"),)),)),
            Spawn("u", (Await("t"),)),
            Yield(),
        ),
        Canonical(),
    ),
    Case(
        "a_failure_stops_the_others",
        TaskGroups(),
        scope(Spawn("t", (NEVER,)), Spawn("u", (Wait("p"), Fail("e"))), NEVER),
        Canonical(),
    ),
    Case(
        "requests_of_the_program",
        REFERENCE,
        Program(
            (
                Start("runner", (Scope("s", (Spawn("t", (NEVER,)), NEVER)),)),
                Start("unlucky", (Sleep(1),)),
                Cancel("unlucky"),
                Sleep(1),
                Cancel("runner"),
                Deadline(2, (NEVER,)),
            )
        ),
        Canonical(),
    ),
    Case(
        "a_stream_is_read",
        REFERENCE,
        scope(Open("n", STREAM), Consume("n", (Yield(),))),
        Canonical(),
    ),
    Case(
        "streams_are_merged_early",
        REFERENCE,
        scope(
            Merge("m", (STREAM, Source("async generator", (Element(),), before=(Sleep(1),)))),
            Consume("m"),
        ),
        ReplayChoices({0: 1}),
    ),
    Case(
        "eager_handlers_of_a_helper",
        EagerReference(),
        scope(
            Process(
                "h",
                Source("list", (Element(body=(Wait("p"),)), Element(body=(Fail("e"),)))),
                limit=2,
            )
        ),
        Canonical(),
    ),
    Case(
        "handles_that_are_no_tasks",
        FutureHandles(),
        scope(Spawn("t", (Wait("p"), Wait("q"))), Yield(), Cancel("t"), Await("t")),
        Canonical(),
    ),
    Case(
        "tasks_of_another_kind",
        OwnTasks(),
        scope(Spawn("t", (NEVER,)), Yield()),
        Canonical(),
    ),
    Case(
        "many_columns_and_deviations",
        REFERENCE,
        random_program(11, Theme()),
        RandomWalk(12),
    ),
]
