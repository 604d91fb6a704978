"""What a maintainer reads about one clause that failed: what is asked, what happened, and why."""

import textwrap
from typing import Final

from haiway_spec import Clause

from haiway_conformance.judgement.findings import Counterexample
from haiway_conformance.report.judged import JudgedClause

__all__ = ("explain_failure", "explain_judged", "paragraphs")

_WIDTH: Final = 88
_INDENT: Final = "    "


def explain_failure(
    clause: Clause, message: str, counterexample: Counterexample | None, again: str = ""
) -> str:
    """Explain a failure, so that nothing else need be read to understand it.

    Args:
        clause: The clause that failed.
        message: What happened instead of what it asks.
        counterexample: The run that shows it, if there is one.
        again: The command that judges just this again, if there is one.

    Returns:
        Several lines. The first says it all in short.
    """
    parts = [
        f"{clause.id}: {message}",
        f"What the clause asks ({clause.level}):\n{paragraphs(clause.statement)}",
        f"What happened instead:\n{paragraphs(message)}",
    ]
    if counterexample is not None:
        parts.append(f"Counterexample:\n{textwrap.indent(counterexample.text.rstrip(), _INDENT)}")
    parts.append(f"Why it is asked:\n{paragraphs(clause.rationale)}")
    if counterexample is not None and counterexample.token:
        parts.append(f"Token:\n{_INDENT}{counterexample.token}")
    if again:
        parts.append(f"To judge just this again:\n{_INDENT}{again}")
    return "\n\n".join(parts)


def explain_judged(judged: JudgedClause, again: str = "") -> str:
    """Explain the failure of a judged clause.

    Args:
        judged: The clause.
        again: The command that judges just this again, if there is one.
    """
    return explain_failure(judged.clause, judged.message, judged.counterexample, again)


def paragraphs(text: str, indent: str = _INDENT) -> str:
    """Prose, wrapped and indented; paragraphs stay apart.

    Args:
        text: Paragraphs, separated by empty lines.
        indent: What each line begins with.
    """
    wrapped = (
        textwrap.fill(
            part,
            _WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for part in text.split("\n\n")
    )
    return "\n\n".join(wrapped)
