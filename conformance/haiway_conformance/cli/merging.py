"""The command that puts shards together: `merge`."""

import sys
from pathlib import Path
from typing import Literal

import click

from haiway_conformance.cli.parameters import formats_option, jobs_option

__all__ = ("merge",)


@click.command()
@click.argument(
    "folders", nargs=-1, required=True, metavar="DIR...", type=click.Path(path_type=Path)
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write report.json and run.json into this folder.",
)
@formats_option
@click.option(
    "--write-known-failures",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what fails now into this file; comments and reasons in it are kept.",
)
@jobs_option("make counterexamples smaller")
@click.option("-q", "--quiet", is_flag=True, help="Tell the verdict alone.")
def merge(
    folders: tuple[Path, ...],
    *,
    output: Path | None,
    formats: tuple[str, ...],
    write_known_failures: Path | None,
    jobs: int | Literal["auto"],
    quiet: bool,
) -> None:
    """Make one report of all shards of a run.

    DIR is the folder that `certify --shard K/N --output DIR` wrote; name that of each shard. The
    implementation has to be installed here too: its counterexamples are made smaller. The report is
    the same, byte for byte, as that of a run without shards.

    Exit codes: those of `certify`; 2 also if a shard is missing, there twice, or of another run.
    """
    from haiway_conformance.certify import merge as put_together  # noqa: PLC0415
    from haiway_conformance.plugin.lasting_process import keep_process  # noqa: PLC0415

    keep_process()
    code = put_together(
        folders,
        output=output,
        formats=formats,
        write_known_failures=write_known_failures,
        jobs=jobs,
        quiet=quiet,
        out=sys.stdout,
        err=sys.stderr,
    )
    sys.exit(code)
