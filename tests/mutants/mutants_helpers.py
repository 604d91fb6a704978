"""Mutants that break clauses of the chapters process and execute: see `naive_helpers`."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ("MUTANTS", "Naive")

BOTH = ("process", "execute")


@dataclass(frozen=True)
class Naive:
    """A way to write the two helpers wrong.

    Attributes:
        name: The adapter in `naive_helpers`.
        noticed: How a user would notice.
        clause: The clause that it breaks, by its name in a chapter.
        message: What the suite must say of it: a regular expression.
        chapters: The chapters in which it breaks that clause.
    """

    name: str
    noticed: str
    clause: str
    message: str
    chapters: tuple[str, ...] = BOTH

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that it breaks, in full."""
        return tuple(f"{chapter}/{self.clause}" for chapter in self.chapters)

    @property
    def target(self) -> str:
        """What the command line calls it."""
        return f"naive_helpers:{self.name}"

    def write(self, folder: Path) -> None:
        """Do nothing: it is there."""


MUTANTS = (
    Naive(
        "GatherOfAll",
        "a server is asked a thousand things at once",
        "at-most-limit",
        r"with a limit of \d, handler call h1\[\d\] began while so many were unfinished",
    ),
    Naive(
        "GatherOfAll",
        "an endless source is read until memory is full",
        "sources",
        r"never ends, was read on and on",
    ),
    Naive(
        "GatherOfAll",
        "what has failed goes on for hours",
        "first-failure",
        r"which was running, had not been cancelled|never ends: nothing could run any more",
    ),
    Naive(
        "GatherOfAll",
        "failures that are ignored leave no trace",
        "logs-ignored",
        r"h1\[\d\] raised error\d, which was ignored, and no log record of level ERROR has",
        ("process",),
    ),
    Naive(
        "TaskForEach",
        "a million tasks wait for a place",
        "lazy",
        r"when h1\[\d\] was read, \d elements had been read, .* that is \d too many",
    ),
    Naive(
        "Batches",
        "one slow element holds up all others",
        "refills",
        r"only h1\[\d\] was unfinished; but h1\[\d\] did not begin",
    ),
    Naive(
        "Groups",
        "`except` of the error that a handler raises catches nothing",
        "first-failure",
        r"raised error\d, but helper h1 raised the exception (Base)?ExceptionGroup",
    ),
    Naive(
        "OnlyCancels",
        "clean-ups of handlers run beside what comes after the helper",
        "caller-cancelled",
        r"helper h1 was done \(.*CancelledError.*\) before its handler call h1\[\d\] had ended",
    ),
    Naive(
        "OnlyAwaits",
        "a failure is reported an hour late",
        "first-failure",
        r"failed and the loop was idle, but h1\[\d\], which was running, had not been cancelled",
    ),
    Naive(
        "OneTooMany",
        "a limit of 10 connections makes 11",
        "at-most-limit",
        r"with a limit of \d, handler call h1\[\d\] began while so many were unfinished",
    ),
    Naive(
        "OneTooFew",
        "two workers that need each other wait for ever",
        "reaches-limit",
        r"a limit of \d+, never more than \d+ handler calls ran at once",
    ),
    Naive(
        "OneMoreAfterTwoEndings",
        "now and then, there is one connection too many",
        "at-most-limit",
        r"with a limit of \d, handler call h1\[\d\] began while so many were unfinished",
    ),
    Naive(
        "ReadsAllFirst",
        "nothing is handled before the last element is there",
        "lazy",
        r"when h1\[\d\] was read, \d elements had been read",
    ),
    Naive(
        "LooksBetweenElements",
        "a failed consumer of a quiet queue is noticed with the next message",
        "first-failure",
        r"deadlock|failed and the loop was idle|an element was read, and h1\[\d\] began",
    ),
    Naive(
        "LooksBetweenElements",
        "a handler that cancels itself ends the batch, though failures are tolerated",
        "handler-cancelled-tolerant",
        r"h1\[\d\] ended cancelled, .* helper h1 raised the exception CancelledError",
    ),
    Naive(
        "LooksBetweenElements",
        "a file stays open",
        "source-closed",
        r"its source, an async generator, was not closed by then",
    ),
    Naive(
        "LooksBetweenElements",
        "a limit of 0 is taken for 1",
        "invalid-limit",
        r"a limit of -?\d was accepted",
    ),
    Naive(
        "LooksBetweenElements",
        "a handler finds the variables of its caller",
        "handler-context",
        r"h1\[\d\] saw variable A = value\d; expected None",
    ),
    Naive(
        "FalseResultsAreLost",
        "a count of 0 becomes None",
        "ordered",
        r"the result in the place of h1\[\d\] is None; its handler returned",
        ("execute",),
    ),
    Naive(
        "InOrderOfEnding",
        "results are paired with the wrong elements",
        "ordered",
        r"the result in the place of h1\[\d\] is .*; its handler returned",
        ("execute",),
    ),
    Naive(
        "KeyedByElement",
        "of two equal elements one is skipped; lists cannot be elements",
        "each-once",
        r"missing: h1\[\d\]|unhashable",
    ),
    Naive(
        "CancellationIsSwallowed",
        "a time-out around the helper looks like an empty result",
        "caller-cancelled",
        r"asked to stop while it waited for the helper, but the helper returned",
    ),
)
