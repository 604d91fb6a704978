"""Options whose values click does not check itself, as callbacks of click."""

from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from haiway_conformance.plugin.shard import Shard

__all__ = ("jobs_option", "shard_option")


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
