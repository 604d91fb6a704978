"""`--format`: the files that it adds to the output folder."""

import io
import json

import pytest
from click.testing import CliRunner
from haiway_conformance.certify import merge
from haiway_conformance.cli import main
from haiway_conformance.plugin.shard import Shard
from haiway_conformance.report.formats import FORMATS

MUST, SHOULD = "scopes/exit-awaits-tasks", "scopes/single-use"
FAILS = "for run in explore(program):\n    expect(run < 3, 'it happened')"
PASSES = "for run in explore(program):\n    pass"


@pytest.fixture
def both(suite):
    suite({MUST: FAILS, SHOULD: PASSES})


def test_every_format_is_written_beside_report_json(judge, both, folder):
    told = judge(clauses=(MUST, SHOULD), output=folder / "out", formats=tuple(FORMATS))
    assert told.code == 1
    files = {each.file for each in FORMATS.values()}
    assert {each.name for each in (folder / "out").iterdir()} == {
        *("report.json", "run.json"),
        *files,
    }
    statement = json.loads((folder / "out" / "attestation.intoto.json").read_bytes())
    report = json.loads((folder / "out" / "report.json").read_bytes())
    digest = report["implementation"]["sha256"]
    assert statement["subject"][0]["digest"]["sha256"] == digest
    assert statement["predicate"]["failedTests"] == [MUST]
    assert f'name="{MUST}"' in (folder / "out" / "junit.xml").read_text()


def test_only_what_is_asked_for_is_written(judge, both, folder):
    judge(clauses=(MUST,), output=folder / "out", formats=("badge", "junit", "badge"))
    assert {each.name for each in (folder / "out").iterdir()} == {
        *("report.json", "run.json", "badge.json", "junit.xml"),
    }


def test_the_bytes_are_the_same_whatever_the_number_of_jobs(judge, both, folder):
    for jobs in (1, 2):
        judge(
            clauses=(MUST, SHOULD),
            jobs=jobs,
            output=folder / f"out{jobs}",
            formats=tuple(FORMATS),
        )
    for each in FORMATS.values():
        one, two = ((folder / f"out{jobs}" / each.file).read_bytes() for jobs in (1, 2))
        assert one == two
        assert str(folder).encode() not in one


@pytest.fixture
def again(folder):
    """Write the report of a run again."""

    def run(*words):
        return CliRunner().invoke(main, ["report", str(folder / "out"), *words])

    return run


def test_a_report_gives_the_same_bytes_when_it_is_read_again(judge, both, folder, again):
    judge(output=folder / "out", formats=tuple(FORMATS))
    names = [word for each in FORMATS for word in ("--format", each)]
    done = again("--output", str(folder / "again"), "-q", *names)
    assert (done.exit_code, done.output[:24]) == (0, "verdict: not conformant ")
    assert {each.name for each in (folder / "again").iterdir()} == {
        each.file for each in FORMATS.values()
    }
    for each in FORMATS.values():
        one, two = ((folder / name / each.file).read_bytes() for name in ("out", "again"))
        assert one == two


def test_a_report_of_an_older_kit_cannot_be_attested(judge, both, folder, again):
    judge(output=folder / "out")
    path = folder / "out" / "report.json"
    data = json.loads(path.read_bytes())
    del data["implementation"]["sha256"]
    path.write_text(json.dumps(data))
    done = again("--output", str(folder / "again"), "--format", "in-toto")
    assert done.exit_code == 2
    assert "names its subject by the SHA-256 of its files" in " ".join(done.output.split())
    assert not (folder / "again").exists()
    assert again("--format", "ctrf").exit_code == 2


def test_shards_give_the_same_bytes_when_they_are_merged(judge, both, folder):
    judge(output=folder / "whole", formats=tuple(FORMATS))
    shards = [folder / f"shard{number}" for number in (1, 2)]
    for number, each in enumerate(shards, 1):
        judge(output=each, shard=Shard(number, 2))
    merge(
        shards,
        output=folder / "merged",
        formats=tuple(FORMATS),
        out=io.StringIO(),
        err=io.StringIO(),
    )
    for each in FORMATS.values():
        one, two = ((folder / name / each.file).read_bytes() for name in ("whole", "merged"))
        assert one == two


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (
            {"formats": ("xml",), "output": "out"},
            "there is no format 'xml'. The formats are html, junit, ",
        ),
        ({"formats": ("junit",)}, "--format junit writes a file: name its folder with --output."),
    ],
)
def test_bad_usage_is_refused_before_anything_is_judged(judge, both, folder, asked, words):
    if "output" in asked:
        asked |= {"output": folder / "out"}
    told = judge(**asked)
    assert told.code == 2
    assert words in told.err
    assert not (folder / "out").exists()


def test_what_cannot_be_attested_is_refused_before_it_is_judged(judge, both, folder):
    with (folder / "fake_implementations.py").open("a") as file:
        file.write("\n__file__ = None\n")
    told = judge(clauses=(MUST,), output=folder / "out", formats=("in-toto",))
    assert told.code == 2
    assert told.err.startswith("Error: --format in-toto: an in-toto attestation names its subject")
    assert told.out == ""
    assert judge(clauses=(MUST,), output=folder / "out", formats=("ctrf",)).code == 1
