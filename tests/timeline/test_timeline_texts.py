"""Counterexamples as people read them: fixed texts, which fit on a screen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from golden_cases import CASES, GOLDENS, golden
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.counterexample import described_run
from haiway_conformance.judgement.execute import execute
from haiway_conformance.simulated_loop import RandomWalk
from haiway_conformance.suite.monitoring.theme import Theme
from haiway_conformance.suite.random_programs import random_program
from haiway_conformance.timeline import WIDTH, Row, Timeline, table

REFERENCE = resolve("haiway_reference")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_text_is_as_it_was(case):
    assert case.text() == golden(case.name), (
        "if it should be so, `python tests/timeline/write_goldens.py` writes it down"
    )


def test_every_golden_text_has_a_case():
    assert {file.stem for file in GOLDENS.iterdir()} == {case.name for case in CASES}


def test_the_same_bytes_whatever_the_hash_seed():
    folders = [str(Path(__file__).parent.parent / name) for name in ("programs", "judgement")]
    folders += [str(Path(__file__).parent.parent / "implementations"), str(Path(__file__).parent)]
    code = (
        f"import sys; sys.path[:0] = {folders!r}; from golden_cases import CASES;"
        "sys.stdout.buffer.write('\\n'.join(case.text() for case in CASES).encode())"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert texts == {"\n".join(golden(case.name) for case in CASES).encode()}


def test_lines_are_never_too_wide():
    """Indented by four, they fit into 100 columns."""
    for seed in range(100):
        program = random_program(seed, Theme())
        run = execute(REFERENCE, program, RandomWalk(seed))
        wide = [line for line in described_run(run, REFERENCE).splitlines() if len(line) > WIDTH]
        assert not wide


def timeline(*rows: tuple[str, str], lanes: tuple[str, ...] = ("main", "t")) -> Timeline:
    made = [Row(at / 2, at, lane, text) for at, (lane, text) in enumerate(rows)]
    return Timeline(lanes, tuple(made), explained=False)


def test_repeated_rows_are_shown_once():
    begin, ticks, end = [("main", "begins")], [("t", "ticks"), ("t", "waits")], [("main", "ends")]
    assert table(timeline(*begin, *(10 * ticks), *end)) == [
        "     t   i  main   | t",
        "     0   0  begins |",
        "   0.5   1         | ticks",
        "     1   2         | waits",
        "  ... 18 more rows like these 2, until t=10",
        "  10.5  21  ends   |",
    ]


def test_repeated_sequences_begin_with_an_iteration():
    """The first wait is not part of the sequence, though it looks like the waits in it."""
    told = [(0, "begins"), (0, "waits")]
    told += [(at, what) for at in range(1, 9) for what in ("goes on", "waits")]
    rows = tuple(Row(0, at, "t", what) for at, what in told)
    assert table(Timeline(("t",), rows, explained=False)) == [
        "  t  i  t",
        "  0  0  begins",
        "        waits",
        "  0  1  goes on",
        "        waits",
        "  ... 14 more rows like these 2, until t=0",
    ]


def test_a_single_repeated_row_is_shown_once():
    lines = table(timeline(*(50 * [("t", "ticks")])))
    assert lines[1:] == ["  0  0       | ticks", "  ... 49 more rows like this, until t=24.5"]


def test_three_repetitions_are_all_shown():
    assert len(table(timeline(*(3 * [("t", "ticks"), ("t", "waits")])))) == 7


def test_the_middle_of_many_different_rows_is_left_out():
    rows = [("t", f"sees {number}") for number in range(200)]
    lines = table(timeline(*rows))
    assert len(lines) == 1 + 40 + 1 + 40
    assert lines[41] == "  ... 120 more rows, until t=79.5"


def test_many_columns_become_one_that_names_the_lane():
    lanes = tuple(f"task number {number}" for number in range(9))
    lines = table(timeline(*((lane, "begins") for lane in lanes), lanes=lanes))
    assert lines[:2] == [
        "    t  i  who           | what",
        "    0  0  task number 0 | begins",
    ]


def test_a_word_that_is_too_long_is_cut():
    (_, *lines) = table(timeline(("main", f"sees {'x' * 300}")))
    assert len(lines) > 3
    assert max(map(len, lines)) <= WIDTH
