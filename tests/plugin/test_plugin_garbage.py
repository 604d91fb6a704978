"""A property leaves no garbage to the next one, in any generation."""

import gc
import weakref

from haiway_conformance.plugin.garbage import collected


class Cyclic:
    """Garbage that only the collector can find."""

    def __init__(self):
        self.itself = self


def test_garbage_in_the_oldest_generation_is_collected():
    with collected():
        cyclic = Cyclic()
        gone = weakref.ref(cyclic)
        gc.collect()  # while it is in use: it grows old
        del cyclic
        assert gone() is not None
    assert gone() is None


def test_nothing_stays_frozen():
    before = gc.get_freeze_count()
    with collected():
        assert gc.get_freeze_count() > before
    assert gc.get_freeze_count() == 0
