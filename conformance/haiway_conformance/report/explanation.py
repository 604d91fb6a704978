"""What a maintainer reads about one clause that failed: what is asked, what happened, and why."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from haiway_spec import Clause

from haiway_conformance.judgement.findings import Counterexample
from haiway_conformance.report.hygiene import HYGIENE
from haiway_conformance.report.judged import FailedProperty

__all__ = ("WIDTH", "explain_failure", "paragraphs")

WIDTH: Final = 88
"""How many columns a line has at most; what is to be copied, and counterexamples, may have more."""

_INDENT: Final = "    "


def explain_failure(
    clause: Clause, failures: Sequence[FailedProperty], again: str = "", *, label: str = ""
) -> str:
    """Explain a failure, so that nothing else need be read to understand it.

    Args:
        clause: The clause that failed.
        failures: Its properties that failed, in the order in which they are to be told; at least
            one.
        again: The command that judges just this again, if there is one.
        label: What the first line begins with, before the clause's id.

    Returns:
        Several lines. The first says it all in short.
    """
    parts = [
        _headline(clause, failures, label),
        f"What the clause asks ({clause.level}):\n{paragraphs(clause.statement)}",
        *_sides(clause, failures),
        f"Why it is asked:\n{paragraphs(clause.rationale)}",
    ]
    if again:
        parts.append(f"To judge just this again:\n{_INDENT}{again}")
    return "\n\n".join(parts)


def paragraphs(text: str, indent: str = _INDENT, first_indent: str | None = None) -> str:
    """Prose, wrapped and indented; paragraphs stay apart.

    Args:
        text: Paragraphs, separated by empty lines.
        indent: What each line begins with.
        first_indent: What the first line of each paragraph begins with, if not with that.
    """
    wrapped = (
        textwrap.fill(
            part,
            WIDTH,
            initial_indent=indent if first_indent is None else first_indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for part in text.split("\n\n")
    )
    return "\n\n".join(wrapped)


def _headline(clause: Clause, failures: Sequence[FailedProperty], label: str) -> str:
    begin = f"{label} {clause.id}: ".lstrip()
    more = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
    room = max(WIDTH - len(begin) - len(more), len(" ..."))
    short = textwrap.shorten(failures[0].message, room, placeholder=" ...", break_on_hyphens=False)
    return f"{begin}{short}{more}"


def _sides(clause: Clause, failures: Sequence[FailedProperty]) -> Iterator[str]:
    # Of each counterexample's text, where it stands and its token.
    shown: dict[str, tuple[int, str]] = {}
    for number, failed in enumerate(failures, 1):
        which = f", {number} of {len(failures)}" if len(failures) > 1 else ""
        # What programs leave behind is seen in those of properties that ask for something else.
        heading = "Seen in the programs of" if clause.chapter == HYGIENE else "Property that fails"
        yield f"{heading}{which}:\n{paragraphs(failed.name)}"
        yield f"What happened instead:\n{paragraphs(failed.message)}"
        if failed.counterexample is not None:
            yield from _run(failed.counterexample, number, shown)


def _run(
    counterexample: Counterexample, number: int, shown: dict[str, tuple[int, str]]
) -> Iterator[str]:
    text, token = counterexample.text.rstrip(), counterexample.token
    before, its_token = shown.setdefault(text, (number, token))
    if before == number:
        yield f"Counterexample:\n{textwrap.indent(text, _INDENT)}"
    else:
        yield f"Counterexample:\n{_INDENT}the same run as above (property {before})"
    if token and (before == number or token != its_token):
        yield f"Token:\n{_INDENT}{token}"
