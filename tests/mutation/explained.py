"""Survivors that change nothing, as CONTRIBUTING.md explains them: `explained`."""

import re
from dataclasses import dataclass

from mutations import Mutation

__all__ = ("Explained", "explained")

SECTION = re.compile(r"^## Mutants that change nothing\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
ENTRY = re.compile(
    r"^- `(?P<module>[^`]+)`, `(?P<definition>[^`]*)`: `(?P<before>[^`]+)` becomes"
    r"(?P<afters>(?: (?:or )?`[^`]+`,?)+?)\. (?P<reason>.+?)(?=^- |^\S|\Z)",
    re.MULTILINE | re.DOTALL,
)


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
        page: The text of CONTRIBUTING.md. An entry may say several things that may stand there.

    Raises:
        ValueError: An entry of the section is not in the form of the others.
    """
    section = SECTION.search(page)
    if section is None:
        return ()
    text = section[1]
    entries = list(ENTRY.finditer(text))
    if len(entries) != len(re.findall(r"^- ", text, re.MULTILINE)):
        raise ValueError(f"of the entries of the section, only {len(entries)} can be read")
    return tuple(
        Explained(
            module=entry["module"],
            definition=entry["definition"],
            before=_one_line(entry["before"]),
            after=_one_line(after),
            reason=_one_line(entry["reason"]),
        )
        for entry in entries
        for after in re.findall(r"`([^`]+)`", entry["afters"])
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
