"""The text form of a program: the same in every process and version, and safe to read."""

import json

import pytest
from drawn_programs import STRATEGIES, drawn
from haiway_conformance.programs import Program, ProgramError
from haiway_conformance.programs.operations import Fail, Scope, Sleep, Spawn, Wait


@pytest.mark.parametrize("name", STRATEGIES)
def test_every_drawn_program_survives(name):
    for program in drawn(name, 5):
        assert Program.from_text(program.to_text()) == program


def test_the_text_is_this_one():
    """Tokens that were handed out stay readable: names, defaults left out, keys in order."""
    program = Program((Scope("s", (Spawn("t", (Wait("p"), Sleep(1.5))), Fail("e"))),))
    assert program.to_text() == (
        '[{"Scope":{"body":[{"Spawn":{"body":[{"Wait":{"event":"p"}},{"Sleep":{"seconds":1.5}}],'
        '"task":"t"}},{"Fail":{"error":"e"}}],"name":"s"}}]'
    )


@pytest.mark.parametrize("name", STRATEGIES)
def test_the_text_is_json_in_its_shortest_form(name):
    for program in drawn(name, 5):
        text = program.to_text()
        assert json.dumps(json.loads(text), separators=(",", ":"), sort_keys=True) == text


def test_names_are_quoted():
    program = Program((Fail('a "b"\\\n\u00fc\U0001f600'),))
    assert program.to_text() == '[{"Fail":{"error":"a \\"b\\"\\\\\\n\\u00fc\\ud83d\\ude00"}}]'
    assert Program.from_text(program.to_text()) == program


def test_a_default_that_is_left_out_is_read():
    (wait,) = Program.from_text('[{"Wait":{"event":"p"}}]')
    assert wait == Wait("p", "any", None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        '[{"Wait":{"event":"p"}',
        '{"Wait":{"event":"p"}}',
        "3",
        "null",
        "[3]",
        '["Wait"]',
        "[[]]",
        "[null]",
        '[{"Wai":{"event":"p"}}]',
        '[{"Block":{}}]',
        '[{"Wait":{}}]',
        '[{"Wait":3}]',
        '[{"Wait":[]}]',
        '[{"Wait":{"event":3}}]',
        '[{"Wait":{"event":null}}]',
        '[{"Wait":{"event":"p","until":"later"}}]',
        '[{"Wait":{"event":"p","unknown":1}}]',
        '[{"Wait":{"event":"p"},"Yield":{}}]',
        "[{}]",
        '[{"Sleep":{"seconds":"1"}}]',
        '[{"Sleep":{"seconds":true}}]',
        '[{"Provided":{"type":"A","value":"a"}}]',
        '[{"Resource":{"name":"r"}}]',
        '[{"Scope":{"body":{"Yield":{}},"name":"s"}}]',
        '[{"Scope":{"body":[3],"name":"s"}}]',
        '[{"Scope":{"body":[{"Provided":{"type":"A","value":"a"}}],"name":"s"}}]',
        '[{"Scope":{"body":[],"name":"s","resources":[{"Yield":{}}]}}]',
        '[{"Spawn":{"task":"t","keyword":[["a"]]}}]',
        '[{"Spawn":{"task":"t","positional":"ab"}}]',
        '[{"Sleep":{"seconds":NaN}}]',
        '[{"Sleep":{"seconds":Infinity}}]',
        pytest.param("[" * 100_000, id="too deep"),
    ],
)
def test_text_that_is_no_program_is_refused(text):
    """By one error, whatever is wrong, and before anything is run."""
    with pytest.raises(ProgramError, match="not a program"):
        Program.from_text(text)


def test_the_error_says_what_is_not_known():
    with pytest.raises(ProgramError, match="'Wai'"):
        Program.from_text('[{"Wai":{"event":"p"}}]')
    with pytest.raises(ProgramError, match="later"):
        Program.from_text('[{"Wait":{"event":"p","until":"later"}}]')
    with pytest.raises(ProgramError, match="unknown"):
        Program.from_text('[{"Wait":{"event":"p","unknown":1}}]')


def test_size_counts_operations_at_every_depth():
    program = Program((Scope("s", (Spawn("t", (Wait("p"), Sleep(1.5))), Fail("e"))),))
    assert program.size == 5
    assert [type(each).__name__ for each in program] == ["Scope", "Spawn", "Wait", "Sleep", "Fail"]
