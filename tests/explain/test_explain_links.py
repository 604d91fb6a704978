"""The file of links is up to date, and no clause lacks a link that it must have."""

from collect import ROOT, collect
from haiway_conformance.explain import Links, links_of
from haiway_spec import Clause, Level, specification
from write_links import FILE, to_json

CLAUSES = specification().clauses
LINKS = {clause.id: links_of(clause.id) for clause in CLAUSES}
PLACES = [
    place
    for links in LINKS.values()
    for place in (*links.properties, *links.mutants, *links.reference, *links.implementations)
]


def lacking(kind: str, clauses: list[Clause]) -> list[str]:
    """Return the clauses without a link of this kind."""
    return [clause.id for clause in clauses if not getattr(LINKS[clause.id], kind)]


def test_the_file_is_what_the_sources_say() -> None:
    assert FILE.read_text(encoding="utf-8") == to_json(collect()), (
        f"{FILE.relative_to(ROOT)} is out of date, because a property, a mutant, or a sentence that"
        " names a clause has changed; run `python tests/explain/write_links.py`"
    )


def test_the_file_lists_all_clauses_in_order() -> None:
    assert list(collect()) == [clause.id for clause in CLAUSES]


def test_every_clause_has_a_property() -> None:
    assert lacking("properties", list(CLAUSES)) == []


def test_every_clause_that_can_be_failed_has_a_mutant() -> None:
    can_be_failed = [clause for clause in CLAUSES if clause.level is not Level.MAY]
    assert lacking("mutants", can_be_failed) == []


def test_the_reference_names_every_must() -> None:
    """The worked programs of chapter guide rely on the clauses of all other chapters."""
    musts = [
        clause for clause in CLAUSES if clause.level is Level.MUST and clause.chapter != "guide"
    ]
    assert lacking("reference", musts) == []


def test_right_implementations_leave_only_shoulds_unkept() -> None:
    for clause in CLAUSES:
        unkept = [
            place.where
            for place in LINKS[clause.id].implementations
            if place.text.startswith("does not keep it: ")
        ]
        assert not unkept or clause.level is Level.SHOULD, clause.id


def test_every_property_says_what_to_check() -> None:
    silent = [
        place.where
        for place in PLACES
        if place.name.startswith("test_")
        and not place.text.startswith(("If this fails, ", "Record "))
    ]
    assert silent == []


def test_places_are_where_they_say() -> None:
    sources = {
        path: (ROOT / path).read_text(encoding="utf-8") for path in {each.path for each in PLACES}
    }
    missing = [
        place.where
        for place in PLACES
        if not all(name in sources[place.path] for name in place.name.split("."))
    ]
    assert missing == []


def test_monitors_come_after_directed_properties() -> None:
    names = [place.name for place in links_of("scopes/late-spawn").properties]
    assert names[0] == "test_a_task_spawned_during_exit_never_outlives_the_scope"
    assert names[-1] == "_late_tasks_do_not_outlive"


def test_a_clause_of_hygiene_is_checked_after_every_run() -> None:
    (place,) = links_of("hygiene/no-orphans").properties
    assert place.path == "conformance/haiway_conformance/judgement/hygiene.py"
    assert place.name == "checks"


def test_a_property_of_two_clauses_is_linked_to_both() -> None:
    process, execute = links_of("process/first-failure"), links_of("execute/first-failure")
    both = {place.where for place in process.properties} & {
        place.where for place in execute.properties
    }
    path = "conformance/haiway_conformance/suite/helpers/test_first_failure.py"
    assert f"{path}::test_the_first_failure_ends_the_helper" in both


def test_nothing_is_about_a_clause_that_does_not_exist() -> None:
    assert links_of("scopes/late-spwan") == Links()
