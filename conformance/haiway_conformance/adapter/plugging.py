"""From the word on the command line to an adapter that can be judged: `plug_in`."""

from haiway_conformance.adapter.adapter import Adapter
from haiway_conformance.adapter.smoke import smoke_check
from haiway_conformance.adapter.target import TargetError, resolve

__all__ = ("plug_in",)


def plug_in(target: str) -> Adapter:
    """Find the adapter that a target names, and check that it works at all.

    Args:
        target: The target, as `resolve` takes it.

    Returns:
        The adapter.

    Raises:
        TargetError: If there is none, or it does not work; the message begins with the target.
    """
    try:
        adapter = resolve(target)
        smoke_check(adapter)
    except TargetError as error:
        raise TargetError(f"{target} cannot be judged: {error}") from error
    return adapter
