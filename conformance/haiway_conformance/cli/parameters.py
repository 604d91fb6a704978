"""Options that several commands have, and those whose values click does not check itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal

import click

if TYPE_CHECKING:
    from haiway_conformance.plugin.shard import Shard

__all__ = ("formats_option", "jobs_option", "shard_option")

# A test compares the names with those of the formats, whose import --help should not need.
formats_option: Final[Callable[[Callable[..., Any]], Callable[..., Any]]] = click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME",
    help="Write the report in this format too, into the folder of --output (repeatable): html,"
    " junit, markdown, github, badge, in-toto or ctrf.",
)
"""Declares `--format`."""


def jobs_option(
    _context: click.Context, _option: click.Parameter, value: str
) -> int | Literal["auto"]:
    """Read the number of processes: the callback of `--jobs`."""
    if value == "auto":
        return "auto"
    if value.isdecimal() and int(value) >= 1:
        return int(value)
    raise click.BadParameter(f"{value!r} is neither a number from 1 upwards nor `auto`.")


def shard_option(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> "Shard | None":
    """Read a share of the properties: the callback of `--shard`."""
    from haiway_conformance.plugin.shard import Shard  # noqa: PLC0415 - --help needs none of it

    try:
        return None if value is None else Shard.parse(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
