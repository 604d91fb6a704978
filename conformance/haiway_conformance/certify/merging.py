"""Put the shards of one run together: `MergedShards`.

A shard judges its share of the properties, and leaves violations as they are found. Everything else
happens here, once, by the same code as in a run on one machine: choosing the violations to make
smaller, sharing the budget among them, outcomes, verdict, report. So the bytes are the same, too.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

from haiway_conformance.adapter import ImplementationUnderTest
from haiway_conformance.certify.options import CertifyOptions, OptionsError
from haiway_conformance.certify.sharding import JudgedShard, facts_of
from haiway_conformance.known_failures import KnownFailure
from haiway_conformance.plugin.shard import Shard
from haiway_conformance.report.result import Result

__all__ = ("MergedShards",)


@dataclass(frozen=True, slots=True)
class MergedShards:
    """All shards of one run.

    Attributes:
        run: What they have in common.
        results: The results of all properties.
    """

    run: Mapping[str, Any]
    results: tuple[Result, ...]

    @classmethod
    def read(cls, folders: Sequence[Path]) -> Self:
        """Read the shards of one run.

        Args:
            folders: Their output folders, in any order; at least one.

        Raises:
            OptionsError: If a shard cannot be read, ended early, is missing or there twice, or if
                they are of different runs.
        """
        shards = [(folder, JudgedShard.read(folder)) for folder in folders]
        for (first, one), (second, other) in pairwise(shards):
            _check_same_run(first, one, second, other)
        _check_all_there(shards)
        for folder, each in shards:
            if not each.complete:
                raise OptionsError(
                    f"shard {each.shard} in {str(folder)!r} ended early, so that results are"
                    " missing. Judge it again."
                )
        merged = cls(shards[0][1].run, tuple(it for _, each in shards for it in each.results))
        try:
            merged.options()
            dict(merged.known_failures)
        except (AttributeError, KeyError, TypeError) as error:
            raise OptionsError(
                f"the options of the run cannot be read from {str(folders[0])!r}"
                f" ({type(error).__name__}: {error}). Another version of the kit wrote them: merge"
                " with that one, or judge the shards again."
            ) from error
        return merged

    @property
    def known_failures(self) -> Mapping[str, KnownFailure]:
        """The known failures that the shards were given, by the id of their clause."""
        entries = self.run["known failures"].items()
        return {clause: KnownFailure(clause, **fields) for clause, fields in entries}

    def options(self, **own: Any) -> CertifyOptions:
        """Return the options of the run.

        Args:
            own: Those that belong to the machine that merges.
        """
        run = self.run
        return CertifyOptions(
            target=run["target"],
            profile=run["profile"],
            seed=run["seed"],
            clauses=tuple(run["clauses"]),
            chapters=tuple(run["chapters"]),
            full=run["full"],
            suite=run["suite"],
            **own,
        )

    def check(self, options: CertifyOptions, under_test: ImplementationUnderTest) -> None:
        """Refuse to go on with something else than what the shards judged.

        Args:
            options: The options.
            under_test: The implementation, as it is here.

        Raises:
            OptionsError: If it, the kit, or Python is another one.
        """
        here = facts_of(options, under_test, self.known_failures)
        if found := _difference(self.run, here):
            name, there, this = found
            raise OptionsError(
                f"the shards were judged where `{name}` was {there}, but here it is {this}. Merging"
                " makes counterexamples smaller, so it needs the same implementation, kit and"
                " Python as the shards. Install the same versions here."
            )


def _check_same_run(first: Path, one: JudgedShard, second: Path, other: JudgedShard) -> None:
    found = _difference(one.run, other.run)
    if found is None and one.shard.total != other.shard.total:
        found = ("number of shards", str(one.shard.total), str(other.shard.total))
    if found is not None:
        name, its, others = found
        raise OptionsError(
            f"{str(first)!r} and {str(second)!r} are shards of different runs: `{name}` was {its}"
            f" in the first, and {others} in the second. Judge all shards with the same options and"
            " versions."
        )


def _check_all_there(shards: Sequence[tuple[Path, JudgedShard]]) -> None:
    by_shard: dict[Shard, Path] = {}
    for folder, each in shards:
        if each.shard in by_shard:
            raise OptionsError(
                f"shard {each.shard} is there twice, in {str(by_shard[each.shard])!r} and in"
                f" {str(folder)!r}. Name one of them, and those that are missing."
            )
        by_shard[each.shard] = folder
    total = next(iter(by_shard)).total
    everything = [Shard(number, total) for number in range(1, total + 1)]
    if missing := [str(each) for each in everything if each not in by_shard]:
        are = "shard is" if len(missing) == 1 else "shards are"
        raise OptionsError(
            f"{are} missing: {', '.join(missing)}. Name their folders too; if one has no results,"
            " judge it again."
        )


def _difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Return the first thing that two runs do not have in common, with both values."""
    for name in dict.fromkeys([*one, *other]):
        if one.get(name) != other.get(name):
            return name, json.dumps(one.get(name)), json.dumps(other.get(name))
    return None
