"""The end of a run, in words: `ending_of`."""

from haiway_conformance.judgement.run import Run
from haiway_conformance.programs.execution import described
from haiway_conformance.simulated_loop import Deadlock, Livelock, Raised, Returned

__all__ = ("ending_of",)


def ending_of(run: Run) -> str:
    """Return the end of a run, in words.

    Args:
        run: The run.
    """
    match run.aftermath.ending:
        case Returned():
            return "main returned"
        case Raised(error):
            return f"main raised {described(error)}"
        case Deadlock():
            return f"deadlock: nothing could run any more. {run.stuck()}"
        case Livelock(stepping=stepping):
            did = "goes on and on" if stepping else "makes no step any more"
            return f"livelock: main {did}. {run.stuck()}"
