"""Right implementations by which the suite judges itself: plain asyncio, and slow.

An implementation is charged only with what it adds to asyncio. So whatever it is failed for is
tried with these too: `TaskGroups` is what asyncio's own means come to, with eager tasks and without
needless waits in `EagerTaskGroups`, and without failing fast in `PatientTaskGroups`; `Unhurried`
makes another right implementation take its time. Where one of them shows the same, nothing is
proved.
"""

from haiway_conformance.oracles.task_groups import EagerTaskGroups, PatientTaskGroups, TaskGroups
from haiway_conformance.oracles.unhurried import Unhurried

__all__ = ("EagerTaskGroups", "PatientTaskGroups", "TaskGroups", "Unhurried")
