"""The command that compares two implementations, or two reports: `diff`."""

import io
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from haiway_conformance.cli.parameters import judging_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from haiway_conformance.certify import CertifyOptions
    from haiway_conformance.comparison import Change, OpenDifference
    from haiway_conformance.report import Report

__all__ = ("diff",)

CANNOT_BE_JUDGED: Final = 2


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@judging_options
def diff(  # noqa: PLR0917 - click passes them by name
    before: str,
    after: str,
    profile: str,
    seed: int,
    clauses: tuple[str, ...],
    chapters: tuple[str, ...],
    jobs: int | Literal["auto"],
) -> None:
    """Compare two implementations, or two reports, clause by clause.

    A and B are each a report.json (or its folder), or a target as `certify` takes it, which is
    judged first. For two targets, programs are drawn on which they differ where the specification
    leaves a choice open.

    Exit codes: 0 no clause got worse, 1 a clause got worse, 2 one of them cannot be read or judged.
    """
    from haiway_conformance.adapter import importing_from_here  # noqa: PLC0415 - --help needs less
    from haiway_conformance.certify import CertifyOptions  # noqa: PLC0415
    from haiway_conformance.certify.telling import tell, width_for  # noqa: PLC0415
    from haiway_conformance.comparison import Direction, changes, told  # noqa: PLC0415
    from haiway_conformance.plugin.lasting_process import keep_process  # noqa: PLC0415

    keep_process()
    one, other = (
        _report(
            CertifyOptions(
                target, profile=profile, seed=seed, clauses=clauses, chapters=chapters, jobs=jobs
            )
        )
        for target in (before, after)
    )
    found = changes(one, other)
    read = _is_report(before) or _is_report(after)
    with importing_from_here():
        differences = () if read else _open_differences(before, after, found)
        tell(told(one, other, found, differences, width=width_for(sys.stdout)), sys.stdout)
    sys.exit(any(each.direction is Direction.WORSE for each in found))


def _is_report(target: str) -> bool:
    """Tell if a file or folder is named, not a module: modules have no slash and no `.json`."""
    path = Path(target)
    return path.is_file() or (path / "report.json").is_file()


def _report(options: "CertifyOptions") -> "Report":
    """Read the report that the target names, or judge it."""
    from haiway_conformance.certify import certify  # noqa: PLC0415 - as above
    from haiway_conformance.report import ReportError, Verdict, read_report  # noqa: PLC0415

    try:
        if _is_report(options.target):
            return read_report(Path(options.target))
        with tempfile.TemporaryDirectory() as folder:
            judging = replace(options, output=Path(folder), quiet=True, apart=True)
            code = certify(judging, out=io.StringIO(), err=sys.stderr)
            if code == CANNOT_BE_JUDGED:
                sys.exit(code)
            report = read_report(Path(folder))
    except ReportError as error:
        raise click.BadParameter(str(error), param_hint=options.target) from error
    if report.verdict is Verdict.INCOMPLETE:
        sys.exit(code)
    return report


def _open_differences(
    before: str, after: str, found: "Sequence[Change]"
) -> "Iterator[OpenDifference]":
    """Find programs on which two targets differ where the specification leaves a choice open."""
    from haiway_conformance.adapter import plug_in  # noqa: PLC0415 - as above
    from haiway_conformance.comparison import open_differences  # noqa: PLC0415
    from haiway_conformance.plugin.logs import silenced_logging  # noqa: PLC0415
    from haiway_conformance.suite.blame import violated_by  # noqa: PLC0415

    with silenced_logging():
        one, other = plug_in(before), plug_in(after)
        yield from open_differences(
            found, one.adapter, other.adapter, one.present & other.present, violated_by
        )
