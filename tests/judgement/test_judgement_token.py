"""A token can be written as text and read again; the errors for other texts are clear."""

import base64
import json
import zlib

import pytest
from haiway_conformance.adapter import Implementation
from haiway_conformance.judgement.fingerprint import Fingerprint
from haiway_conformance.judgement.token import Token, TokenError
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Fail, Scope, Spawn, Wait
from haiway_conformance.suite.monitoring.theme import Theme
from haiway_conformance.suite.random_programs import random_program

PROGRAM = Program((Scope("s", (Spawn("t", (Wait("p", "never"),)), Fail("wörse \ud800"))),))


def token(program=PROGRAM, deviations=None):
    fingerprint = Fingerprint.of((), "main returned")
    mine = Implementation("mine:Mine", "mine", "1.0")
    return Token(program, deviations or {}, fingerprint, mine, "3.12.1", "0.1.0", "scopes/exit")


def changed(change):
    """A token with other data in it."""
    packed = token().to_text().partition(".")[2]
    data = json.loads(zlib.decompress(base64.urlsafe_b64decode(packed + "==")))
    change(data)
    raw = base64.urlsafe_b64encode(zlib.compress(json.dumps(data).encode()))
    return f"hwc1.{raw.decode().rstrip('=')}"


def test_a_token_survives_being_text():
    for seed in range(30):
        made = token(random_program(seed, Theme()), {seed: 1, 3: 2})
        assert Token.from_text(made.to_text()) == made
        assert Token.from_text(made.to_text()).to_text() == made.to_text()
    assert Token.from_text(token().to_text()) == token()


def test_white_space_does_not_matter():
    text = token().to_text()
    mailed = "\n".join(text[place : place + 60] for place in range(0, len(text), 60))
    assert Token.from_text(f"  {mailed}\r\n") == token()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "'' is no token: tokens begin with `hwc1.`"),
        ("scopes/exit-awaits-tasks", "'scopes/exit-awaits-tasks' is no token"),
        ("a program that " * 10, "that a progr...' is no token"),
        ("hwc9.AAAA", "a token of version 9, but this kit reads those of version 1"),
        ("hwc1.", "this token is damaged"),
        ("hwc1.A", "this token is damaged"),
        ("hwc1.ÄÖ", "this token is damaged"),
        (f"hwc1.{base64.urlsafe_b64encode(zlib.compress(b'[1]')).decode()}", "is damaged"),
    ],
)
def test_what_is_no_token_is_refused_with_reasons(text, words):
    with pytest.raises(TokenError) as refused:
        Token.from_text(text)
    assert words in str(refused.value)


def test_a_token_that_was_cut_or_changed_is_damaged():
    text = token().to_text()
    for place in range(len("hwc1."), len(text)):
        with pytest.raises(TokenError, match="is damaged"):
            Token.from_text(text[:place])
    for place in range(len("hwc1."), len(text) - 1):
        other = "A" if text[place] != "A" else "B"
        with pytest.raises(TokenError, match="is damaged"):
            Token.from_text(text[:place] + other + text[place + 1 :])


def test_a_token_that_would_fill_the_memory_is_damaged():
    raw = zlib.compress(b'{"kit": "' + b"x" * 100_000_000 + b'"}')
    with pytest.raises(TokenError, match="is damaged"):
        Token.from_text(f"hwc1.{base64.urlsafe_b64encode(raw).decode()}")


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("python"),
        lambda data: data.update(program=[{"Teleport": {}}]),
        lambda data: data.update(program=17),
        lambda data: data.update(deviations=[1]),
        lambda data: data.update(deviations=[1, -1]),
        lambda data: data.update(deviations=[1, "2"]),
        lambda data: data.update(trace=[5, "00", "00"]),
        lambda data: data.update(trace=[]),
        lambda data: data.update(of=["haiway", 30]),
        lambda data: data.update(clause=None),
    ],
)
def test_what_another_version_has_put_in_is_refused_with_its_name(change):
    with pytest.raises(TokenError, match=r"another version of the kit, by version 0\.1\.0"):
        Token.from_text(changed(change))


def test_an_unknown_operation_is_named():
    text = changed(lambda data: data.update(program=[{"Teleport": {}}]))
    with pytest.raises(TokenError, match="there is no operation 'Teleport'"):
        Token.from_text(text)
