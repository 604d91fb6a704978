"""The equivalent mutants: survivors that change nothing a clause asks, with the reason for each."""

import re
from dataclasses import dataclass
from pathlib import Path

from mutations import Mutation

__all__ = ("Equivalent", "read_equivalents")

# The first line says what is changed, those below it why that changes nothing.
ENTRY = re.compile(r"^- (?P<what>.+)\n(?P<reason>(?:  .+\n)+)", re.MULTILINE)
CODE = re.compile(r"(?<!`)(`+)(?!`) ?(.+?) ?(?<!`)\1(?!`)")


@dataclass(frozen=True)
class Equivalent:
    """An equivalent mutant: where the change is, the code before and after it, and the reason."""

    module: str
    definition: str
    before: str
    after: str
    reason: str

    def describes(self, mutation: Mutation) -> bool:
        """Return True if this is the entry for a mutant."""
        return (self.module, self.definition, self.before, self.after) == (
            mutation.module,
            mutation.definition,
            mutation.before,
            mutation.after,
        )


def read_equivalents(page: Path) -> tuple[Equivalent, ...]:
    """Read the entries of a page. An entry may have several replacements for the same code.

    Raises:
        ValueError: An entry has no reason or no replacement.
    """
    text = page.read_text(encoding="utf-8")
    entries = list(ENTRY.finditer(text))
    if len(entries) != len(re.findall(r"^- ", text, re.MULTILINE)):
        raise ValueError(
            f"{page.name}: only {len(entries)} of the entries have a reason below them"
        )
    return tuple(
        equivalent
        for entry in entries
        for equivalent in _of_entry(entry["what"], " ".join(entry["reason"].split()))
    )


def _of_entry(what: str, reason: str) -> list[Equivalent]:
    module, definition, before, *afters = (code[1] for code in CODE.findall(what))
    if not afters:
        raise ValueError(f"the entry for {before!r} in {module} says nothing of its replacement")
    return [Equivalent(module, definition, before, after, reason) for after in afters]
