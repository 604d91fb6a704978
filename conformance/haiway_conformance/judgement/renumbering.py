"""Give the things of a program names without gaps, in order of appearance: `Renumbering`."""

import re
from collections import Counter
from dataclasses import fields, replace
from typing import Any, Final, cast

from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Part, Wait

__all__ = ("Renumbering",)

# A name is a kind and a number. Milestones and messages contain names: `exit of scope3`.
_NAME: Final = re.compile(r"\b([A-Za-z]+)([1-9]\d*)\b")


class Renumbering:
    """New names for the things of one program: `scope1` and `t1` in place of `scope4` and `t7`.

    Args:
        program: The program, whose names are those that were drawn for a larger one.
        never: True to call an external event that never completes so, whatever its name was.

    Attributes:
        program: The same program, with the new names.

    Example:
        >>> from haiway_conformance.programs.operations import Scope, Spawn, Wait
        >>> drawn = Program((Scope("scope4", (Spawn("t7", (Wait("p2"),)),)),))
        >>> Renumbering(drawn).of("t7 outlived scope4")
        't1 outlived scope1'
    """

    def __init__(self, program: Program, *, never: bool = False) -> None:
        self._never = never
        self._numbers = Counter[str]()
        self._names: dict[str, str] = {}
        self.program = Program(self._with_new_names(program.main))

    def of(self, text: str) -> str:
        """Return a text with the new names in place of the old ones.

        Args:
            text: The text. Names of which the program knows nothing are left as they are.
        """
        return _NAME.sub(lambda found: self._names.get(found[0], found[0]), text)

    def _with_new_names(self, part: Any) -> Any:
        match part:
            case str():
                for found in _NAME.finditer(part):
                    self._give_a_name(found, found[1])
                return self.of(part)
            case tuple():
                return tuple(map(self._with_new_names, cast("tuple[Any, ...]", part)))
            case Part():
                named = _NAME.fullmatch(part.event) if isinstance(part, Wait) else None
                if named and self._never and isinstance(part, Wait) and part.until == "never":
                    self._give_a_name(named, "never")
                values = {each.name: getattr(part, each.name) for each in fields(cast("Any", part))}
                renamed = {name: self._with_new_names(value) for name, value in values.items()}
                return replace(cast("Any", part), **renamed)
            case _:
                return part

    def _give_a_name(self, found: re.Match[str], kind: str) -> None:
        if found[0] not in self._names:
            self._numbers[kind] += 1
            self._names[found[0]] = f"{kind}{self._numbers[kind]}"
