"""The page to read in a browser: what is on it, that it is whole, and hostile text in it."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from haiway_conformance.report import Outcome, report_from_json
from haiway_conformance.report.formats.html import render_html
from haiway_conformance.report.formats.html.page import documentation, page_of
from haiway_conformance.report.formats.html.rendering import rendered
from haiway_spec import specification
from made_up_reports import EVERY_KIND, LISTED, MUST, OTHER_MUST, hostile, judged, report
from made_up_runs import hanging, pictured, with_hostile_runs

VOID = {"meta", "link", "input", "br"}


class Parsed(HTMLParser):
    """The elements of a page, and its text outside of scripts and styles."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.text += " " if tag in {"td", "dd", "li"} else ""
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"script", "style"} & set(self.open):
            self.text += data

    def all(self, tag: str, name: str) -> list[str]:
        return [attrs[name] for each, attrs in self.elements if each == tag and name in attrs]


@pytest.fixture(scope="module")
def page():
    return Parsed(render_html(report([pictured(MUST, hanging()), judged(OTHER_MUST, PASSED)])))


PASSED = Outcome.PASSED


def words(text: str) -> str:
    return " ".join(text.split())


def test_it_says_the_verdict_and_every_outcome():
    page = Parsed(render_html(report(EVERY_KIND, unjudged=["scopes/exit-cancels-tasks"])))
    text = words(page.text)
    assert "mine 0.1 not conformant" in text
    assert "specification 2025.8 kit 1.2+local python 3.13.0 profile quick seed 7" in text
    clauses = [attrs for tag, attrs in page.elements if attrs.get("class") == "clause"]
    assert {each["data-outcome"] for each in clauses} == {*map(str, Outcome), "unjudged"}
    assert len(clauses) == len(EVERY_KIND) + 1
    assert "Known to fail: it is too quiet (https://example.org/7)" in text
    assert page.all("a", "href").count("https://example.org/7") == 1
    assert "Observed: cancelled not cancelled" in text


def test_each_clause_has_its_text(page):
    clause = specification().clause(MUST)
    for said in (clause.title, clause.statement, clause.promise, clause.rationale):
        assert words(said.replace("`", "")) in words(page.text)


def test_a_failure_has_program_table_drawing_and_command(page):
    text = words(page.text)
    assert "scope s: spawn task t: wait for never wait for p" in text
    assert "3600 4 main goes on p ★ p completes first" in text
    assert "The run that violates scopes/exit-awaits-tasks Lanes: main, t." in text
    command = f"haiway-conformance replay hwc1.{MUST} --target mine:Adapter --script"
    assert command in text
    assert "haiway-conformance certify mine:Adapter --clause scopes/exit-awaits-tasks" in text


def test_links_lead_somewhere(page):
    ids = [attrs["id"] for _, attrs in page.elements if attrs.get("id")]
    assert len(ids) == len(set(ids))
    targets = [each[1:] for each in page.all("a", "href") if each.startswith("#")]
    assert targets
    assert set(targets) <= set(ids)
    for name in ("aria-labelledby", "aria-describedby"):
        named = [attrs[name] for _, attrs in page.elements if name in attrs]
        assert named
        assert set(named) <= set(ids)


def test_nothing_else_is_loaded_or_run(page):
    html = render_html(report([pictured(MUST, hanging())])).decode()
    (policy,) = page.all("meta", "content")[0:1]
    for tag in ("style", "script"):
        ((attributes, content),) = re.findall(rf"<{tag}([^>]*)>(.*?)</{tag}>", html, re.DOTALL)
        assert not attributes
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    for tag, attrs in page.elements:
        assert not {"src", "style", "srcdoc"} & set(attrs)
        assert not [name for name in attrs if name.startswith("on")]
        assert tag not in {"img", "iframe", "object", "embed", "base", "form"}
    assert page.all("link", "href") == ["data:,"]


