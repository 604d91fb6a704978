"""Three properties of the suite, of which only the first calls `check_cancellation`.

The limits are smaller than in earnest, in the processes that judge.
"""

import os

from haiway_conformance.plugin import apart, watching

if "PYTEST_XDIST_WORKER" in os.environ:
    apart.MEMORY_LIMIT = 1 << 30
    watching._TURN = 4
    watching._TO_STOP = 2
    watching._WITHOUT_BYTECODE = 6
