"""Run the suite with pytest, isolated from its surroundings: `run_suite`."""

import contextlib
import importlib.util
import io
import os
import shlex
import sys
import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Final

import pytest
from hypothesis.configuration import set_hypothesis_home_dir

from haiway_conformance.adapter import ImplementationUnderTest
from haiway_conformance.certify.options import CertifyOptions
from haiway_conformance.certify.witness import Witness
from haiway_conformance.certify.workers import StartingWorkers, worker_arguments
from haiway_conformance.plugin.apart import DEATHS, LEFT
from haiway_conformance.plugin.shrinking_plan import ShrinkingPlan
from haiway_conformance.plugin.under_test import AlreadyPluggedIn
from haiway_conformance.report import OutputError

__all__ = ("run_suite",)

_PLUGINS: Final = ("haiway_conformance.plugin", "pytest_timeout")
# Not needed: each of them would cost time, write files, or change what properties see.
_WITHOUT: Final = (
    "terminal",
    "cacheprovider",
    "logging",
    "junitxml",
    "pastebin",
    "stepwise",
    "threadexception",
    "unraisableexception",
)
_SET_ASIDE: Final = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_TIMEOUT")


def run_suite(
    options: CertifyOptions,
    clauses: Sequence[str],
    witness: Witness,
    under_test: ImplementationUnderTest | None = None,
    plan: ShrinkingPlan | None = None,
    *,
    part: str = "",
    only_collect: bool = False,
) -> None:
    """Run the properties of a suite.

    No configuration file, conftest, environment variable, or other plugin of pytest has any effect.

    Args:
        options: What to judge, and how thoroughly.
        clauses: The ids of the clauses to judge; empty for all.
        witness: Is told what happens.
        under_test: The implementation that the options name, if it is plugged in already. Workers
            of pytest-xdist are processes of their own, and plug it in themselves.
        plan: Says which properties run, and which violations are made smaller; None for all.
        part: A folder or module inside the suite: only its properties that the witness has no
            result of are run. Empty to run all properties of the suite.
        only_collect: True to run nothing, but tell the witness what there is to run.

    Raises:
        OptionsError: If workers on other hosts cannot be started.
        OutputError: If there is no room for temporary files.
    """
    with _configuration() as configuration:
        arguments = _arguments(options, clauses, configuration, part)
        if only_collect:
            arguments.append("--collect-only")
        elif options.elsewhere:
            arguments += _elsewhere(options, configuration.parent, witness, part)
        else:
            arguments += worker_arguments(options)
        if plan is not None:
            arguments.append(f"--haiway-shrinking={plan.to_text()}")
        workers = StartingWorkers()
        plugins: list[object] = [witness, workers] if options.tx else [witness]
        if under_test is not None:
            plugins.append(AlreadyPluggedIn(under_test))
        spoken = io.StringIO()
        with (
            _environment(str(configuration.parent)),
            contextlib.redirect_stdout(spoken),
            contextlib.redirect_stderr(spoken),
        ):
            code = pytest.main(arguments, plugins=plugins)
    workers.raise_if_failed(options.tx)
    witness.ended(int(code), spoken.getvalue())


@contextlib.contextmanager
def _configuration() -> Generator[Path]:
    """Make a configuration file of pytest that says nothing, in a temporary folder."""
    try:
        folder = tempfile.TemporaryDirectory(
            prefix="haiway-conformance-", ignore_cleanup_errors=True
        )
        configuration = Path(folder.name) / "pytest.ini"
        configuration.write_text("[pytest]\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(
            f"no temporary file can be written: {error.strerror or error}. Make room, or name"
            " another folder with the environment variable TMPDIR."
        ) from error
    with folder:
        yield configuration


def _arguments(
    options: CertifyOptions, clauses: Sequence[str], configuration: Path, part: str
) -> list[str]:
    suite = importlib.util.find_spec(options.suite)
    places = None if suite is None else suite.submodule_search_locations
    root = next(iter(places or ()), None)
    within = options.suite if root is None or not part else str(Path(root) / part)
    arguments = ["--pyargs", within, f"--haiway-implementation={options.target}"]
    arguments += [f"--haiway-profile={options.profile}", f"--haiway-seed={options.seed}"]
    arguments += [f"--haiway-clause={each}" for each in clauses]
    if not options.tx:
        arguments += ["-c", str(configuration), f"--rootdir={root or configuration.parent}"]
    arguments += ["--noconftest", "--import-mode=importlib", "--capture=sys"]
    if not sys.flags.safe_path:
        # For the workers; in this process the path is set already.
        arguments += ["-o", f"pythonpath={shlex.quote(str(Path.cwd()))}"]
    for plugin in _PLUGINS:
        arguments += ["-p", plugin]
    for plugin in _WITHOUT:
        arguments += ["-p", f"no:{plugin}"]
    if options.full:
        arguments.append("--haiway-full")
    if options.shard is not None and not part:  # a part's properties have been dealt out already
        arguments.append(f"--haiway-shard={options.shard}")
    return arguments


def _elsewhere(options: CertifyOptions, folder: Path, witness: Witness, part: str) -> list[str]:
    """Let other processes judge. If one dies, the run ends: `judge_apart` decides what is next."""
    witness.folder = folder
    if part:
        left = "".join(f"{each}\n" for each in witness.open)
        (folder / LEFT).write_text(left, encoding="utf-8")
    (folder / DEATHS).write_text(str(len(witness.deaths)), encoding="utf-8")
    workers = ["-p", "xdist.plugin", "-n", str(options.jobs), "--max-worker-restart=0"]
    # Captured output would come back with each report, and there may be megabytes of it.
    # Its faulthandler would write elsewhere what the interpreter says when it crashes.
    return [*workers, "--capture=no", "-p", "no:faulthandler", f"--haiway-apart={folder}"]


@contextlib.contextmanager
def _environment(folder: str) -> Generator[None]:
    before = dict(os.environ)
    try:
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        # Even without a database, Hypothesis creates a folder in the current one and writes to it.
        # The variable moves that folder for the workers, the call for this process.
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = folder
        set_hypothesis_home_dir(folder)
        for name in _SET_ASIDE:
            os.environ.pop(name, None)
        if sys.flags.optimize:  # workers do not get the option -O of this process
            os.environ["PYTHONOPTIMIZE"] = str(sys.flags.optimize)
        yield
    finally:
        set_hypothesis_home_dir(None)
        os.environ.clear()
        os.environ.update(before)
