"""Explain a failed clause to a maintainer: what it asks, what happened, and why it is asked."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from haiway_spec import Clause

from haiway_conformance.judgement.findings import Counterexample
from haiway_conformance.report.hygiene import HYGIENE
from haiway_conformance.report.judged import FailedProperty

__all__ = ("WIDTH", "explain_failure", "paragraphs")

WIDTH: Final = 88
"""The longest line, in columns. Commands and tokens to copy, and counterexamples, may be longer."""

_INDENT: Final = "    "

_NOT_DRAWN: Final = (
    "not drawn: it is as it was found, because the first one was made smaller. `replay` shows it,"
    " and with --full it is made smaller too."
)


def explain_failure(
    clause: Clause,
    failures: Sequence[FailedProperty],
    rerun_command: str = "",
    *,
    label: str = "",
    width: int = WIDTH,
) -> str:
    """Explain a failure so that the reader needs nothing else to understand it.

    Args:
        clause: The clause that failed.
        failures: Its properties that failed, in the order in which to show them; at least one.
        rerun_command: The command that judges this clause again; empty for none.
        label: The beginning of the first line, before the clause's id.
        width: The maximum width of a line, in columns. Commands and tokens to copy, and
            counterexamples of worked programs, may be longer.

    Returns:
        Several lines. The first is a summary.
    """
    parts = [
        _headline(clause, failures, label, width),
        f"What the clause asks ({clause.level}):\n{paragraphs(clause.statement, width=width)}",
        *_sides(clause, failures, width),
        f"Why it is asked:\n{paragraphs(clause.rationale, width=width)}",
    ]
    if rerun_command:
        parts.append(f"To judge just this again:\n{_INDENT}{rerun_command}")
    return "\n\n".join(parts)


def paragraphs(
    text: str, indent: str = _INDENT, first_indent: str | None = None, width: int = WIDTH
) -> str:
    """Wrap and indent prose, paragraph by paragraph.

    Args:
        text: Paragraphs, separated by empty lines.
        indent: The indentation of each line.
        first_indent: The indentation of each paragraph's first line; None for the same.
        width: The maximum width of a line, in columns.
    """
    wrapped = (
        textwrap.fill(
            part,
            width,
            initial_indent=indent if first_indent is None else first_indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for part in text.split("\n\n")
    )
    return "\n\n".join(wrapped)


def _headline(clause: Clause, failures: Sequence[FailedProperty], label: str, width: int) -> str:
    begin = f"{label} {clause.id}: ".lstrip()
    more = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
    room = max(width - len(begin) - len(more), len(" ..."))
    short = textwrap.shorten(failures[0].message, room, placeholder=" ...", break_on_hyphens=False)
    return f"{begin}{short}{more}"


def _sides(clause: Clause, failures: Sequence[FailedProperty], width: int) -> Iterator[str]:
    # For each counterexample's text, the number of the property that showed it, and its token.
    shown: dict[str, tuple[int, str]] = {}
    for number, failed in enumerate(failures, 1):
        which = f", {number} of {len(failures)}" if len(failures) > 1 else ""
        # Hygiene is checked in the programs of properties that are about something else.
        heading = "Seen in the programs of" if clause.chapter == HYGIENE else "Property that fails"
        yield f"{heading}{which}:\n{paragraphs(failed.name, width=width)}"
        yield f"What happened instead:\n{paragraphs(failed.message, width=width)}"
        counterexample = failed.counterexample
        if counterexample is None:
            continue
        if number > 1 and _is_larger(counterexample, failures[0].counterexample):
            yield f"Counterexample:\n{paragraphs(_NOT_DRAWN, width=width)}"
            yield f"Token:\n{_INDENT}{counterexample.token}"
        else:
            yield from _run(counterexample, number, shown, width)


def _is_larger(counterexample: Counterexample, first: Counterexample | None) -> bool:
    """Return True if only the first counterexample of a clause was made smaller."""
    return counterexample.minimal is None and first is not None and first.minimal is not None


def _run(
    counterexample: Counterexample, number: int, shown: dict[str, tuple[int, str]], width: int
) -> Iterator[str]:
    text, token, picture = counterexample.text, counterexample.token, counterexample.picture
    if picture is not None and width != WIDTH:
        text = picture.to_text(width - len(_INDENT))
    text = text.rstrip()
    before, its_token = shown.setdefault(text, (number, token))
    if before == number:
        yield f"Counterexample:\n{textwrap.indent(text, _INDENT)}"
    else:
        yield f"Counterexample:\n{_INDENT}the same run as above (property {before})"
    if (other := counterexample.contrast) is not None and before == number:
        said = f"{other.here}.\n\nIn {other.other}: {other.there}."
        yield f"The first difference to a run that passes:\n{paragraphs(said, width=width)}"
    if token and (before == number or token != its_token):
        yield f"Token:\n{_INDENT}{token}"
