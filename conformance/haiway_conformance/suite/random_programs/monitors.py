"""The monitors of all chapters: `MONITORS`."""

from typing import Final

from haiway_conformance.suite.cancellation import monitor as cancellation
from haiway_conformance.suite.consumers import monitor as consumers
from haiway_conformance.suite.failures import monitor as failures
from haiway_conformance.suite.helpers import monitor as helpers
from haiway_conformance.suite.monitoring import Monitor
from haiway_conformance.suite.observability import monitor as observability
from haiway_conformance.suite.scopes import monitor as scopes
from haiway_conformance.suite.state import monitor as state
from haiway_conformance.suite.tasks import monitor as tasks
from haiway_conformance.suite.variables import monitor as variables

__all__ = ("MONITORS",)

MONITORS: Final[dict[str, Monitor]] = {
    **scopes.MONITORS,
    **tasks.MONITORS,
    **failures.MONITORS,
    **cancellation.MONITORS,
    **state.MONITORS,
    **variables.MONITORS,
    **observability.MONITORS,
    **consumers.MONITORS,
    **helpers.MONITORS,
}
"""The monitors by the ids of their clauses."""
