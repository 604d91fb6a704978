"""A counterexample as one word, to be sent around and replayed: `Token`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Self, cast

from haiway_conformance.adapter import Implementation
from haiway_conformance.judgement.fingerprint import Fingerprint
from haiway_conformance.packing import packed, unpacked
from haiway_conformance.programs import Program
from haiway_conformance.programs.program import ProgramError

__all__ = ("Token", "TokenError")

VERSION: Final = "hwc1"
"""The prefix of tokens; it changes when the format does."""

# A token unpacks to some thousand bytes. The limit keeps a damaged one from filling the memory.
LARGEST: Final = 4_000_000


class TokenError(ValueError):
    """A text is not a token that this version of the kit can read."""


@dataclass(frozen=True, slots=True)
class Token:
    """A counterexample: the program, its schedule, and the trace that it led to.

    Attributes:
        program: The program.
        deviations: The answers of its schedule that are not canonical, for `ReplayChoices`.
        fingerprint: The fingerprint of its trace.
        implementation: The identity of the implementation.
        python: Python's version.
        kit: The kit's version.
        clause: The id of the clause that was violated; empty if it is not known.
    """

    program: Program
    deviations: Mapping[int, int]
    fingerprint: Fingerprint
    implementation: Implementation
    python: str
    kit: str
    clause: str = ""

    def to_text(self) -> str:
        """Return the token as one word of letters, digits, `.`, `-` and `_`."""
        data = {
            "kit": self.kit,
            "python": self.python,
            "of": [
                self.implementation.target,
                self.implementation.name,
                self.implementation.version,
            ],
            "clause": self.clause,
            "program": json.loads(self.program.to_text()),
            "deviations": [each for pair in sorted(self.deviations.items()) for each in pair],
            "trace": [self.fingerprint.events, self.fingerprint.digest, self.fingerprint.marks],
        }
        return f"{VERSION}.{packed(data)}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read a token.

        Args:
            text: The text of a token; white space in it, such as line breaks, is ignored.

        Raises:
            TokenError: If this version of the kit can't read it; the message says why, and what to
                do.
        """
        version, dot, word = "".join(text.split()).partition(".")
        if not dot or not version.startswith("hwc"):
            raise TokenError(
                f"{_shown(text)} is no token: tokens begin with `{VERSION}.`. Copy the word that"
                " stands under `Token:` in a failure, or in the field `token` of report.json."
            )
        if version != VERSION:
            raise TokenError(
                f"this is a token of version {version.removeprefix('hwc') or '?'}, but this kit"
                f" reads those of version {VERSION.removeprefix('hwc')}. It was made by another"
                " release of the kit: replay it with that one."
            )
        data = _unpacked(word)
        try:
            return cls._made(data)
        except (KeyError, TypeError, ValueError) as error:
            kit = data.get("kit")
            by = f", by version {kit}" if isinstance(kit, str) else ""
            why = f" ({error})" if isinstance(error, ProgramError) else ""
            raise TokenError(
                f"this token was made by another version of the kit{by}, and this one can't read"
                f" what is in it{why}. Replay it with the version that made it."
            ) from error

    @classmethod
    def _made(cls, data: dict[str, Any]) -> Self:
        target, name, version = map(_text, data["of"])
        events, digest, marks = data["trace"]
        numbers = [_number(each) for each in data["deviations"]]
        return cls(
            program=Program.from_text(json.dumps(data["program"])),
            deviations=MappingProxyType(dict(zip(numbers[::2], numbers[1::2], strict=True))),
            fingerprint=Fingerprint(_number(events), _text(digest), _text(marks)),
            implementation=Implementation(target, name, version),
            python=_text(data["python"]),
            kit=_text(data["kit"]),
            clause=_text(data["clause"]),
        )


def _unpacked(word: str) -> dict[str, Any]:
    try:
        data: object = unpacked(word, LARGEST)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise TokenError(
            "this token is damaged: it is not complete, or a letter in it was changed. Usually a"
            " terminal or a mail has cut the long line. Copy it whole, best from the field `token`"
            " of report.json; `-` reads it from standard input."
        )
    return cast("dict[str, Any]", data)


def _shown(text: str) -> str:
    words = " ".join(text.split())
    return repr(words if len(words) <= 40 else f"{words[:37]}...")  # noqa: PLR2004 - of a line


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _number(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(f"{value!r} is no number")
    return value
