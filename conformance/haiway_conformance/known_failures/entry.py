"""One known failure: `KnownFailure`."""

from dataclasses import dataclass

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

__all__ = ("KnownFailure",)


@dataclass(frozen=True, slots=True)
class KnownFailure:
    """A clause that an implementation is known to violate.

    Attributes:
        clause: The id of the clause.
        reason: The reason why it fails, for people.
        issue: The URL of an issue about it; empty for none.
        versions: The versions of the implementation that fail it, as a specifier of PEP 440, such
            as `>=1.2,<2`; empty for all of them.
    """

    clause: str
    reason: str
    issue: str = ""
    versions: str = ""

    def applies_to(self, version: str) -> bool:
        """Return True if it is about a version of the implementation.

        Args:
            version: The version; `unknown`, or another text that PEP 440 does not know, is in no
                range. Development and pre-releases are in the ranges that their numbers are in.
        """
        if not self.versions:
            return True
        try:
            return SpecifierSet(self.versions).contains(Version(version), prereleases=True)
        except InvalidVersion:
            return False

    def to_json(self) -> dict[str, str]:
        """Return its fields but for the clause; those that are empty are left out."""
        fields = {"reason": self.reason, "issue": self.issue, "versions": self.versions}
        return {name: value for name, value in fields.items() if value}
