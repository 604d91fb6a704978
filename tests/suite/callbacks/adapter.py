"""Target `callbacks.adapter:Callbacks`."""

from haiway_conformance.adapter import ModuleAdapter

import callbacks


class Callbacks(ModuleAdapter):
    """The package, by its name."""

    name, version = "callbacks", callbacks.__version__

    def __init__(self) -> None:
        super().__init__(callbacks)
