"""Tell the simulations in a test of pytest's options: `in_session_of`, `select`."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, cast

import pytest

from haiway_conformance.plugin.simulation_guard import Guard
from haiway_conformance.plugin.usage import refuse
from haiway_conformance.simulation.session import Session, in_session
from haiway_conformance.simulation.token import ScheduleToken, ScheduleTokenError

__all__ = ("in_session_of", "select")

# Of each test, so many failing schedules are kept, the newest ones.
KEPT: Final = 10

_FOLDER: Final = "haiway-simulations"


@contextmanager
def in_session_of(item: pytest.Item, shown: list[str]) -> Generator[None]:
    """Have simulations take part in a test; a context manager.

    The schedules that fail in it are kept if the test fails, and forgotten when it passes.

    Args:
        item: The test.
        shown: Gets the pictures of the schedules that are to be shown.
    """
    option = item.config.option
    folder = _folder(item.config)
    kept = _Kept(folder, item.nodeid) if folder is not None else None
    guard = Guard()
    session = Session(
        name=item.nodeid,
        replay=option.haiway_replay or "",
        schedules=option.haiway_schedules,
        show=option.haiway_show_schedules,
        shown=shown.append,
        remembered=kept.tokens if kept else tuple,
        remember=kept.add if kept else _nothing,
        guard=guard.guarding,
        check=guard.check,
    )
    with in_session(session):
        yield
    if kept is not None:
        kept.forget()


def select(token: str, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave only the test to which a token belongs.

    Args:
        token: The token.
        config: pytest's.
        items: The tests that were collected; changed in place.

    Raises:
        pytest.UsageError: If the token can't be read, or the test was not collected.
    """
    try:
        name = ScheduleToken.from_text(token).program
    except ScheduleTokenError as error:
        refuse(config, items, f"--haiway-replay: {error}")
        return
    chosen = [each for each in items if each.nodeid == name]
    if not chosen:
        refuse(
            config,
            items,
            f"--haiway-replay: this is a schedule of {name}, and no such test was collected. It may"
            " have been renamed, or the command names other tests.",
        )
        return
    config.hook.pytest_deselected(items=[each for each in items if each.nodeid != name])
    items[:] = chosen


class _Kept:
    """The failing schedules of a test, kept in a file.

    Args:
        folder: The folder of all these files.
        name: The test's node id.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._name = name
        self._file = folder / f"{sha256(name.encode()).hexdigest()[:16]}.json"
        self._asked = False

    def tokens(self) -> tuple[str, ...]:
        """Return the tokens; none where the file can't be read, or is of another version."""
        self._asked = True
        try:
            data: Any = json.loads(self._file.read_text(encoding="utf-8"))
            tokens = cast("list[str]", data["tokens"])
            for each in tokens:
                ScheduleToken.from_text(each)
        except (OSError, ValueError, KeyError, TypeError):
            return ()
        return tuple(tokens)

    def add(self, token: str) -> None:
        """Keep a token.

        Args:
            token: The token; it comes first from now on.
        """
        self._write([token, *(each for each in self.tokens() if each != token)][:KEPT])

    def forget(self) -> None:
        """Keep nothing any more, if what is kept was run."""
        if self._asked and self._file.exists():
            self._write([])

    def _write(self, tokens: list[str]) -> None:
        text = json.dumps({"test": self._name, "tokens": tokens}, indent=1)
        try:
            if tokens:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                self._file.write_text(f"{text}\n", encoding="utf-8")
            else:
                self._file.unlink(missing_ok=True)
        except OSError:
            return  # where nothing can be written, nothing is kept


def _folder(config: pytest.Config) -> Path | None:
    """Return the folder in which failing schedules are kept; None if none is."""
    chosen: str = config.getini("haiway_failures")
    if chosen:
        base = config.inipath.parent if config.inipath else config.rootpath
        return base / chosen
    # There is none where the cache's plugin is switched off.
    cache: pytest.Cache | None = getattr(config, "cache", None)
    return None if cache is None else Path(cache.mkdir(_FOLDER))


def _nothing(_: str) -> None:
    """Keep nothing."""