@pytest.mark.parametrize("made", [hostile, with_hostile_runs])
def test_hostile_text_is_text(made):
    html = render_html(made())
    page = Parsed(html)
    assert page.text.isprintable() or set(page.text) - {"\n"} == {
        each for each in page.text if each.isprintable()
    }
    assert len(page.all("a", "href")) == len(
        [each for each in page.all("a", "href") if each.startswith("#")]
    )
    assert html.count(b"<script") == html.count(b"</script") == 1
    assert "<script>alert(1)</script>" in page.text
    assert "\\x1b[31mred" in page.text
    assert "half \\udcff \\u202eturned" in page.text
    plain = Parsed(render_html(harmless(made())))
    assert page.elements_without_text() == plain.elements_without_text()


def harmless(made):
    """Return a report with an ordinary name, and otherwise the same."""
    return replace(made, implementation=replace(made.implementation, name="mine"))


def elements_without_text(self) -> list[tuple[str, list[str]]]:
    return [(tag, sorted(attrs)) for tag, attrs in self.elements]


Parsed.elements_without_text = elements_without_text


def test_a_report_that_is_read_again_gives_the_same_bytes():
    made = report([pictured(MUST, hanging()), *report(EVERY_KIND).judgement.clauses[1:]])
    assert render_html(made) == render_html(report_from_json(made.to_json())) == render_html(made)


def test_only_the_first_run_of_a_clause_is_drawn():
    one = pictured(MUST, hanging())
    (failed,) = one.failures
    found = replace(failed.counterexample, minimal=None, text="another run")
    another = replace(failed.counterexample, text="a run that was made smaller, too")
    failures = (failed, *(replace(failed, counterexample=each) for each in (found, another)))
    twice = (*failures, failures[2])
    text = words(Parsed(render_html(report([replace(one, failures=twice)]))).text)
    assert text.count("Every step, with reasons") == 1
    assert "another run" not in text
    assert text.count("Not drawn: it is as it was found") == 1
    assert text.count("a run that was made smaller, too") == 1
    assert text.count("The same run as above.") == 1


def test_groups_come_first_and_show_their_run_once():
    made = report(
        [pictured(MUST, hanging(), violates=(OTHER_MUST,)), pictured(OTHER_MUST, hanging())]
    )
    shown = page_of(made)
    assert [[each.clause.id for each in group.clauses] for group in shown.groups] == [
        [MUST, OTHER_MUST]
    ]
    text = words(rendered(shown).decode())
    assert 'Its run is drawn in <a href="#group-1">group 1</a>' in text


def test_what_is_not_deterministic_is_said():
    made = replace(report({MUST: PASSED}), nondeterministic={"a::test_it": "it <b>differs</b>"})
    text = words(Parsed(render_html(made)).text)
    assert "Not deterministic. In a::test_it, a program" in text
    assert "it <b>differs</b>" in text


def test_clauses_link_to_the_published_specification(monkeypatch):
    from haiway_conformance.report.formats.html import page

    said = {"Project-URL": "Documentation, https://example.org/kit/"}
    monkeypatch.setattr(page, "metadata", lambda _: Metadata(said))
    assert documentation() == "https://example.org/kit/"
    made = Parsed(render_html(report({MUST: PASSED})))
    address = "https://example.org/kit/specification/scopes.html#clause-scopes-exit-awaits-tasks"
    assert address in made.all("a", "href")
    said["Project-URL"] = "Documentation, javascript:alert(1)"
    assert documentation() == ""


class Metadata(dict[str, str]):
    def get_all(self, name: str) -> list[str]:
        return [self[name]]


def test_an_issue_that_is_no_address_is_no_link():
    made = report({LISTED: Outcome.KNOWN_FAILURE})
    (clause,) = made.judgement.clauses
    known = (replace(clause.known[0], issue="javascript:alert(1)"),)
    made = replace(made, judgement=replace(made.judgement, clauses=(replace(clause, known=known),)))
    assert "javascript" not in "".join(Parsed(render_html(made)).all("a", "href"))


def test_texts_are_of_limited_length():
    long = "x" * 10_000_000
    assert len(render_html(report([judged(MUST, Outcome.FAILED, long, long)], name=long))) < 300_000
