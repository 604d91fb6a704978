"""A digest of the suite, which tells results of different versions apart."""

import hashlib
from pathlib import Path

import haiway_conformance
import haiway_spec

__all__ = ("digest_of_the_suite",)


def digest_of_the_suite() -> str:
    """Return a digest of the kit and the specification, which decide every verdict."""
    digest = hashlib.sha256()
    for package in (haiway_conformance, haiway_spec):
        folder = Path(str(package.__file__)).parent
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".toml"}:
                digest.update(f"{path.relative_to(folder)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
