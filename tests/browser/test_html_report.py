"""The HTML report in Chromium: accessible, narrow and wide, light and dark, and harmless."""

from dataclasses import replace

import pytest
from haiway_conformance.report import Outcome
from haiway_conformance.report.formats.html import render_html
from made_up_reports import EVERY_KIND, MUST, OTHER_MUST, SHOULD, hostile, judged, report
from made_up_runs import hanging, pictured, with_hostile_runs

FAILING = [
    pictured(MUST, hanging(), violates=(OTHER_MUST,)),
    *(judged(*each) for each in EVERY_KIND.items() if each[0] not in {MUST, SHOULD}),
    pictured(SHOULD, replace(hanging(), end="main returned"), "it can be entered twice"),
]
REPORTS = {
    "failing": lambda: report(FAILING, unjudged=["scopes/exit-cancels-tasks"]),
    "passing": lambda: report({MUST: Outcome.PASSED}),
    "hostile": hostile,
    "with hostile runs": with_hostile_runs,
}
OPEN_ALL = "for (const each of document.querySelectorAll('details')) each.open = true"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name, made in REPORTS.items():
        (folder / f"{name}.html").write_bytes(render_html(made()))
    return folder


@pytest.fixture
def visit(browser, files):
    """Return a function that opens a page; none of them may complain, or load anything."""
    contexts, said = [], []

    def open_(name="failing", *, width=1280, scheme="light", anchor="", **more):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        address = (files / f"{name}.html").as_uri()
        page.on(
            "request",
            lambda made: said.append(made.url) if made.url.partition("#")[0] != address else None,
        )
        page.goto(f"{address}{anchor}")
        return page

    yield open_
    for each in contexts:
        each.close()
    assert said == []


def violations(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:300]}" for each in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", REPORTS)
def test_it_is_accessible_and_fits(visit, name, width, scheme):
    page = visit(name, width=width, scheme=scheme)
    assert violations(page) == []
    page.evaluate(OPEN_ALL)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def shown(page) -> list[str]:
    clauses = page.locator("details.clause:visible")
    return [each.get_attribute("data-outcome") for each in clauses.all()]


def test_filters(visit):
    page = visit()
    everything = len(FAILING) + 1
    assert len(shown(page)) == everything
    page.locator("#filter-outcome").select_option("failed")
    assert shown(page) == ["failed", "failed"]
    page.locator("#filter-level").select_option("SHOULD")
    assert shown(page) == ["failed"]
    assert page.locator("#filter-count").inner_text() == f"1 of {everything} clauses"
    for label in ("outcome", "level"):
        page.locator(f"#filter-{label}").select_option("")
    page.locator("#filter-chapter").select_option("streams")
    assert len(shown(page)) == 3
    page.locator("#filter-chapter").select_option("")
    page.locator("#filter-text").fill("entered TWICE")
    assert shown(page) == ["failed"]
    page.locator("#filter-text").fill("there is no such text")
    assert shown(page) == []


def test_a_link_opens_what_it_leads_to_whatever_the_filters_hide(visit):
    page = visit()
    page.locator("#filter-outcome").select_option("passed")
    target = page.locator("#clause-scopes-exit-awaits-tasks")
    assert not target.is_visible()
    page.locator('#failures a[href="#clause-scopes-exit-awaits-tasks"]').click()
    target.wait_for()


def test_commands_are_copied(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    again = page.locator("#group-1 details.again")
    again.locator("summary").click()
    command = f"haiway-conformance replay hwc1.{MUST} --target mine:Adapter"
    for name, copied in (
        ("Copy command", command),
        ("Copy script's command", f"{command} --script"),
        ("Copy token", f"hwc1.{MUST}"),
    ):
        again.get_by_role("button", name=name).click()
        again.get_by_role("button", name="Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == copied
        again.get_by_role("button", name=name).wait_for()


def test_keys_and_pointing_show_an_event(visit):
    page = visit()
    drawing, now = page.locator("#group-1 .drawing"), page.locator("#group-1 p.now")
    row = page.locator("#group-1 tr.now")
    drawing.focus()
    page.keyboard.press("Home")
    assert now.inner_text() == "0 s, iteration 1: main began (the program begins)"
    page.keyboard.press("ArrowRight")
    assert now.inner_text() == "0 s, iteration 1: main entering s"
    page.keyboard.press("End")
    assert now.inner_text() == "3600 s, iteration 5: t failed: e"
    assert row.get_attribute("data-at") == "11"
    page.locator("#group-1 .column .hit").nth(5).hover()
    assert now.inner_text() == "0 s, iteration 2: t began (started by main)"
    assert row.get_attribute("data-at") == "5"


def test_it_works_without_javascript(visit):
    page = visit(java_script_enabled=False, anchor="#clause-scopes-single-use")
    page.locator("#clause-scopes-single-use").wait_for()  # a link opens what it leads to
    assert not page.locator("#filters").is_visible()
    assert not page.locator("button:visible").all()
    page.locator("#group-2 > summary").click()
    assert not page.locator("#group-2 .story").is_visible()  # it was open
    page.locator("#group-2 > summary").click()
    page.locator("#group-2 details.steps > summary").click()
    assert page.locator("#group-2 table.steps").is_visible()


def test_what_failed_is_open_on_paper(visit):
    page = visit()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    table = page.locator("#group-1 table.steps")
    assert table.is_visible()
    assert page.locator("#clause-scopes-single-use").is_visible()
    assert not page.locator("#clause-streams-order").is_visible()
    assert not page.locator("#filters").is_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not table.is_visible()
