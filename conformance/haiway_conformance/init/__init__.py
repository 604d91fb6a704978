"""Write the files that a project needs to be certified: `haiway-conformance init`.

`find_target` finds out what is to be judged, and `files_for` makes the files that judge it in CI.
Nothing that is there already is overwritten.
"""

from haiway_conformance.init.files import KNOWN_FAILURES, NewFile, files_for
from haiway_conformance.init.target import Found, find_target

__all__ = ("KNOWN_FAILURES", "Found", "NewFile", "files_for", "find_target")
