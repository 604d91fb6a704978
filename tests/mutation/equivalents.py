"""Survivors that change nothing, as CONTRIBUTING.md explains them: `explained`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mutations import Mutation

__all__ = ("Explained", "explained")

SECTION = re.compile(r"^## Mutants that change nothing\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
# The first line says what is changed, those below it why that changes nothing.
ENTRY = re.compile(r"^- (?P<what>.+)\n(?P<reason>(?:  .+\n)+)", re.MULTILINE)
CODE = re.compile(r"(?<!`)(`+)(?!`) ?(.+?) ?(?<!`)\1(?!`)")


@dataclass(frozen=True)
class Explained:
    """A change of no consequence: where it is, what it changes into what, and why that is one."""

    module: str
    definition: str
    before: str
    after: str
    reason: str

    def is_of(self, mutation: Mutation) -> bool:
        """Tell whether it speaks of a mutant."""
        return (self.module, self.definition, self.before, self.after) == (
            mutation.module,
            mutation.definition,
            mutation.before,
            mutation.after,
        )


def explained(page: str) -> tuple[Explained, ...]:
    """Read the explanations.

    Args:
        page: The text of CONTRIBUTING.md. An entry may name several things that may stand there.

    Raises:
        ValueError: An entry of the section is not in the form of the others.
    """
    section = SECTION.search(page)
    return () if section is None else tuple(_entries(section[1]))


def _entries(text: str) -> Iterator[Explained]:
    entries = list(ENTRY.finditer(text))
    if len(entries) != len(re.findall(r"^- ", text, re.MULTILINE)):
        raise ValueError(f"only {len(entries)} of the entries have a reason below them")
    for entry in entries:
        module, definition, before, *afters = (code[1] for code in CODE.findall(entry["what"]))
        if not afters:
            raise ValueError(f"it is not said what becomes of {before!r}")
        for after in afters:
            reason = " ".join(entry["reason"].split())
            yield Explained(module, definition, before, after, reason)
