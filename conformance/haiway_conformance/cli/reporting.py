"""The command that shows a report again, or writes it in other formats: `report`."""

import sys
from pathlib import Path

import click

from haiway_conformance.cli.parameters import formats_option

__all__ = ("report",)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--full", is_flag=True, help="Tell all about every failing clause.")
@click.option("-q", "--quiet", is_flag=True, help="Tell the verdict alone.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder for the files of --format.",
)
@formats_option
def report(
    file: Path, *, full: bool, quiet: bool, output: Path | None, formats: tuple[str, ...]
) -> None:
    """Show a report again, without judging anything.

    FILE is a report.json that `certify --output` wrote, or its folder.

    Exit codes: 0 shown, whatever the verdict is, 2 the file cannot be read as a report, or not be
    written in the formats.
    """
    from haiway_conformance.certify.options import (  # noqa: PLC0415 - --help needs none of it
        OptionsError,
        check_formats,
        select_formats,
    )
    from haiway_conformance.certify.telling import tell, width_for  # noqa: PLC0415
    from haiway_conformance.report import (  # noqa: PLC0415
        Detail,
        OutputError,
        ReportError,
        prepare_folder,
        read_report,
        summarize,
        write_files,
    )

    try:
        chosen = select_formats(formats, output)
        read = read_report(file)
        check_formats(chosen, read.implementation)
        if output is not None:
            prepare_folder(output)
            write_files(output, {each.file: each.render(read) for each in chosen})
    except ReportError as error:
        raise click.BadParameter(str(error), param_hint="FILE") from error
    except (OptionsError, OutputError) as error:
        raise click.UsageError(str(error)) from error
    detail = Detail.VERDICT if quiet else Detail.FULL if full else Detail.OVERVIEW
    tell(summarize(read, detail=detail, width=width_for(sys.stdout)), sys.stdout)
