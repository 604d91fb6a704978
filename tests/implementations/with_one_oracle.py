"""Run the command line with the reference as the only oracle: no other one excuses itself.

    python with_one_oracle.py certify haiway_conformance.oracles:TaskGroups

A program in which an oracle violates a clause too is left out. So an oracle that is wrong would
pass as an implementation, and keep the suite from seeing the same mistake in others.
"""

import sys

from haiway_conformance.adapter import resolve
from haiway_conformance.cli import main
from haiway_conformance.plugin import exploration

if __name__ == "__main__":
    exploration.oracles = lambda: (resolve("haiway_reference"),)
    main(sys.argv[1:])
