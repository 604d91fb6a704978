"""Take checked values out of a TOML table.

People write these files, so each error names the file, the entry and the key, and says what to
write instead.
"""

import re
from collections.abc import Collection, Iterator
from typing import cast


class SpecificationError(ValueError):
    """A file of the specification has content that is not allowed."""


class Table:
    """A TOML table from which each value is taken once; a remaining one is an error.

    Args:
        values: The table, as `tomllib` returns it.
        place: Its place, for messages: the file, and the entry in it.
    """

    def __init__(self, values: dict[str, object], *, place: str) -> None:
        self._values = dict(values)
        self._known: list[str] = []
        self.place = place

    def text(self, key: str, *, optional: bool = False) -> str:
        """Take a text that is not empty, its lines joined into paragraphs.

        Args:
            key: The key to take.
            optional: True if the key may be missing: the text is empty then.

        Raises:
            SpecificationError: If the key is missing, or its value is not a text, or empty.
        """
        return _paragraphs(self.code(key, optional=optional))

    def code(self, key: str, *, optional: bool = False) -> str:
        """Take a text that is not empty, its lines kept, without the line breaks around it.

        Args:
            key: The key to take.
            optional: True if the key may be missing: the text is empty then.

        Raises:
            SpecificationError: If the key is missing, or its value is not a text, or empty.
        """
        if optional and key not in self._values:
            self._known.append(key)
            return ""
        value = self._take(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"{key!r} must be a text that is not empty; it is {value!r}")
        return value.strip("\n")

    def words(
        self, key: str, *, known: Collection[str] | None = None, optional: bool = False
    ) -> tuple[str, ...]:
        """Take a list of different texts.

        Args:
            key: The key to take.
            known: The only texts allowed, if the list is a closed one.
            optional: True if the key may be missing: the list is empty then.

        Raises:
            SpecificationError: If the key is missing, its value is not a list of texts, one occurs
                twice, or one is not `known`.
        """
        if optional and key not in self._values:
            self._known.append(key)
            return ()
        value = self._take(key)
        if not isinstance(value, list) or not all(
            isinstance(word, str) for word in cast("list[object]", value)
        ):
            raise self.error(f"{key!r} must be a list of texts; it is {value!r}")
        words = cast("list[str]", value)
        for word in words:
            if words.count(word) > 1:
                raise self.error(f"{key!r} has {word!r} twice; write it once")
            if known is not None and word not in known:
                raise self.error(
                    f"{word!r} in {key!r} is not known; use one of: {', '.join(known)}"
                )
        return tuple(words)

    def tables(self, key: str) -> Iterator[tuple[int, dict[str, object]]]:
        """Take a list of tables, each with its number, counted from 1.

        Raises:
            SpecificationError: If the key is missing, or its value is not a list of tables or is
                empty.
        """
        value = self._take(key)
        if not isinstance(value, list) or not value:
            raise self.error(f"there must be at least one [[{key}]]")
        for number, entry in enumerate(cast("list[object]", value), start=1):
            if not isinstance(entry, dict):
                raise self.error(f"{key!r} must be tables, each written under [[{key}]]")
            yield number, cast("dict[str, object]", entry)

    def finish(self) -> None:
        """Check that every value was taken.

        Raises:
            SpecificationError: If a key was never taken: it is misspelt, or belongs elsewhere.
        """
        if self._values:
            raise self.error(
                f"unknown key {', '.join(map(repr, self._values))}; "
                f"remove it, or correct it to one of: {', '.join(self._known)}"
            )

    def error(self, problem: str) -> SpecificationError:
        """Make an error about this table."""
        return SpecificationError(f"{self.place}: {problem}")

    def _take(self, key: str) -> object:
        self._known.append(key)
        try:
            return self._values.pop(key)
        except KeyError:
            raise self.error(f"the key {key!r} is missing; add it") from None


def _paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))
