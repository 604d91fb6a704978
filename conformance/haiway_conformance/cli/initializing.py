"""The command that sets up certification in a project: `init`."""

import sys
from pathlib import Path
from typing import Final

import click

from haiway_conformance.cli.parameters import profile_option

__all__ = ("init",)

_JUDGED: Final = (0, 1)


@click.command()
@click.argument("target", required=False)
@profile_option
def init(target: str | None, profile: str) -> None:
    """Set up certification in the current folder, and certify for the first time.

    TARGET is as `certify` takes it. Without it, the project's own module is judged if it has the
    guide's interface, else haiway. Writes an adapter to fill in (if one is needed), an environment
    of tox, a step of CI, and the list of what fails today; leaves alone what is there already.

    Exit codes: 0 certified, whatever the verdict is, 2 there is nothing to judge yet, 3
    inconclusive, 130 or 143 interrupted.
    """
    from haiway_conformance.adapter import TargetError, importing_from_here  # noqa: PLC0415 - below
    from haiway_conformance.certify import (  # noqa: PLC0415 - --help needs none of it
        CertifyOptions,
        certify,
    )
    from haiway_conformance.init import KNOWN_FAILURES, files_for, find_target  # noqa: PLC0415
    from haiway_conformance.plugin.lasting_process import keep_process  # noqa: PLC0415

    keep_process()
    folder = Path.cwd()
    with importing_from_here():
        try:
            found = find_target(folder, target)
        except TargetError as error:
            raise click.BadParameter(str(error), param_hint="TARGET") from error
    for each in files_for(folder, found):
        path = folder / each.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if each.adds else "x", encoding="utf-8") as file:
            file.write(each.text)
        click.echo(f"{'added to' if each.adds else 'wrote'} {each.path}: {each.purpose}")
    if found.module:
        click.echo(
            f"Nothing is judged yet, since {found.module} does not have the guide's interface. Fill"
            " in the adapter, and run `haiway-conformance init` again."
        )
        sys.exit(2)
    listed = folder / KNOWN_FAILURES
    options = CertifyOptions(
        found.target,
        profile=profile,
        jobs="auto",
        apart=True,
        known_failures=listed if listed.exists() else None,
        write_known_failures=None if listed.exists() else listed,
    )
    code = certify(options, out=sys.stdout, err=sys.stderr)
    if code in _JUDGED:
        click.echo(f"\nNow `tox -e conformance` fails when {KNOWN_FAILURES} is no longer true.")
    sys.exit(0 if code in _JUDGED else code)
