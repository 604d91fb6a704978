"""Bring the text of known failures up to date, and keep what people wrote: `updated_text`."""

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from haiway_conformance.known_failures.entry import KnownFailure

__all__ = ("NOT_YET_EXPLAINED", "updated_text")

NOT_YET_EXPLAINED: Final = "not yet explained"
"""The reason of an entry that nobody has looked at so far."""

_HEADING: Final = """\
# Clauses that are known to fail. As long as each of them does, `--known-failures` lets the others
# decide. Say in `reason` why one fails; `issue` (a URL) and `versions` (such as "<2.0") may follow.
"""

# Not `splitlines`, which knows more ends of lines than TOML does.
_LINE: Final = re.compile(r".*\n|.+")


def updated_text(
    text: str, *, failing: Iterable[KnownFailure], removed: Collection[str] = ()
) -> str:
    """Bring the text of known failures up to date.

    Args:
        text: The text as it is, which can be read; empty for none.
        failing: The entries that the text has to have. One that it has stays as it is written;
            only its `versions` are dropped if the entry has none. The others are added at the end.
        removed: The ids of clauses whose entries are taken out, with the comments inside them and
            directly above them.

    Returns:
        The new text. All other comments, the order and the layout are what they were.
    """
    wanted = {each.clause: each for each in failing}
    present: Mapping[str, Any] = tomllib.loads(text)
    statements, rest = _split(text)
    for_all = {each for each in wanted if not wanted[each].versions}
    ranges = {each.entry for each in statements if each.key == "versions"}
    # What is not a table of its own is written anew, as one.
    anew = {each for each in for_all if "versions" in present.get(each, ()) and each not in ranges}
    written = ""
    for number, each in enumerate(statements):
        if each.entry in removed or each.entry in anew:
            written = _joined(written, _comments_of_others(each, first=number == 0))
        elif each.key == "versions" and each.entry in for_all:
            written += each.comments
        else:
            written = _joined(written, each.comments + each.code)
    written = _joined(written, rest)
    new = [_written(it) for it in wanted.values() if it.clause in anew or it.clause not in present]
    before = written or _HEADING
    blank = "" if not new or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
    return before + blank + "\n".join(new)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A part of a text: the head of a table, or a key with its value.

    Attributes:
        comments: The lines above it that are comments or empty.
        code: Its own lines.
        entry: The id of the clause whose entry it belongs to.
        key: The key within the entry; empty for the head of a table, or a whole entry in one line.
    """

    comments: str
    code: str
    entry: str
    key: str

    @property
    def begins(self) -> bool:
        """True if an entry begins with it."""
        return not self.key


def _split(text: str) -> tuple[list[_Statement], str]:
    """Return the statements of a text, and the comments below the last one."""
    found: list[_Statement] = []
    comments, code, table = "", "", ""
    for line in _LINE.findall(text):
        if not code and line.lstrip()[:1] in {"", "#"}:
            comments += line
            continue
        code += line
        parsed = _parsed(code)
        if parsed is None:  # it goes on in the next line
            continue
        name = next(iter(parsed))
        if code.lstrip().startswith("["):
            table = name
            found.append(_Statement(comments, code, name, ""))
        elif table:
            found.append(_Statement(comments, code, table, name))
        else:
            found.append(_Statement(comments, code, name, ""))
        comments = code = ""
    return found, comments


def _parsed(code: str) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(code)
    except tomllib.TOMLDecodeError:
        return None


def _comments_of_others(statement: _Statement, *, first: bool) -> str:
    """Return the comments above a statement that are not about its entry."""
    if not statement.begins:
        return ""
    if first:  # they may as well be about the file
        return statement.comments
    lines: list[str] = _LINE.findall(statement.comments)
    while lines and lines[-1].strip():
        del lines[-1]
    return "".join(lines)


def _joined(before: str, after: str) -> str:
    """Join two parts of a text between which something may be gone, but not its empty lines."""
    return before + (after.removeprefix("\n") if before.endswith("\n\n") else after)


def _written(entry: KnownFailure) -> str:
    return "".join(_lines(entry))


def _lines(entry: KnownFailure) -> Iterator[str]:
    yield f'["{entry.clause}"]\n'
    for key, value in entry.to_json().items():
        # A string of JSON is one of TOML too, but for one control character.
        text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        yield f"{key} = {text}\n"
