"""The page of the kill table is complete, and was made by the tool."""

from finding import BUDGET
from kill_page import PAGE, Page, entries


def test_the_page_has_a_row_for_each_mutant_at_each_clause_and_no_other():
    rows = [row.entry for row in Page.read().rows]
    assert rows == entries(), "python tests/mutants/kill_table.py --seeds 3 --write --missing"


def test_every_mutant_was_tried_at_each_seed():
    page = Page.read()
    assert {len(row.found) for row in page.rows} == {page.seeds}
    assert page.budget == BUDGET.programs


def test_nothing_on_the_page_was_written_by_hand():
    assert str(Page.read()) == PAGE.read_text(encoding="utf-8")


def test_every_mutant_is_found_at_each_seed():
    assert [row.entry for row in Page.read().rows if None in row.found] == []
