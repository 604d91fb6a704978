"""Read a file of known failures: `read_known_failures`."""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import urlsplit

from haiway_spec import Level, UnknownClause, specification
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from haiway_conformance.known_failures.entry import KnownFailure

__all__ = ("KnownFailuresError", "parse_known_failures", "read_known_failures", "text_of")

_KEYS: Final = ("reason", "issue", "versions")

_EXAMPLE: Final = """\
["scopes/exit-awaits-tasks"]
reason = "exit does not wait for tasks that shield themselves"
"""


class KnownFailuresError(Exception):
    """A file of known failures is wrong; the message says where, and what would be right."""


def read_known_failures(path: Path) -> Mapping[str, KnownFailure]:
    """Read a file of known failures.

    Args:
        path: The file.

    Returns:
        The entries by the id of their clause, in the order of the file.

    Raises:
        KnownFailuresError: If it cannot be read, or says something that it cannot mean.
    """
    return parse_known_failures(text_of(path), str(path))


def text_of(path: Path) -> str:
    """Return the text of a file of known failures.

    Args:
        path: The file.

    Raises:
        KnownFailuresError: If it cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise KnownFailuresError(
            f"the known failures cannot be read from {str(path)!r}: {error.strerror or error}."
            " --write-known-failures makes such a file."
        ) from error
    except UnicodeError as error:
        raise KnownFailuresError(
            f"the known failures in {str(path)!r} are not encoded in UTF-8, as TOML has to be:"
            f" {error}. Save the file in UTF-8."
        ) from error


def parse_known_failures(text: str, where: str) -> Mapping[str, KnownFailure]:
    """Read known failures.

    Args:
        text: The content of a file.
        where: The name of the file, for messages.

    Returns:
        The entries by the id of their clause, in the order of the file.

    Raises:
        KnownFailuresError: If the text is no TOML, or says something that it cannot mean.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KnownFailuresError(
            f"{where} is no TOML: {error}. The usual reason is the id of a clause without quotes."
            f" An entry looks like this:\n\n{_EXAMPLE}"
        ) from error
    return {identifier: _entry(identifier, value, where) for identifier, value in data.items()}


def _entry(identifier: str, value: object, where: str) -> KnownFailure:
    if not isinstance(value, dict):
        raise KnownFailuresError(
            f"{where}: {identifier!r} is no entry. An entry is a table, whose name is the id of a"
            f" clause, in quotes:\n\n{_EXAMPLE}"
        )
    fields = cast("dict[str, Any]", value)
    _check_clause(identifier, where)
    for key in fields:
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise KnownFailuresError(
                f"{where}: the entry of {identifier} has the key {key!r}, which means nothing."
                f"{hint} An entry has a `reason`, and may have an `issue` and `versions`."
            )
    texts = {key: _text(identifier, key, fields.get(key, ""), where) for key in _KEYS}
    if not texts["reason"].strip():
        raise KnownFailuresError(
            f"{where}: the entry of {identifier} has no reason. Say in `reason` why it fails, so"
            " that the next reader knows whether it still has to."
        )
    _check_issue(identifier, texts["issue"], where)
    _check_versions(identifier, texts["versions"], where)
    return KnownFailure(identifier, **texts)


def _check_clause(identifier: str, where: str) -> None:
    try:
        clause = specification().clause(identifier)
    except UnknownClause as error:
        raise KnownFailuresError(f"{where}: {error}") from error
    if clause.level is Level.MAY:
        raise KnownFailuresError(
            f"{where}: {identifier} is a MAY, and cannot fail: it leaves a choice, and what the"
            " implementation does is recorded. Remove the entry."
        )


def _text(identifier: str, key: str, value: object, where: str) -> str:
    if not isinstance(value, str):
        raise KnownFailuresError(
            f"{where}: in the entry of {identifier}, `{key}` is no text. Put it in quotes."
        )
    return value


def _check_issue(identifier: str, issue: str, where: str) -> None:
    if not issue:
        return
    try:
        address = urlsplit(issue)
        right = address.scheme in {"http", "https"} and bool(address.netloc)
    except ValueError:
        right = False
    if not right or not issue.isprintable() or " " in issue:
        raise KnownFailuresError(
            f"{where}: in the entry of {identifier}, `issue` is {issue!r}, which is no URL. Reports"
            " link to it, so it has to begin with https:// or http://."
        )


def _check_versions(identifier: str, versions: str, where: str) -> None:
    try:
        SpecifierSet(versions)
    except InvalidSpecifier as error:
        raise KnownFailuresError(
            f"{where}: in the entry of {identifier}, `versions` is {versions!r}, which is no"
            " specifier of PEP 440. These are: '<2', '>=1.2,<1.5', '==1.4.*'."
        ) from error
