"""Plugging in an implementation: `Adapter`, and how a target on the command line is found.

A module with the guide's interface needs no adapter: `resolve("haiway")`. For anything else, derive
from `Adapter` and name the class as `module:attribute`. `smoke_check` says in plain words what is
wrong with an adapter before anything is judged.
"""

from haiway_conformance.adapter.adapter import Adapter, ModuleAdapter
from haiway_conformance.adapter.availability import available, only_available
from haiway_conformance.adapter.capability import CAPABILITIES, capabilities, takes
from haiway_conformance.adapter.importing import importing_from_here
from haiway_conformance.adapter.plugging import ImplementationUnderTest, PluggedIn, plug_in
from haiway_conformance.adapter.said import said_by
from haiway_conformance.adapter.smoke import smoke_check
from haiway_conformance.adapter.spawning import spawn_is_awaited, spawned
from haiway_conformance.adapter.target import EAGER, Implementation, TargetError, identify, resolve
from haiway_conformance.simulated_loop import lazy_task_factory

__all__ = (
    "CAPABILITIES",
    "EAGER",
    "Adapter",
    "Implementation",
    "ImplementationUnderTest",
    "ModuleAdapter",
    "PluggedIn",
    "TargetError",
    "available",
    "capabilities",
    "identify",
    "importing_from_here",
    "lazy_task_factory",
    "only_available",
    "plug_in",
    "resolve",
    "said_by",
    "smoke_check",
    "spawn_is_awaited",
    "spawned",
    "takes",
)
