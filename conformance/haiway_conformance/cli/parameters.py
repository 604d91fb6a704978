"""Options that several commands have, and those whose values click does not check itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal

import click

from haiway_conformance.plugin import PROFILE_NAMES

if TYPE_CHECKING:
    from haiway_conformance.plugin.shard import Shard

__all__ = ("formats_option", "jobs_option", "judging_options", "profile_option", "shard_option")

type _Declares = Callable[[Callable[..., Any]], Callable[..., Any]]
"""Declares an option or several of a command."""

profile_option: Final[_Declares] = click.option(
    "--profile",
    type=click.Choice(PROFILE_NAMES),
    default="default",
    show_default=True,
    help="How many programs and schedules to run for each property.",
)
"""Declares `--profile`."""

# A test compares the names with those of the formats, whose import --help should not need.
formats_option: Final[_Declares] = click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME",
    help="Write the report in this format too, into the folder of --output (repeatable): html,"
    " junit, markdown, github, badge, in-toto or ctrf.",
)
"""Declares `--format`."""


def _jobs(_context: click.Context, _option: click.Parameter, value: str) -> int | Literal["auto"]:
    """Read the number of processes."""
    if value == "auto":
        return "auto"
    if value.isdecimal() and int(value) >= 1:
        return int(value)
    raise click.BadParameter(f"{value!r} is neither a number from 1 upwards nor `auto`.")


def jobs_option(what: str = "judge") -> _Declares:
    """Return what declares `--jobs`.

    Args:
        what: Says what the processes do.
    """
    return click.option(
        "--jobs",
        callback=_jobs,
        metavar="N|auto",
        default="1",
        show_default=True,
        help=f"The number of processes that {what} at once.",
    )


def judging_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Declare the options of a command that judges: how thoroughly, which part, on how many cores.

    Args:
        command: The function of the command, which gets `profile`, `seed`, `clauses`, `chapters`
            and `jobs`.
    """
    declared = (
        profile_option,
        click.option(
            "--seed",
            type=int,
            default=0,
            show_default=True,
            metavar="N",
            help="The seed of programs and schedules.",
        ),
        click.option(
            "--clause",
            "clauses",
            multiple=True,
            metavar="ID",
            help="Judge this clause only (repeatable).",
        ),
        click.option(
            "--chapter",
            "chapters",
            multiple=True,
            metavar="NAME",
            help="Judge this chapter only (repeatable).",
        ),
        jobs_option(),
    )
    # The last one that is applied is listed first by --help.
    for declare in reversed(declared):
        command = declare(command)
    return command


def shard_option(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> "Shard | None":
    """Read a share of the properties: the callback of `--shard`."""
    from haiway_conformance.plugin.shard import Shard  # noqa: PLC0415 - --help needs none of it

    try:
        return None if value is None else Shard.parse(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
