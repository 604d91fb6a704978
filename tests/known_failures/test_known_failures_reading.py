"""A file of known failures is read, and what it cannot mean is refused with a sentence."""

import re

import pytest
from haiway_conformance.known_failures import (
    KnownFailure,
    KnownFailuresError,
    parse_known_failures,
    read_known_failures,
)

MUST, SHOULD, MAY = "scopes/exit-awaits-tasks", "scopes/single-use", "scopes/foreign-exit"


def test_entries_are_read_in_the_order_of_the_file():
    text = f"""
        ["{SHOULD}"]
        reason = "why not"
        issue = "https://example.org/7"
        versions = ">=1,<2"

        ["{MUST}"]
        reason = '''several
        lines'''
    """
    assert list(parse_known_failures(text, "it").values()) == [
        KnownFailure(SHOULD, "why not", "https://example.org/7", ">=1,<2"),
        KnownFailure(MUST, "several\n        lines"),
    ]
    assert parse_known_failures("# nothing\n", "it") == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[scopes/single-use]", "known.toml is no TOML: .*without quotes"),
        ('["scopes/single-us"]\nreason = "x"', "did you mean 'scopes/single-use'"),
        ('["nothing/like-it"]\nreason = "x"', "has no clause 'nothing/like-it'"),
        (f'"{MUST}" = 3', f"'{MUST}' is no entry"),
        (f'["{MAY}"]\nreason = "x"', f"{MAY} is a MAY, and cannot fail"),
        (f'["{MUST}"]', f"entry of {MUST} has no reason"),
        (f'["{MUST}"]\nreason = " "', "has no reason"),
        (f'["{MUST}"]\nreason = 3', "`reason` is no text"),
        (f'["{MUST}"]\nreason = "x"\nversion = "1"', "Did you mean 'versions'"),
        (f'["{MUST}"]\nreason = "x"\nissue = "#7"', "'#7', which is no URL"),
        (f'["{MUST}"]\nreason = "x"\nissue = "javascript:alert(1)"', "no URL"),
        (f'["{MUST}"]\nreason = "x"\nissue = "https://[7"', "no URL"),
        (f'["{MUST}"]\nreason = "x"\nissue = "https://x.org/\\n"', "no URL"),
        (f'["{MUST}"]\nreason = "x"\nversions = "1.x"', "no specifier of PEP 440"),
    ],
)
def test_what_cannot_be_meant_is_refused(text, words):
    with pytest.raises(KnownFailuresError, match=words):
        parse_known_failures(text, "known.toml")


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(KnownFailuresError, match=r"missing\.toml'.*--write-known-failures makes"):
        read_known_failures(tmp_path / "missing.toml")
    (tmp_path / "other.toml").write_bytes(f'["{MUST}"]\nreason = "\xe9"'.encode("latin-1"))
    with pytest.raises(KnownFailuresError, match=re.escape("not encoded in UTF-8")):
        read_known_failures(tmp_path / "other.toml")


@pytest.mark.parametrize(
    ("versions", "version", "applies"),
    [
        ("", "1.0", True),
        ("", "unknown", True),
        ("<2", "1.0", True),
        ("<2", "2.0", False),
        (">=1,<2", "1.5rc1", True),
        (">=1.5", "1.5.dev3", False),
        ("==1.4.*", "1.4.7", True),
        (">=0", "unknown", False),
        (">=0", "2024-spring", False),
    ],
)
def test_versions_that_an_entry_is_about(versions, version, applies):
    assert KnownFailure(MUST, "why", versions=versions).applies_to(version) is applies
