"""Merged streams: an actor with a reader for each source, which passes on their items."""

from asyncio import Future
from collections.abc import Iterable
from typing import Any

from actors.outlet import Outlet
from actors.reading import Reader, ReadingActor
from actors.surroundings import current
from actors.tasks import start
from actors.ways import Ways

__all__ = ("Merge",)


class Merge(ReadingActor, Outlet):
    """A merged stream: a task of the scope, or outside any scope one that its consumer starts.

    It ends with the first of its sources, or with the last if it is `exhaustive`.
    """

    def __init__(self, ways: Ways, sources: Iterable[Any], *, exhaustive: bool) -> None:
        ReadingActor.__init__(self, ways)
        Outlet.__init__(self, ways)
        self._sources = tuple(sources)
        self._lasting = len(self._sources) if exhaustive else 1
        self._complete = False
        self._failures: list[BaseException] = []
        self._task: Future[Any] | None = None
        if (scope := current.get()) is not None:
            self._task = scope.supervisor.spawn(self.run, quiet=True, stop=self._stop)
            self._task.add_done_callback(self.wake)

    def begin(self) -> None:
        self._behind()

    def _behind(self) -> Future[Any]:
        if self._task is None:
            self._task = start(self.run(), self.fresh_context())
            self._task.add_done_callback(self.wake)
        return self._task

    def is_over(self) -> bool:
        return self._behind().done()

    async def aclose(self) -> None:
        if any(each.is_current_task for each in self._readers):
            raise RuntimeError("a source cannot close the merged stream that reads it")
        await self.close(self._behind(), self._stop)

    async def run(self) -> None:
        for source in self._sources:
            self.begin_reading(source).ask()
        await super().run()
        if self._complete or self._failures:
            self.end(self._failures[0] if self._failures else None)
        self.wake()

    def is_finished(self) -> bool:
        return not self._readers

    def on_element(self, reader: Reader, element: Any) -> None:
        if not self._ending:
            self.put(element).add_done_callback(lambda _: reader.ask())

    def on_end(self, reader: Reader) -> None:
        self._lasting -= 1
        if not self._lasting and not self._ending:
            self._complete = True
            self._end()

    def on_failure(self, error: BaseException) -> None:
        self._failures.append(error)
        self._end()

    def interrupted(self) -> None:
        self._end()

    def _stop(self) -> None:
        self.tell(self.interrupted)

    def _end(self) -> None:
        self._ending = True
        for reader in self._readers:
            reader.stop()
