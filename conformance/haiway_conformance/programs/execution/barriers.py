"""The barriers at which tasks of a program meet: `Barriers`."""

from asyncio import AbstractEventLoop, Future, shield

__all__ = ("Barriers",)


class Barriers:
    """The barriers of one run, by their names.

    Args:
        loop: The loop of the run.
    """

    def __init__(self, loop: AbstractEventLoop) -> None:
        self._loop = loop
        self._barriers: dict[str, tuple[int, Future[None]]] = {}

    def meet(self, barrier: str, parties: int) -> Future[None]:
        """Come to a barrier, and open it if everybody is there.

        Args:
            barrier: Its name.
            parties: The number of tasks at which it opens.

        Returns:
            A future that is done when the barrier opens.
        """
        there, opened = self._barriers.get(barrier) or (0, self._loop.create_future())
        self._barriers[barrier] = (there + 1, opened)
        if there + 1 >= parties and not opened.done():
            opened.set_result(None)
        # Shielded: the cancellation of one task that waits must not cancel the others.
        return shield(opened)
