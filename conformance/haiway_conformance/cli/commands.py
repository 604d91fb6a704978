"""The commands of `haiway-conformance`: `main`."""

import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TextIO

import click

from haiway_conformance.cli.comparing import diff
from haiway_conformance.cli.initializing import init
from haiway_conformance.cli.merging import merge
from haiway_conformance.cli.parameters import formats_option, judging_options, shard_option
from haiway_conformance.cli.reporting import report
from haiway_conformance.cli.streams import checked_streams
from haiway_conformance.interpreter import continue_optimized

if TYPE_CHECKING:
    from haiway_conformance.plugin.shard import Shard

__all__ = ("main",)

_THE_KIT_FAILED: Final = 3
_INTERRUPTED: Final = 130


class _Commands(click.Group):
    """Commands whose exit code 1 is an answer: no failure of a command itself ends with it."""

    def main(self, *args: Any, **options: Any) -> Any:
        with checked_streams():
            try:
                return super().main(*args, **options)
            except Exception:  # noqa: BLE001 - Python's own exit code would be 1
                sys.stderr.write(
                    f"{traceback.format_exc()}\nError: the kit itself failed, as shown above, so"
                    " nothing is said about an implementation. Please report it.\n"
                )
                sys.exit(_THE_KIT_FAILED)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # click's own exit code would be 1
            sys.stderr.write("Error: interrupted\n")
            sys.exit(_INTERRUPTED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="haiway-conformance")
def main() -> None:
    """Certify implementations of Haiway-style structured concurrency on asyncio."""


@main.command()
@click.argument("target")
@judging_options
@click.option(
    "--tx",
    multiple=True,
    metavar="SPEC",
    help="Judge in this worker of pytest-xdist instead (repeatable), such as `ssh=user@host` or"
    " `4*popen`.",
)
@click.option(
    "--shard",
    callback=shard_option,
    metavar="K/N",
    help="Judge share K of N only, with the results in the folder of --output; `merge` puts all"
    " shares together.",
)
@click.option(
    "--eager",
    is_flag=True,
    help="Run all programs under asyncio's eager task factory. The same as `+eager` at the end of"
    " TARGET.",
)
@click.option(
    "--optimized",
    is_flag=True,
    help="Judge under `python -O`, which strips assert statements.",
)
@click.option(
    "--isolate",
    is_flag=True,
    help="Judge each chapter in fresh processes, so that none can disturb another. Chosen by itself"
    " when a process dies.",
)
@click.option(
    "--full",
    is_flag=True,
    help="Tell all about every failing clause, and make every counterexample as small as possible,"
    " however long that takes. By default that is done for those named by --clause alone; else"
    " failing clauses are shown in groups, the largest drawn.",
)
@click.option("-q", "--quiet", is_flag=True, help="Tell the verdict alone.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write report.json and run.json into this folder.",
)
@formats_option
@click.option(
    "--known-failures",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The clauses that are known to fail (TOML): as long as they do, the others decide.",
)
@click.option(
    "--write-known-failures",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what fails now into this file; comments and reasons in it are kept.",
)
def certify(  # noqa: PLR0917 - click passes them by name
    target: str,
    profile: str,
    seed: int,
    clauses: tuple[str, ...],
    chapters: tuple[str, ...],
    jobs: int | Literal["auto"],
    tx: tuple[str, ...],
    shard: "Shard | None",
    *,
    eager: bool,
    optimized: bool,
    isolate: bool,
    full: bool,
    quiet: bool,
    output: Path | None,
    formats: tuple[str, ...],
    known_failures: Path | None,
    write_known_failures: Path | None,
) -> None:
    """Judge an implementation, clause by clause.

    TARGET is an importable module with the guide's interface, such as `haiway`, or
    `module:attribute` for an Adapter; modules in the current folder are found too.

    Exit codes: 0 conformant, 1 not conformant (a MUST clause failed, or a known failure passes), 2
    the target cannot be judged, 3 inconclusive (a MUST clause could not be judged, or there was
    none to judge), 130 or 143 interrupted.
    """
    if optimized and not sys.flags.optimize:
        continue_optimized(sys.argv[1:])
    from haiway_conformance.adapter import EAGER  # noqa: PLC0415 - --help needs none of it
    from haiway_conformance.certify import CertifyOptions  # noqa: PLC0415
    from haiway_conformance.certify import certify as judge  # noqa: PLC0415

    options = CertifyOptions(
        target=f"{target.removesuffix(EAGER)}{EAGER}" if eager else target,
        profile=profile,
        seed=seed,
        clauses=clauses,
        chapters=chapters,
        jobs=jobs,
        tx=tx,
        shard=shard,
        apart=True,
        isolate=isolate,
        full=full,
        quiet=quiet,
        output=output,
        formats=formats,
        known_failures=known_failures,
        write_known_failures=write_known_failures,
    )
    sys.exit(judge(options, out=sys.stdout, err=sys.stderr))


