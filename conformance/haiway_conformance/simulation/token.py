"""A failing schedule as one word, to be sent around and replayed: `ScheduleToken`."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Self, cast, get_args

from haiway_conformance.packing import packed, unpacked
from haiway_conformance.simulated_loop import Moment
from haiway_conformance.simulation.injection import Injection

__all__ = ("ScheduleToken", "ScheduleTokenError")

VERSION: Final = "hws1"
"""The prefix of tokens; it changes when the format does."""

# A token unpacks to some hundred bytes. The limit keeps a damaged one from filling the memory.
LARGEST: Final = 1_000_000


class ScheduleTokenError(ValueError):
    """A text is not the token of a schedule that this version of the kit can read."""


@dataclass(frozen=True, slots=True)
class ScheduleToken:
    """A schedule of a program.

    Attributes:
        program: The name of the program: pytest's node id, or that of the function.
        deviations: The answers that are not canonical, by the question's number.
        injection: The request to cancel that comes from outside; None for none.
    """

    program: str
    deviations: Mapping[int, int]
    injection: Injection | None

    def to_text(self) -> str:
        """Return the token as one word of letters, digits, `.`, `-` and `_`."""
        injection = self.injection
        data = [
            self.program,
            [each for pair in sorted(self.deviations.items()) for each in pair],
            None if injection is None else [injection.task, injection.suspension, injection.moment],
        ]
        return f"{VERSION}.{packed(data)}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read a token.

        Args:
            text: The text of a token; white space in it, such as line breaks, is ignored.

        Raises:
            ScheduleTokenError: If it can't be read; the message says why, and what to do.
        """
        version, dot, word = "".join(text.split()).partition(".")
        if not dot or version != VERSION:
            raise ScheduleTokenError(
                f"{text[:40]!r} is no token of a schedule: those begin with `{VERSION}.`. Copy the"
                " word that stands behind `--haiway-replay` in the failure."
            )
        try:
            return cls._made(unpacked(word, LARGEST))
        except (ValueError, TypeError) as error:
            raise ScheduleTokenError(
                "this token is damaged: it is not complete, or a letter in it was changed. Usually"
                " a terminal or a mail has cut the long line. Copy it whole."
            ) from error

    @classmethod
    def _made(cls, data: Any) -> Self:
        program, flat, injected = data
        numbers = [_number(each) for each in flat]
        injection = None
        if injected is not None:
            task, suspension, moment = injected
            if moment not in get_args(Moment.__value__):
                raise ValueError(f"{moment!r} is no moment")
            injection = Injection(_number(task), _number(suspension), cast("Moment", moment))
        if not isinstance(program, str):
            raise TypeError(f"{program!r} is no name")
        deviations = dict(zip(numbers[::2], numbers[1::2], strict=True))
        return cls(program, MappingProxyType(deviations), injection)


def _number(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(f"{value!r} is no number")
    return value
