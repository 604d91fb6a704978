"""The reference on a loop where every task begins as soon as it is created."""

import asyncio

import haiway_reference
from haiway_conformance.adapter import ModuleAdapter

__all__ = ("EagerReference",)


class EagerReference(ModuleAdapter):
    """The reference with eager tasks: its own and those that the programs create."""

    name = "eager reference"
    task_factory = staticmethod(asyncio.eager_task_factory)

    def __init__(self) -> None:
        super().__init__(haiway_reference)
