"""An implementation that is wrong on purpose: the reference, broken in one place."""

from dataclasses import dataclass
from pathlib import Path

import haiway_reference

__all__ = ("Mutant",)

_SOURCE = Path(haiway_reference.__file__).parent


@dataclass(frozen=True)
class Mutant:
    """A way to break the reference.

    Attributes:
        name: How it is wrong; the name of its package too.
        noticed: How a user would notice.
        module: The module that is changed, such as `tasks` or `helpers/concurrent`.
        right: The text that is replaced, which occurs there once.
        wrong: What stands there instead.
        clause: The clause that it breaks.
        message: What the suite must say of it: a regular expression.
        also: Further clauses that it breaks in the same way, such as that of the other helper.
        beside: For a clause of chapter hygiene, which has no programs of its own: the clause by
            whose programs it is found.
        since: The first Python in which it is wrong.
    """

    name: str
    noticed: str
    module: str
    right: str
    wrong: str
    clause: str
    message: str
    also: tuple[str, ...] = ()
    beside: str = ""
    since: tuple[int, int] = (3, 12)

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that it breaks, in full."""
        return (self.clause, *self.also)

    @property
    def target(self) -> str:
        """What the command line calls it, once it is written."""
        return self.name

    def changed(self) -> str:
        """The module that is changed, as it is then."""
        text = (_SOURCE / f"{self.module}.py").read_text(encoding="utf-8")
        assert text.count(self.right) == 1, f"{self.name}: {self.right!r} is not there once"
        return text.replace(self.right, self.wrong)

    def write(self, folder: Path) -> None:
        """Write the broken implementation as a package.

        Args:
            folder: Where the package's folder is made.
        """
        for module in sorted(_SOURCE.rglob("*.py")):
            place = module.relative_to(_SOURCE)
            mine = place.with_suffix("").as_posix() == self.module
            text = self.changed() if mine else module.read_text(encoding="utf-8")
            copy = folder / self.name / place
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(text.replace("haiway_reference", self.name), encoding="utf-8")
