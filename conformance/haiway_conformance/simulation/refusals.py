"""What a simulation cannot have, refused in plain words: `RefusingLoop`."""

import asyncio
from typing import Any, Final, NoReturn

__all__ = ("NotSimulated", "RefusingLoop")

_WORLD: Final = "`world.event(...)`"


class NotSimulated(NotImplementedError):  # noqa: N818 - it names what the program asked for
    """A program asks the loop for something that cannot be simulated."""


def _refuse(what: str, instead: str) -> NoReturn:
    raise NotSimulated(f"{what} cannot be simulated, because the outside world is. {instead}")


class RefusingLoop(asyncio.BaseEventLoop):
    """An event loop that refuses real sockets, subprocesses and signals, and says what to do."""

    async def subprocess_exec(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to start a subprocess."""
        _refuse("a subprocess", f"Put its work behind a function, and fake that with {_WORLD}.")

    async def subprocess_shell(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to start a shell."""
        _refuse("a subprocess", f"Put its work behind a function, and fake that with {_WORLD}.")

    def add_signal_handler(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to handle a signal."""
        _refuse(
            "a signal",
            "Call the handler itself, in a task that waits for"
            ' `world.event("the signal arrives")`, or simulate with cancel="everywhere".',
        )

    def remove_signal_handler(self, *_: Any, **__: Any) -> bool:
        """Return False: there is no handler."""
        return False
