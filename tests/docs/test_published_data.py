"""The specification as data, beside the pages: it is what its schema says, and all is there."""

import json
from pathlib import Path

import jsonschema
import pytest
from haiway_spec import Clause, specification


@pytest.fixture(scope="module")
def data(book: Path) -> dict:
    return json.loads((book / "clauses.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def schema(book: Path) -> dict:
    return json.loads((book / "clauses.schema.json").read_text(encoding="utf-8"))


def test_it_is_what_its_schema_says(data: dict, schema: dict) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(data)


@pytest.mark.parametrize("wrong", [{"level": "CAN"}, {"id": "Scopes"}, {"colour": "red"}])
def test_what_is_wrong_is_not(data: dict, schema: dict, wrong: dict) -> None:
    clause = data["chapters"][0]["clauses"][0]
    chapter = data["chapters"][0] | {"clauses": [clause | wrong]}
    validator = jsonschema.Draft202012Validator(schema)
    assert not validator.is_valid(data | {"chapters": [chapter]})


def test_every_clause_is_there(data: dict) -> None:
    published = {
        clause["id"]: clause for chapter in data["chapters"] for clause in chapter["clauses"]
    }
    assert list(published) == [clause.id for clause in specification().clauses]
    for clause in specification().clauses:
        same(clause, published[clause.id])


def same(clause: Clause, published: dict) -> None:
    assert published["statement"] == clause.statement
    assert published["level"] == clause.level
    assert tuple(published["capabilities"]) == clause.capabilities
    assert ("example" in published) == (clause.example is not None)
