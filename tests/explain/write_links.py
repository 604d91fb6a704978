"""Write `links.json`, which `haiway-conformance explain` reads, from the project's sources.

python tests/explain/write_links.py
"""

import json
from collections.abc import Mapping
from dataclasses import fields

from collect import ROOT, collect
from haiway_conformance.explain import Links
from haiway_conformance.explain.links import LINKS_FILE

__all__ = ("FILE", "to_json")

FILE = ROOT / "conformance/haiway_conformance/explain" / LINKS_FILE


def to_json(links: Mapping[str, Links]) -> str:
    """Return the text of the file.

    Args:
        links: The links by clause.
    """
    by_clause = {
        clause: {
            kind.name: {place.where: place.text for place in getattr(each, kind.name)}
            for kind in fields(each)
            if getattr(each, kind.name)
        }
        for clause, each in links.items()
    }
    return json.dumps(by_clause, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(to_json(collect()), encoding="utf-8")
