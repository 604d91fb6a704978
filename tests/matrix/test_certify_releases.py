"""The file about releases of haiway says what the suite says, and is written from reports."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from certify_releases import FILE, HYPOTHESIS, SETTINGS, kept, main, summary, text_of
from releases import RELEASES

SAMPLE = "0.30.1"


def written(version: str) -> dict:
    (one,) = [each for each in kept() if each["version"] == version]
    return dict(one)


def test_all_releases_are_in_it() -> None:
    assert [each["version"] for each in kept()] == [each.version for each in RELEASES]


def test_written_anew_from_itself_it_is_the_same() -> None:
    assert text_of([], kept()) == FILE.read_text(encoding="utf-8")


def test_a_summary_takes_the_place_of_the_one_before() -> None:
    new = {**written("0.28.1"), "verdict": "conformant"}
    releases = json.loads(text_of([new], kept()))["releases"]
    assert releases == [new if each["version"] == "0.28.1" else each for each in kept()]


def test_an_unknown_release_is_an_error(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["certify_releases.py", "0.30.1", "0.30.7"])
    with pytest.raises(SystemExit):
        main()
    assert "unknown: 0.30.7; `releases.py` lists 0.24.3, " in capsys.readouterr().err


def test_the_sample_is_judged_as_the_file_says(tmp_path: Path) -> None:
    """The environment has the release, and the programs that the file was written with."""
    python = "{}.{}.{}".format(*sys.version_info)
    if python != written(SAMPLE)["python"]:
        pytest.skip(f"the file was written with Python {written(SAMPLE)['python']}, not {python}")
    words = ["certify", "haiway_release:Release", "--output", str(tmp_path), "--quiet"]
    words += [word for name, value in SETTINGS.items() for word in (f"--{name}", str(value))]
    subprocess.run(
        [sys.executable, "-m", "haiway_conformance", *words],
        cwd=Path(__file__).parent,
        check=False,
        capture_output=True,
    )
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert summary(report) == written(SAMPLE)


def test_the_sample_is_what_this_environment_has() -> None:
    from importlib.metadata import version

    assert version("haiway") == SAMPLE
    assert f"hypothesis=={version('hypothesis')}" == HYPOTHESIS
