"""Workers of pytest-xdist, here or on other hosts: `worker_arguments`, `StartingWorkers`."""

import os
import re
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Final

import execnet
import pytest

from haiway_conformance.certify.options import CertifyOptions, OptionsError

__all__ = ("StartingWorkers", "check_workers", "worker_arguments")

_KINDS: Final = ("popen", "ssh", "socket", "vagrant_ssh")

# What `run_suite` sets aside here, for processes elsewhere, as a part of a specification.
_ENVIRONMENT: Final = (
    "env:PYTEST_DISABLE_PLUGIN_AUTOLOAD=1//env:PYTEST_ADDOPTS=//env:PYTEST_PLUGINS="
)


def check_workers(options: CertifyOptions) -> None:
    """Refuse specifications of workers that mean nothing.

    Args:
        options: The options.

    Raises:
        OptionsError: If one cannot be meant, or if the number of processes is given as well.
    """
    if options.tx and options.jobs != 1:
        raise OptionsError(
            "--jobs and --tx exclude each other: both say which processes judge. For several on one"
            " host, write their number before it, such as --tx '4*ssh=user@host'."
        )
    if options.tx and options.isolate:
        raise OptionsError(
            "--isolate and --tx exclude each other: only processes on this machine are made anew."
            " Leave out one of them."
        )
    for text in options.tx:
        try:
            spec = execnet.XSpec(re.sub(r"^[1-9][0-9]*\*", "", text))
            right = any(getattr(spec, kind) is not None for kind in _KINDS)
        except (AttributeError, IndexError, ValueError):
            right = False
        if not right:
            raise OptionsError(
                f"--tx {text!r} names no worker. It is a specification of execnet, as pytest-xdist"
                " takes it: popen, ssh=user@host, socket=host:port, with options such as"
                " //python=PATH, and a number of them in front, such as 4*popen."
            )


def worker_arguments(options: CertifyOptions) -> list[str]:
    """Return the arguments of pytest for the workers that `tx` names; none for this process.

    Args:
        options: The options.
    """
    if not options.tx:
        return []
    # On the other side of a socket there is one process, which nobody starts anew.
    restart = ["--max-worker-restart=0"] if any("socket=" in each for each in options.tx) else []
    # No argument may name a file that other hosts lack. And a test must have the same id on all of
    # them, which begins at the suite only if that is outside the root.
    return [
        f"--config-file={os.devnull}",
        f"--rootdir={Path(os.devnull).parent}",
        *("-p", "xdist.plugin", "--dist=load", *restart),
        *(f"--tx={each}//{_ENVIRONMENT}" for each in options.tx),
    ]


class StartingWorkers:
    """A plugin of pytest that notes why workers could not be started.

    Attributes:
        failure: The reason, in words; empty for none.
    """

    def __init__(self) -> None:
        self.failure = ""

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionstart(self) -> Generator[None]:
        """Turn an exception of pytest-xdist into the end of the run."""
        try:
            return (yield)
        except pytest.UsageError:
            raise
        except Exception as error:
            self.failure = f"{type(error).__name__}: {error}"
            raise pytest.UsageError(self.failure) from error

    def raise_if_failed(self, tx: Sequence[str]) -> None:
        """Raise if workers could not be started.

        Args:
            tx: Their specifications.

        Raises:
            OptionsError: If one of them could not.
        """
        if self.failure:
            raise OptionsError(
                f"the workers of --tx {' '.join(tx)} cannot be started: {self.failure}. See that"
                " each host can be reached without a question, and that Python, the kit and the"
                " target are installed there."
            )
