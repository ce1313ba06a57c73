"""What a change of the subgraphs means for clients, ministries and saved operations."""

from __future__ import annotations

import pytest

from gateway.composition.changes import check, markdown
from gateway.ground.errors import ConfigurationError
from gateway.model.changes import ChangeLevel, Check
from gateway.model.composition import SubgraphSource
from tests.composition.subgraph_sets import composed, subgraphs

OFFERS = """
    type Query { offers(first: Int): [Offer] }
    type Offer @key(fields: "id") @key(fields: "slug") { id: ID! slug: ID! title: String }
"""
NOTES = 'type Offer @key(fields: "id") { id: ID! note: String }'
OPERATIONS = {
    "titles": "{ offers { title } }",
    "notes": "{ offers(first: 1) { note } }",
    "never valid": "{ nothing }",
}


def changed(**sdls: str) -> Check:
    before = composed(*subgraphs(offers=OFFERS, notes=NOTES)).supergraph_sdl
    return check(before, subgraphs(**{"offers": OFFERS, "notes": NOTES} | sdls), OPERATIONS)


def kinds(result: Check, level: ChangeLevel) -> set[str]:
    return {change.kind for change in result.changes if change.level is level}


def test_nothing_changed() -> None:
    result = changed()
    assert result.changes == ()
    assert result.is_passed
    assert "Nothing changes for anybody." in markdown(result)


def test_a_removed_field_breaks_clients_and_the_operations_that_use_it() -> None:
    result = changed(offers=OFFERS.replace("title: String", ""))
    assert kinds(result, ChangeLevel.BREAKING) == {"FIELD_REMOVED"}
    assert [operation.name for operation in result.operations] == ["titles"]
    assert not result.is_passed
    assert "- `titles`: Cannot query field 'title' on type 'Offer'." in markdown(result)


def test_a_hidden_field_is_removed_for_clients() -> None:
    result = changed(notes=NOTES.replace("note: String", "note: String @inaccessible"))
    assert kinds(result, ChangeLevel.BREAKING) == {"FIELD_REMOVED"}


def test_an_optional_argument_is_safe_and_a_required_one_is_not() -> None:
    safe = changed(offers=OFFERS.replace("first: Int", "first: Int, after: ID"))
    assert kinds(safe, ChangeLevel.BREAKING) == set()
    assert safe.is_passed
    strict = changed(offers=OFFERS.replace("first: Int", "first: Int, after: ID!"))
    assert "REQUIRED_ARG_ADDED" in kinds(strict, ChangeLevel.BREAKING)


def test_a_lost_key_is_felt_by_other_ministries() -> None:
    result = changed(offers=OFFERS.replace('@key(fields: "slug")', ""))
    assert kinds(result, ChangeLevel.DANGEROUS) == {"ENTITY_KEY_REMOVED"}
    assert result.is_passed


def test_a_field_that_moves_has_a_new_owner() -> None:
    result = changed(
        offers=OFFERS.replace("title: String", ""), notes=NOTES.replace("note: String", "note: String title: String")
    )
    assert kinds(result, ChangeLevel.DANGEROUS) == {"FIELD_OWNER_CHANGED"}
    assert not result.operations


def test_new_access_control_can_surprise() -> None:
    result = changed(notes=NOTES.replace("note: String", "note: String @authenticated"))
    assert kinds(result, ChangeLevel.DANGEROUS) == {"ACCESS_CHANGED"}


def test_subgraphs_come_and_go() -> None:
    before = composed(*subgraphs(offers=OFFERS, notes=NOTES)).supergraph_sdl
    moved = [SubgraphSource(each.name, each.url + "/2", each.sdl) for each in subgraphs(offers=OFFERS)]
    result = check(before, [*moved, *subgraphs(tags="type Query { tags: [String] }")], {})
    assert {"SUBGRAPH_REMOVED", "SUBGRAPH_URL_CHANGED"} <= kinds(result, ChangeLevel.DANGEROUS)
    assert "SUBGRAPH_ADDED" in kinds(result, ChangeLevel.SAFE)


def test_what_does_not_compose_is_not_compared() -> None:
    result = changed(notes="type Offer { id: ID! title: String }")
    assert {error.code for error in result.errors} == {"INVALID_FIELD_SHARING"}
    assert not result.is_passed
    assert "`INVALID_FIELD_SHARING`" in markdown(result)


def test_the_committed_text_must_be_a_supergraph() -> None:
    with pytest.raises(ConfigurationError):
        check("type Query { a: Int }", subgraphs(offers=OFFERS), {})
