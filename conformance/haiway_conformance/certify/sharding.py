"""The results of a shard, as a file that `merge` reads: `JudgedShard`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final, Self

from haiway_spec import specification

from haiway_conformance.adapter import CAPABILITIES, ImplementationUnderTest, PluggedIn
from haiway_conformance.certify.options import CertifyOptions, OptionsError
from haiway_conformance.interpreter import interpreter
from haiway_conformance.known_failures import KnownFailure
from haiway_conformance.plugin.shard import Shard
from haiway_conformance.report.result import Result

__all__ = ("RESULTS", "JudgedShard", "facts_of")

RESULTS: Final = "results.json"
"""The name of the file in the output folder."""

_SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class JudgedShard:
    """The results of a shard.

    Attributes:
        shard: Which one it is.
        run: What all shards of one run have in common, as `facts_of` returns it.
        complete: False if it ended early.
        results: The results of its properties, their violations as they were found. Which of them
            are made smaller, and how long that may take, is known only when all are together.
    """

    shard: Shard
    run: Mapping[str, Any]
    complete: bool
    results: tuple[Result, ...]

    def to_bytes(self) -> bytes:
        """Return the content of `results.json`."""
        data = {
            "schema": _SCHEMA,
            "shard": str(self.shard),
            "complete": self.complete,
            "run": self.run,
            "results": [each.to_json() for each in sorted(self.results, key=lambda it: it.test)],
        }
        return f"{json.dumps(data, indent=1)}\n".encode()

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the results of a shard.

        Args:
            folder: The output folder of the shard.

        Raises:
            OptionsError: If there are none, or if another version of the kit wrote them.
        """
        path = folder / RESULTS
        try:
            data = json.loads(path.read_bytes())
        except OSError as error:
            raise OptionsError(
                f"no results of a shard can be read from {str(path)!r}: {error.strerror or error}."
                " `certify --shard K/N --output DIR` writes them into DIR."
            ) from error
        except ValueError as error:
            raise OptionsError(_unreadable(path, str(error))) from error
        try:
            if data["schema"] != _SCHEMA:
                raise OptionsError(_unreadable(path, f"its schema is {data['schema']!r}"))
            return cls(
                Shard.parse(data["shard"]),
                data["run"],
                data["complete"],
                tuple(Result.from_json(each) for each in data["results"]),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise OptionsError(_unreadable(path, f"{type(error).__name__}: {error}")) from error


def facts_of(
    options: CertifyOptions,
    under_test: ImplementationUnderTest | PluggedIn,
    known: Mapping[str, KnownFailure],
) -> Mapping[str, Any]:
    """Return everything that the report of a run follows from, besides the results.

    Args:
        options: The options.
        under_test: The implementation.
        known: The known failures.

    Returns:
        From a name for people to a value that JSON can have.
    """
    judged = under_test.identity
    return {
        "target": judged.target,
        "implementation": judged.name,
        "version": judged.version,
        "SHA-256 of its files": judged.sha256,
        "capabilities": [each for each in CAPABILITIES if each in under_test.present],
        "kit": metadata.version("haiway-conformance"),
        "edition": specification().edition,
        "Python": interpreter(),
        "profile": options.profile,
        "seed": options.seed,
        "clauses": _sorted(options.clauses),
        "chapters": _sorted(options.chapters),
        "full": options.full,
        "known failures": {each: entry.to_json() for each, entry in known.items()},
        "suite": options.suite,
    }


def _sorted(names: Sequence[str]) -> list[str]:
    return sorted(set(names))


def _unreadable(path: Path, why: str) -> str:
    return (
        f"{str(path)!r} cannot be read as the results of a shard ({why}). It may be cut short, or"
        " written by another version of the kit. Judge the shard again."
    )
