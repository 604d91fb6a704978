"""The options of a certification: `CertifyOptions`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from haiway_spec import Clause, UnknownChapter, UnknownClause, specification

from haiway_conformance.adapter import Implementation
from haiway_conformance.plugin.shard import Shard
from haiway_conformance.report.formats import FORMATS, Format

__all__ = (
    "CertifyOptions",
    "OptionsError",
    "check_formats",
    "check_shard",
    "select_clauses",
    "select_formats",
)


class OptionsError(Exception):
    """The options are wrong; the message says why, and what would be right."""


@dataclass(frozen=True, slots=True)
class CertifyOptions:
    """The settings of a certification: the target, and how thoroughly it is judged.

    Attributes:
        target: The implementation: `module` or `module:attribute`.
        profile: The name of a profile.
        seed: The seed of programs and schedules.
        clauses: Ids of the clauses to judge; all of them if `chapters` is empty too.
        chapters: Names of chapters to judge.
        jobs: The number of processes that judge at once; `auto` for one per processor.
        tx: The workers that judge, as pytest-xdist's option `--tx` takes them; empty for `jobs`.
        apart: True to judge in other processes even if it is only one, so that this one survives
            whatever the implementation does.
        isolate: True to judge each chapter in fresh processes; includes `apart`.
        full: True to make every counterexample as small as possible, however long that takes, and
            to tell all that is known about each failing clause.
        quiet: True to tell the verdict alone.
        output: The folder for the reports; None for no files.
        formats: Names of formats in which the report is written into that folder, besides
            report.json.
        known_failures: The file of known failures; None for none.
        write_known_failures: The file to write what fails now into; None for none.
        shard: The share of the properties to judge; None for all. Its report is not the last word:
            `merge` puts all shares together.
        suite: The package that holds the properties.
    """

    target: str
    profile: str = "default"
    seed: int = 0
    clauses: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    jobs: int | Literal["auto"] = 1
    tx: tuple[str, ...] = ()
    apart: bool = False
    isolate: bool = False
    full: bool = False
    quiet: bool = False
    output: Path | None = None
    formats: tuple[str, ...] = ()
    known_failures: Path | None = None
    write_known_failures: Path | None = None
    shard: Shard | None = None
    suite: str = "haiway_conformance.suite"

    @property
    def elsewhere(self) -> bool:
        """True if processes on this machine judge, and this one never imports the implementation.

        Workers that `tx` names do not count: this process tries the implementation before they do.
        """
        return not self.tx and (self.apart or self.isolate or self.jobs != 1)

    @property
    def partial(self) -> bool:
        """True if only a part of the specification is to be judged."""
        return bool(self.clauses or self.chapters)


def check_shard(options: CertifyOptions) -> None:
    """Refuse options that a share of the properties cannot have.

    Args:
        options: The options.

    Raises:
        OptionsError: If the results would be lost, or if a list would be written from a part.
    """
    if options.shard is None:
        return
    if options.output is None:
        raise OptionsError(
            "--shard needs --output: what this share comes to is kept there, for"
            " `haiway-conformance merge`. Name a folder."
        )
    if options.write_known_failures is not None:
        raise OptionsError(
            "--write-known-failures does not go with --shard: a share does not see all that fails."
            " Give it to `haiway-conformance merge`."
        )


def select_clauses(options: CertifyOptions) -> tuple[Clause, ...]:
    """Return the clauses to judge.

    Args:
        options: The options.

    Returns:
        The clauses, in the specification's order.

    Raises:
        OptionsError: If they name a clause or a chapter that does not exist.
    """
    everything = specification().clauses
    if not options.partial:
        return everything
    try:
        wanted = {specification().clause(each).id for each in options.clauses}
        for name in options.chapters:
            wanted.update(each.id for each in specification().chapter(name).clauses)
    except (UnknownClause, UnknownChapter) as error:
        raise OptionsError(str(error)) from error
    return tuple(each for each in everything if each.id in wanted)


def select_formats(names: Sequence[str], output: Path | None) -> tuple[Format, ...]:
    """Return the formats to write, each once.

    Args:
        names: Their names.
        output: The folder for their files; None for none.

    Raises:
        OptionsError: If there is no such format, or no folder.
    """
    unknown = [each for each in names if each not in FORMATS]
    if unknown:
        raise OptionsError(
            f"there is no format {unknown[0]!r}. The formats are {', '.join(FORMATS)}."
        )
    if names and output is None:
        raise OptionsError(f"--format {names[0]} writes a file: name its folder with --output.")
    return tuple(FORMATS[each] for each in dict.fromkeys(names))


def check_formats(formats: Iterable[Format], implementation: Implementation) -> None:
    """Check, before anything is judged, that the formats can be written.

    Args:
        formats: The formats.
        implementation: The implementation.

    Raises:
        OptionsError: If one can't report on this implementation.
    """
    for each in formats:
        if why_not := each.why_not(implementation):
            raise OptionsError(f"--format {each.name}: {why_not}")
