"""The files of known failures that a certification reads and writes: `ListedFailures`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TextIO

from haiway_conformance.certify.options import CertifyOptions
from haiway_conformance.known_failures import (
    KnownFailure,
    parse_known_failures,
    text_of,
    updated_text,
)
from haiway_conformance.report import Report, Verdict, prepare_folder, write_files
from haiway_conformance.report.known import known_failures_now

__all__ = ("ListedFailures",)

_OPTION = "--write-known-failures"


@dataclass(frozen=True, slots=True)
class ListedFailures:
    """The known failures of a certification, and the file that is brought up to date.

    Attributes:
        known: The known failures, by the id of their clause.
        target: The file to write; None for none.
        text: Its text so far: its own, or that of the known failures that were read.
        source: The file that the text is from, for messages.
    """

    known: Mapping[str, KnownFailure]
    target: Path | None
    text: str
    source: str

    @classmethod
    def read(cls, options: CertifyOptions) -> Self:
        """Read the files that the options name.

        Args:
            options: The options. The file to write need not exist.

        Raises:
            KnownFailuresError: If one cannot be read.
            OutputError: If the one to write is in a folder that cannot be written to.
        """
        source, target = options.known_failures, options.write_known_failures
        if target is not None:
            prepare_folder(target.parent, _OPTION)
        there = target is not None and target.exists()
        text = "" if source is None or (source == target and not there) else text_of(source)
        known = parse_known_failures(text, str(source))
        if target is not None and there and target != source:
            source, text = target, text_of(target)
            parse_known_failures(text, str(source))
        return cls(known, target, text, str(source))

    @classmethod
    def given(cls, known: Mapping[str, KnownFailure], options: CertifyOptions) -> Self:
        """Take known failures that were read elsewhere.

        Args:
            known: The known failures, by the id of their clause.
            options: The options, which may name a file to write.

        Raises:
            KnownFailuresError: If the file to write is there, but cannot be read.
            OutputError: If it is in a folder that cannot be written to.
        """
        files = cls.read(options)
        text = files.text or updated_text("", failing=known.values())
        return cls(known, files.target, text, files.source)

    def write(self, report: Report, err: TextIO) -> None:
        """Write what fails now, if that was asked for.

        Args:
            report: The report.
            err: The stream for the reason why nothing is written.

        Raises:
            OutputError: If the file cannot be written.
        """
        if self.target is None:
            return
        if report.verdict is Verdict.INCOMPLETE:
            err.write(
                f"Warning: {str(self.target)!r} stays as it is, because the run ended early: what"
                " was still to come may fail.\n"
            )
            return
        version = report.implementation.version
        text = known_failures_now(self.text, self.source, report.judgement, version)
        write_files(self.target.parent, {self.target.name: text.encode()}, _OPTION)
