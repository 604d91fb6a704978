"""Find the terms of the glossary in a text: `term_uses`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from haiway_spec.clause import Term

_CODE = "`[^`]*`"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermUse:
    """A place in a text where a term is used.

    Attributes:
        term: The term.
        start: The index of its first character in the text.
        end: The index after its last character.
    """

    term: Term
    start: int
    end: int


def term_uses(text: str, glossary: Iterable[Term]) -> Iterator[TermUse]:
    """Find each use of a term, in any of its forms, outside code spans.

    Where one term contains another, as “spawned task” contains “task”, the longer one is meant.

    Args:
        text: Prose with Markdown's code spans.
        glossary: The terms to look for.

    Yields:
        The uses, in the order of the text.
    """
    by_form = {form: term for term in glossary for form in (term.word, *term.forms)}
    forms = "|".join(re.escape(form) for form in sorted(by_form, key=len, reverse=True))
    for found in re.finditer(rf"{_CODE}|\b({forms})\b", text, re.IGNORECASE):
        if found[1]:
            yield TermUse(term=by_form[found[1].lower()], start=found.start(), end=found.end())
