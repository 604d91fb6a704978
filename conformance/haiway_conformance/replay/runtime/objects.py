"""The objects that a script names, and what it looks at: `Objects`."""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from haiway_conformance.programs.execution import Failure
from haiway_conformance.programs.execution.failures import Failing
from haiway_conformance.programs.execution.log_records import attached_error, listening
from haiway_conformance.programs.execution.objects import Outcome
from haiway_conformance.programs.execution.state_types import CONTEXT_VARIABLES
from haiway_conformance.programs.operations.resources import broken
from haiway_conformance.replay.runtime.run import Run

__all__ = ("Objects",)


class Objects(Run):
    """A run, with the objects that its program names.

    Attributes:
        scopes: The scope objects that are entered again, by name.
        contexts: The context variables, by name.
    """

    def __init__(
        self, schedule: Mapping[int, int], *, task_factory: Callable[..., Any] | None = None
    ) -> None:
        super().__init__(schedule, task_factory=task_factory)
        self.scopes: dict[str, Any] = {}
        self.contexts = CONTEXT_VARIABLES
        self._states: dict[tuple[Any, str], Any] = {}

    def error(self, name: str, kind: Failing = "exception") -> Failure:
        """Return the exception of a name: always the same object."""
        return self.objects.error(name, kind)

    def broken(self, error: BaseException) -> Iterator[Any]:
        """Return an iterable that raises an exception when it is iterated."""
        return broken(error)

    def thing(self, name: str) -> object:
        """Return the object of a name: always the same object."""
        return self.objects.token(name)

    def result(self, of: str, outcome: Outcome = "object") -> object:
        """Return what a task or a call of a handler returns.

        Args:
            of: Its name.
            outcome: What it is.
        """
        return self.objects.result(of, outcome)

    def state(self, kind: Any, label: str) -> Any:
        """Return the state object of a type and label: always the same object."""
        if (kind, label) not in self._states:
            self._states[kind, label] = kind(label=label)
        return self._states[kind, label]

    def look(self, what: str, see: Callable[[], object]) -> None:
        """Say what the program sees, or what looking raises.

        Args:
            what: What is looked at.
            see: Returns what is seen.
        """
        try:
            seen = see()
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - that it raised is what was seen
            self.say(f"{what}: raised", error)
        else:
            self.say(f"{what}:", getattr(seen, "label", seen))

    @contextmanager
    def listening(self) -> Generator[None]:
        """Say what is logged within, by whatever logger."""
        with listening() as records:
            try:
                yield
            finally:
                for each in records:
                    error = attached_error(each)
                    logged = f"logged: {each.levelname} {each.name}: {each.getMessage()}"
                    if error is None:
                        self.say(logged)
                    else:
                        self.say(f"{logged}, with", error)
