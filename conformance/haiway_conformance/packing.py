"""Data as one word, to be sent around: `packed`, `unpacked`."""

import base64
import binascii
import json
import zlib
from typing import Any

__all__ = ("packed", "unpacked")


def packed(data: object) -> str:
    """Return data as one word of letters, digits, `-` and `_`; the same data give the same word.

    Args:
        data: A tree of dictionaries, lists, strings and numbers.
    """
    text = json.dumps(data, separators=(",", ":"))
    word = base64.urlsafe_b64encode(zlib.compress(text.encode(), level=9))
    return word.decode().rstrip("=")


def unpacked(word: str, largest: int) -> Any:
    """Return the data that `packed` has made one word of.

    Args:
        word: The word.
        largest: The largest size of the data, in bytes as JSON. It keeps a damaged word from
            filling the memory.

    Raises:
        ValueError: If a letter of it was changed, or something of it is missing.
    """
    try:
        raw = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(raw, largest)
        # The check sum is compared only at the end of the packed data.
        return json.loads(text if unpacking.eof else "")
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise ValueError("the word is damaged") from error
