"""The libraries that are certified, each through an adapter that users can copy."""

from dataclasses import dataclass

__all__ = ("LIBRARIES", "Library")


@dataclass(frozen=True)
class Library:
    """A library, and how the suite judges it.

    The clauses of level MUST that it violates are not listed here: they are those of the plain
    programs.

    Attributes:
        target: Its adapter, on the command line of `certify`, with this folder on the path.
        unmet: The clauses of level SHOULD that it does not keep.
        seldom: The clauses, of both levels, that it violates in schedules which few seeds try.
        more: The subjects of further modules of plain programs: `test_<module>_<subject>.py`.
    """

    target: str
    unmet: frozenset[str] = frozenset()
    seldom: frozenset[str] = frozenset()
    more: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """Return the name of the adapter's module, which names its programs and its page too."""
        return self.target.partition(":")[0].rpartition(".")[2]

    @property
    def programs(self) -> list[str]:
        """Return the names of the modules of its plain programs."""
        first = f"test_{self.module}"
        return [first, *(f"{first}_{subject}" for subject in self.more)]


LIBRARIES = (
    Library("adapters.asyncio:TaskGroups"),
    Library(
        "adapters.anyio:Anyio",
        frozenset({"tasks/handle"}),
        seldom=frozenset(
            {
                "failures/surfaces",
                "cancellation/downward",
                "cancellation/not-swallowed",
                "cancellation/timeouts-compose",
            }
        ),
    ),
    Library(
        "adapters.quattro:Quattro",
        frozenset({"hygiene/coroutines-awaited", "execute/interpreter-exit"}),
    ),
    Library(
        "adapters.aiotools:Aiotools",
        frozenset({"failures/fails-fast", "hygiene/coroutines-awaited"}),
        seldom=frozenset({"cancellation/timeouts-compose"}),
    ),
    Library(
        "adapters.aiojobs:Aiojobs",
        frozenset(
            {
                "failures/fails-fast",
                "tasks/handle",
                "hygiene/coroutines-awaited",
            }
        ),
        # One defect, which shows wherever a request comes in the iteration in which exit begins.
        seldom=frozenset(
            {
                "cancellation/timeouts-compose",
                "cancellation/downward",
                "failures/group-shape",
                "scopes/error-cancels-tasks",
                "scopes/exit-awaits-tasks",
                "scopes/exit-under-cancellation",
            }
        ),
    ),
    Library(
        "adapters.aiostream:Aiostream",
        frozenset(
            {
                "merge/fair",
                "merge/undelivered-item",
                "process/indexed-sources",
                "execute/indexed-sources",
            }
        ),
        seldom=frozenset({"cancellation/not-swallowed", "merge/each-once"}),
    ),
    Library(
        "adapters.aiometer:Aiometer",
        seldom=frozenset(
            {
                "cancellation/timeouts-compose",
                "cancellation/not-swallowed",
                "process/handler-cancelled",
            }
        ),
    ),
    Library(
        "adapters.aioitertools:Aioitertools",
        frozenset(
            {
                "execute/handler-cancelled-tolerant",
                "hygiene/coroutines-awaited",
                "hygiene/idle",
                "merge/undelivered-item",
            }
        ),
    ),
    Library(
        "adapters.asyncio_pool:AsyncioPool",
        frozenset({"execute/interpreter-exit"}),
        seldom=frozenset({"hygiene/coroutines-awaited"}),
    ),
    Library(
        "adapters.haiway:Haiway",
        frozenset(
            {
                "scopes/resource-told-of-failed-exit",
                "scopes/resource-order",
                "scopes/resource-task",
                "scopes/single-use",
                "scopes/after-exit",
                "failures/group-shape",
                "streams/aclose",
                "streams/undelivered-item",
                "process/source-closed",
                "process/indexed-sources",
                "execute/indexed-sources",
                "process/invalid-limit-value-error",
                "execute/source-closed",
                "execute/invalid-limit-value-error",
                "execute/handler-cancelled-tolerant",
                "merge/aclose",
                "merge/undelivered-item",
            }
        ),
        seldom=frozenset(
            {
                "scopes/exit-awaits-tasks",
                "streams/any-consumer",
                "streams/consumer-cancelled",
                "hygiene/cancelling-balanced",
            }
        ),
        more=("streams",),
    ),
)