@main.command()
@click.option("--chapter", metavar="NAME", help="List the clauses of this chapter only.")
@click.option(
    "--level", type=click.Choice(("MUST", "SHOULD", "MAY")), help="List those of this level only."
)
def clauses(chapter: str | None, level: str | None) -> None:
    """List the clauses: id, level, and title.

    Exit codes: 0 listed, 2 there is no such chapter (the nearest are named).
    """
    from haiway_spec import UnknownChapter, specification  # noqa: PLC0415 - --help needs none of it

    from haiway_conformance.explain import listing  # noqa: PLC0415

    try:
        found = (
            specification().clauses if chapter is None else specification().chapter(chapter).clauses
        )
    except UnknownChapter as unknown:
        raise click.BadParameter(str(unknown), param_hint="--chapter") from unknown
    chosen = [each for each in found if level in {None, each.level}]
    click.echo(listing(chosen) if chosen else "", nl=False)


@main.command()
@click.argument("clause")
def explain(clause: str) -> None:
    """Show what a clause asks, and where it is judged, broken and kept.

    CLAUSE is an id, such as `scopes/exit-awaits-tasks`. No implementation is needed.

    Exit codes: 0 explained, 2 the specification has no such clause (the nearest are named).
    """
    from haiway_spec import UnknownClause, specification  # noqa: PLC0415 - --help needs none of it

    from haiway_conformance.explain import explanation  # noqa: PLC0415

    try:
        found = specification().clause(clause)
    except UnknownClause as unknown:
        raise click.BadParameter(str(unknown), param_hint="CLAUSE") from unknown
    click.echo(explanation(found), nl=False)


@main.command()
@click.argument("token")
@click.option(
    "--target",
    required=True,
    metavar="TARGET",
    help="The implementation: `module` or `module:attribute`, as `certify` takes it.",
)
@click.option(
    "--script",
    is_flag=True,
    help="Print it as a standalone Python program instead, for a bug report.",
)
def replay(token: str, target: str, *, script: bool) -> None:
    """Run a counterexample again, and compare what happens.

    TOKEN is printed under each counterexample, and is in report.json; `-` reads it from standard
    input.

    Exit codes: 0 the trace is exactly the same, 1 it differs (the difference is shown), 2 the token
    cannot be read, or the target cannot be judged.
    """
    from haiway_conformance.replay import replay as run  # noqa: PLC0415 - --help needs none of it

    text = _from_standard_input() if token == "-" else token  # noqa: S105 - the word is no secret
    sys.exit(run(text, target, script=script, out=sys.stdout, err=sys.stderr))


def _from_standard_input() -> str:
    stream: TextIO | None = sys.stdin
    if stream is None:
        raise click.BadParameter("standard input is closed.", param_hint="TOKEN")
    try:
        return stream.read()
    except (OSError, UnicodeError) as error:
        raise click.BadParameter(
            f"standard input cannot be read as text: {error}", param_hint="TOKEN"
        ) from error


main.add_command(merge)
main.add_command(report)
main.add_command(diff)
main.add_command(init)
