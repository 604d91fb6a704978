"""A file of JSON: `json_bytes`."""

import json
from collections.abc import Mapping
from typing import Any

__all__ = ("json_bytes",)


def json_bytes(data: Mapping[str, Any]) -> bytes:
    """Return the content of a file of JSON, in UTF-8.

    Args:
        data: A tree of dictionaries, lists, strings and numbers.
    """
    # What UTF-8 cannot encode (half of a surrogate pair in a message) becomes an escape sequence,
    # which is valid in JSON.
    return f"{json.dumps(data, indent=2, ensure_ascii=False)}\n".encode("utf-8", "backslashreplace")
