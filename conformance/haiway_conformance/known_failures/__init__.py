"""Known failures: the clauses that an implementation is known to violate, each with a reason.

They stand in a TOML file that people write and review. `read_known_failures` reads one;
`updated_text` brings its text up to date with what fails now, and keeps comments and reasons. The
package `report` turns them into outcomes.
"""

from haiway_conformance.known_failures.entry import KnownFailure
from haiway_conformance.known_failures.reading import (
    KnownFailuresError,
    parse_known_failures,
    read_known_failures,
    text_of,
)
from haiway_conformance.known_failures.writing import NOT_YET_EXPLAINED, updated_text

__all__ = (
    "NOT_YET_EXPLAINED",
    "KnownFailure",
    "KnownFailuresError",
    "parse_known_failures",
    "read_known_failures",
    "text_of",
    "updated_text",
)
