"""The summary in Markdown: what it shows, what it cuts, and hostile text in it."""

import pytest
from haiway_conformance.report import Outcome
from haiway_conformance.report.formats.markdown import LIMIT, render_markdown
from made_up_reports import (
    EVERY_KIND,
    HOSTILE,
    LISTED,
    MUST,
    SHOULD,
    hostile,
    judged,
    many,
    report,
    said_of,
)
from markdown_it import MarkdownIt

MIB = 1024 * 1024
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def rendered(made) -> str:
    return render_markdown(made).decode()


def test_it_begins_with_verdict_and_table():
    content = rendered(report(EVERY_KIND))
    assert content.startswith("# `mine 0.1`: not conformant\n\nverdict: not conformant — ")
    assert "specification `2025.8`, kit `1.2+local`, python `3.13.0`, profile `quick`" in content
    outcomes = "failed | unexpected-pass | error | blocked | vacuous | known-failure | recorded"
    assert f"| chapter | {outcomes} | unsupported | passed |\n" in content
    assert "| scopes | 2 |  |  |  |  |  | 1 |  |  |\n" in content
    assert f"| **all** | **2** |{' **1** |' * 8}\n" in content


def test_clauses_are_listed_by_what_they_count_for():
    content = rendered(report(EVERY_KIND))
    assert [each[3:] for each in content.splitlines() if each.startswith("## ")] == [
        *("Failed", "Warnings", "Known failures", "Could not be judged", "Counterexamples"),
    ]
    assert f"- **{MUST}** (MUST, failed): `{said_of(MUST)}`\n" in content
    assert f"- **{SHOULD}** (SHOULD, failed): `{said_of(SHOULD)}`\n" in content
    reason = f"it is too quiet (https://example.org/7) — {said_of(LISTED)}"
    assert f"- **{LISTED}** (MUST, known-failure): `{reason}`\n" in content
    assert (
        f"<details><summary>{MUST}</summary>\n\n```text\n{MUST}\nthe program:\n    spawn t1\n\n"
        "token:\n    hwc1.token\n```\n\n</details>\n"
    ) in content


def test_what_one_run_shows_stands_together():
    other = "scopes/late-spawn"
    one = report([judged(each, Outcome.FAILED, "left") for each in (other, SHOULD, MUST)])
    content = rendered(one)
    assert f"- **{other}** (MUST, failed): `left`\n  - and with it {MUST}, {SHOULD}\n" in content
    assert content.count("<details>") == 1
    assert "## Warnings" not in content


def test_all_is_well():
    content = rendered(report({MUST: Outcome.PASSED}))
    assert "##" not in content
    assert "conformant" in content


@pytest.mark.parametrize("picture", ["short", HOSTILE * 90])
def test_hundreds_of_failures_fit(picture):
    content = render_markdown(many(264, HOSTILE * 9, picture))
    assert len(content) <= LIMIT < MIB
    assert content.decode().count("\n- **") == 264


def test_counterexamples_are_cut_from_the_end():
    made = many(100, "left", "x" * 20_000)
    content = rendered(made)
    shown = content.count("<details>")
    assert 40 < shown < 50
    assert content.endswith(
        f"Left out, to stay within 1 MiB: {100 - shown} counterexamples. report.json has all.\n"
    )
    first = [each.shown.clause.id for each in made.groups[:shown]]
    assert [each for each in first if f"<summary>{each}</summary>" not in content] == []


def test_lines_are_cut_after_all_counterexamples():
    content = rendered(many(600, "\U0001f600" * 600, ""))
    assert len(content.encode()) <= LIMIT
    lines = content.count("- **")
    assert lines < 600
    said = f"and {600 - lines} entries of the lists. report.json has all.\n"
    assert content.endswith(said)


def test_a_failed_must_is_drawn_before_a_failed_should():
    content = rendered(report([judged(each, Outcome.FAILED) for each in (SHOULD, MUST)]))
    assert content.index(f"<summary>{MUST}") < content.index(f"<summary>{SHOULD}")


def test_hostile_text_is_only_ever_code():
    tokens = [
        each
        for token in PARSER.parse(rendered(hostile()))
        for each in (token, *(token.children or ()))
    ]
    ours = ("<details><summary>", "</details>")
    html = [each.content for each in tokens if each.type in {"html_block", "html_inline"}]
    assert html
    assert all(each.startswith(ours) for each in html)
    assert not {each.type for each in tokens} & {"link_open", "image", "hr", "s_open"}
    assert sum(each.type == "heading_open" for each in tokens) == 5
    assert sum(each.type == "table_open" for each in tokens) == 1
    outside = " ".join(each.content for each in tokens if each.type == "text")
    for word in ("script", "user", "error title", "item", "\x1b"):
        assert word not in outside
    spans = [each.content for each in tokens if each.type == "code_inline"]
    assert sum("<script>alert(1)</script>" in each for each in spans) == 4
    pictures = [each.content for each in tokens if each.type == "fence"]
    assert len(pictures) == 2
    assert all("\n````\n# heading\n" in each for each in pictures)
