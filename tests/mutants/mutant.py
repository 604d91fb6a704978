"""Implementations that are wrong on purpose: each breaks the specification in one way."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import haiway_reference

__all__ = ("Mutant", "NaiveHelpers", "WrongImplementation")

_REFERENCE = Path(haiway_reference.__file__).parent


@dataclass(frozen=True, kw_only=True)
class WrongImplementation:
    """An implementation that the suite must fail.

    Attributes:
        name: How it is wrong. No two of them have the same name and clause.
        symptom: How a user would notice.
        clauses: The ids of the clauses that it breaks.
        message: A regular expression: one of the suite's complaints about each of these clauses
            must match it. It looks for names and facts, so that a complaint can be reworded.
        programs_of: For a clause of chapter hygiene that has no programs of its own: the clause
            whose programs show the violation.
        since: The first Python version in which it is wrong.
    """

    name: str
    symptom: str
    clauses: tuple[str, ...]
    message: str
    programs_of: str = ""
    since: tuple[int, int] = (3, 12)

    @property
    def target(self) -> str:
        """Its name on the command line of `certify`."""
        raise NotImplementedError

    def is_told(self, complaints: Iterable[str]) -> bool:
        """Tell if one of the suite's complaints about a clause is about what is wrong.

        Args:
            complaints: The complaints.
        """
        return any(re.search(self.message, each) for each in complaints)

    def write(self, folder: Path) -> None:
        """Make it importable, if it is not.

        Args:
            folder: A folder on the path.
        """
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Mutant(WrongImplementation):
    """The reference, changed in one place.

    Attributes:
        module: The module that is changed, such as `tasks` or `helpers/concurrent`.
        right: The text that is replaced, which occurs exactly once in the module.
        wrong: The text that replaces it.
    """

    module: str
    right: str
    wrong: str

    @property
    def target(self) -> str:
        """Its name on the command line of `certify`: that of the package that `write` makes."""
        return self.name

    @property
    def fits(self) -> bool:
        """True if the text to be replaced occurs exactly once, so that the change can be made."""
        return self._original().count(self.right) == 1

    def changed(self) -> str:
        """Return the text of the changed module."""
        assert self.fits, f"{self.name}: {self.right!r} must occur once in {self.module}.py"
        return self._original().replace(self.right, self.wrong)

    def write(self, folder: Path) -> None:
        """Write the changed reference as a package.

        Args:
            folder: The folder that is to contain the package.
        """
        for module in sorted(_REFERENCE.rglob("*.py")):
            path = module.relative_to(_REFERENCE)
            is_changed = path.with_suffix("").as_posix() == self.module
            text = self.changed() if is_changed else module.read_text(encoding="utf-8")
            copy = folder / self.name / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(text.replace("haiway_reference", self.name), encoding="utf-8")

    def _original(self) -> str:
        return (_REFERENCE / f"{self.module}.py").read_text(encoding="utf-8")


@dataclass(frozen=True, kw_only=True)
class NaiveHelpers(WrongImplementation):
    """The reference with the two helpers as they are often written: an adapter in `naive_helpers`.

    Its name is that of the adapter.
    """

    @property
    def target(self) -> str:
        """Its name on the command line of `certify`."""
        return f"naive_helpers:{self.name}"

    def write(self, folder: Path) -> None:
        """Do nothing: `naive_helpers` is importable already.

        Args:
            folder: A folder on the path.
        """
