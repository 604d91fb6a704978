"""Keep an implementation, and what surrounds it in a run of pytest, apart: `undisturbed`."""

import sys
import threading
import warnings
from collections.abc import Generator
from contextlib import contextmanager

from haiway_conformance.plugin.lasting_process import lasting_process

__all__ = ("undisturbed",)


@contextmanager
def undisturbed() -> Generator[None]:
    """Ignore warnings, and exceptions that Python can raise nowhere.

    Otherwise `filterwarnings = error`, or Python's `-W error`, would raise exceptions inside it,
    and pytest would report what is left of broken programs as failures of whatever test comes next.
    Runs note for themselves what Python complains of. Nor may the implementation end the process.

    Yields:
        Nothing.
    """
    unraisable, in_thread = sys.unraisablehook, threading.excepthook
    sys.unraisablehook = threading.excepthook = _ignore
    try:
        with lasting_process(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.unraisablehook, threading.excepthook = unraisable, in_thread


def _ignore(_: object) -> None:
    pass
