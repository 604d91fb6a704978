"""Shards of a run, put together, give what one run gives: the same bytes."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from haiway_conformance.certify import merge
from haiway_conformance.cli import main
from haiway_conformance.plugin.shard import Shard
from haiway_conformance.report.formats import FORMATS

MUST, OTHER, SHOULD = "scopes/exit-awaits-tasks", "tasks/result", "scopes/single-use"
BODIES = {
    MUST: "for run in explore(program): expect(run < 50, f'saw {run} \\ud800')",
    SHOULD: "for run in explore(program): expect(run < 70, f'saw {run}')",
    OTHER: "for run in explore(program, unclean=['hygiene/no-orphans']): pass",
    "scopes/foreign-exit": "for run in explore(program): explore.observe('an error')",
    "tasks/arguments": "for run in explore(program, met=False, blamed=['tasks/result']): pass",
    "streams/order": "for run in explore(program): pass",
}


@pytest.fixture
def shards(suite, judge, folder):
    """Judge a suite in shards, and return their folders."""
    suite(BODIES)

    def run(total, *, numbers=None, **asked):
        folders = []
        for number in numbers or range(1, total + 1):
            folders.append(folder / f"shard{number}of{total}")
            judge(shard=Shard(number, total), output=folders[-1], **asked)
        return folders

    return run


@pytest.fixture
def put_together(folder):
    def run(folders, **asked):
        out, err = io.StringIO(), io.StringIO()
        code = merge(folders, out=out, err=err, **asked)
        return code, out.getvalue(), err.getvalue()

    return run


def files(folder):
    """Return what all files say that have no times in them."""
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.name != "run.json"}


def report(folder):
    return json.loads((folder / "report.json").read_bytes())


@pytest.mark.parametrize("total", [1, 2, 5, 9])
def test_merged_shards_give_the_same_bytes(shards, put_together, judge, folder, total):
    folders = shards(total)
    code, out, _ = put_together(folders[::-1], output=folder / "merged")
    told = judge(output=folder / "whole")
    assert (code, out) == (told.code, told.out)
    whole, merged = [(folder / each / "report.json").read_bytes() for each in ("whole", "merged")]
    assert merged == whole
    assert not (folder / "merged" / "results.json").exists()


@pytest.mark.parametrize(
    "asked",
    [
        {"seed": 3},
        {"clauses": (MUST, OTHER)},
        {"chapters": ("tasks",)},
        {"clauses": ("hygiene/no-orphans",)},
        {"full": True},
        {"profile": "default"},
        {"jobs": 2},
        {"isolate": True},
    ],
    ids=str,
)
def test_so_they_do_with_any_options(shards, put_together, judge, folder, asked):
    code, out, _ = put_together(shards(2, **asked), output=folder / "merged")
    told = judge(output=folder / "whole", **asked)
    assert (code, out) == (told.code, told.out)
    assert (folder / "merged/report.json").read_bytes() == (
        folder / "whole/report.json"
    ).read_bytes()


def test_and_with_known_failures(shards, put_together, judge, folder):
    listed = folder / "known.toml"
    listed.write_text(f'["{MUST}"]\nreason = "x"\n["{SHOULD}"]\nreason = "y"\nversions = "<9"\n')
    folders = shards(3, known_failures=listed)
    formats = tuple(sorted(FORMATS.keys() - {"in-toto"}))  # which needs files to attest
    told = judge(known_failures=listed, output=folder / "whole", formats=formats)
    listed.unlink()  # the shards have its entries
    code, out, _ = put_together(
        folders,
        output=folder / "merged",
        write_known_failures=folder / "now.toml",
        formats=formats,
    )
    assert (code, out) == (told.code, told.out)
    assert files(folder / "merged") == files(folder / "whole")
    assert len(files(folder / "whole")) == len(formats) + 1
    assert f'["{MUST}"]\nreason = "x"\n' in (folder / "now.toml").read_text()
    assert (
        '["hygiene/no-orphans"]\nreason = "not yet explained"' in (folder / "now.toml").read_text()
    )


def test_shards_share_the_properties(shards):
    judged = [
        {each["test"] for each in json.loads((it / "results.json").read_bytes())["results"]}
        for it in shards(3)
    ]
    assert [len(each) for each in judged] == [2, 2, 2]
    assert len(set[str]().union(*judged)) == len(BODIES)


def test_a_shard_says_that_it_is_one(shards, judge, folder):
    shards(2)
    first = report(folder / "shard1of2")
    assert list(first)[6:8] == ["partial", "shard"]
    assert (first["partial"], first["shard"]) == (True, "1/2")
    assert all(each["outcome"] not in {"vacuous", "unexpected-pass"} for each in first["clauses"])
    told = judge(shard=Shard(2, 2), output=folder / "again")
    assert told.verdict.startswith("verdict (shard 2/2): ")
    assert "`haiway-conformance merge` gives the verdict" in told.out
    assert "smaller" not in told.err
    assert "unjudged:" not in told.out


def test_what_passes_in_a_shard_may_fail_in_another(judge, suite, folder):
    suite({MUST: BODIES["streams/order"], OTHER: BODIES["streams/order"]})
    (folder / "known.toml").write_text(f'["{MUST}"]\nreason = "x"\n')
    asked = {"known_failures": folder / "known.toml", "clauses": (MUST, OTHER)}
    told = judge(shard=Shard(1, 2), output=folder / "one", **asked)
    assert (told.code, "UNEXPECTED" in told.out) == (0, False)


def test_options_that_shards_cannot_have(judge, suite, folder):
    suite({})
    told = judge(shard=Shard(1, 2))
    assert (told.code, told.out) == (2, "")
    assert "--shard needs --output" in told.err
    told = judge(shard=Shard(1, 2), output=folder / "o", write_known_failures=folder / "k.toml")
    assert told.code == 2
    assert "Give it to `haiway-conformance merge`" in told.err


def test_shards_that_are_missing_or_there_twice_are_named(shards, put_together):
    first, second, third = shards(3)
    code, out, err = put_together([third])
    assert (code, out) == (2, "")
    assert err.startswith("Error: shards are missing: 1/3, 2/3. Name their folders too; if")
    code, _, err = put_together([first, second, third, second])
    assert code == 2
    assert err.startswith(f"Error: shard 2/3 is there twice, in {str(second)!r} and in")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"seed": 1}, "`seed` was 0 in the first, and 1 in the second"),
        ({"profile": "default"}, '`profile` was "quick" in the first, and "default" in'),
        ({"clauses": (MUST,)}, f'`clauses` was [] in the first, and ["{MUST}"] in'),
        ({"full": True}, "`full` was false in the first, and true in"),
        ({"target": "fake_implementations:WithStreams"}, "`target` was"),
    ],
    ids=lambda it: str(it)[:20],
)
def test_shards_of_different_runs_are_refused(shards, put_together, asked, words):
    folders = shards(2, numbers=[1]) + shards(2, numbers=[2], **asked)
    code, out, err = put_together(folders)
    assert (code, out) == (2, "")
    assert "are shards of different runs" in err
    assert words in err


def test_shards_of_different_numbers_are_refused(shards, put_together):
    folders = shards(2, numbers=[1]) + shards(3, numbers=[2])
    assert "`number of shards` was 2 in the first, and 3" in put_together(folders)[2]


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        *(("version", "0.9"), ("SHA-256 of its files", "12ab"), ("kit", "0.0.1")),
        *(("Python", "3.12.0"), ("edition", "2020.1")),
    ],
)
def test_shards_of_other_versions_than_here_are_refused(shards, put_together, fact, value):
    (folder,) = shards(1)
    path = folder / "results.json"
    data = json.loads(path.read_bytes())
    data["run"][fact] = value
    path.write_text(json.dumps(data))
    code, out, err = put_together([folder])
    assert (code, out) == (2, "")
    assert f'judged where `{fact}` was "{value}", but here it is "' in err


def test_a_shard_that_ended_early_is_refused(shards, put_together):
    (folder,) = shards(1)
    path = folder / "results.json"
    path.write_text(path.read_text().replace('"complete": true', '"complete": false'))
    code, out, err = put_together([folder])
    assert (code, out) == (2, "")
    assert err.startswith("Error: shard 1/1 in ")
    assert "ended early" in err


@pytest.mark.parametrize(
    "content", ["", "[]", '{"schema": 2}', '{"schema": 1, "shard": "3/2"}', '{"schema": 1}', "\x00"]
)
def test_files_that_are_no_results_are_refused(put_together, folder, content):
    (folder / "results.json").write_text(content)
    code, out, err = put_together([folder])
    assert (code, out) == (2, "")
    assert err.startswith(f"Error: {str(folder / 'results.json')!r} cannot be read as the results")


@pytest.mark.parametrize("run", ["{}", '{"known failures": {"a/b": {"x": "y"}}}', "[]", "null"])
def test_options_that_cannot_be_read_are_refused(put_together, folder, run):
    (folder / "results.json").write_text(
        f'{{"schema": 1, "shard": "1/1", "complete": true, "run": {run}, "results": []}}'
    )
    code, out, err = put_together([folder])
    assert (code, out) == (2, "")
    assert "the options of the run cannot be read from" in err


def test_on_the_command_line(shards):
    first, second = map(str, shards(2))
    runner = CliRunner()
    assert "shard is missing: 2/2" in runner.invoke(main, ["merge", first]).output
    assert runner.invoke(main, ["merge"]).exit_code == 2
    command = (sys.executable, "-m", "haiway_conformance", "merge", first, second)
    options = ("--output", "merged", "--jobs", "2", "-q")
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith("verdict: not conformant — ")
    assert Path("merged/report.json").exists()


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "1/", "a/b", "-1/2", "1/2/3", "1.0/2", "²/3"])
def test_what_is_no_shard(text):
    done = CliRunner().invoke(main, ["certify", "any", "--shard", text])
    assert done.exit_code == 2
    assert "is no shard. Write K/N" in done.output


def test_shards_are_dealt_out_like_cards_whatever_the_order():
    tests = [f"clause{number:03}::test" for number in range(100)]
    shares = [Shard(number, 7).share(reversed(tests)) for number in range(1, 8)]
    assert sorted(test for share in shares for test in share) == tests
    assert {len(share) for share in shares} == {14, 15}
    assert Shard(2, 7).share(tests) == set(tests[1::7])
    assert str(Shard.parse("2/7")) == "2/7"
