"""A list of mixed things says of each a title, a summary, a language and a kind, in one trip."""

from __future__ import annotations

from graphql import GraphQLInterfaceType, GraphQLUnionType

from services.marketplace.schema import SCHEMA
from tests.kit.asking import ask
from tests.services.conftest import House

ENTITIES = """query ($of: [_Any!]!) { _entities(representations: $of) {
  ... on Displayable { id displayTitle displaySummary displayLanguage displayKind } } }"""
MIXED = (
    ("Workshop", "workshop_1"),
    ("FundingCall", "call_1"),
    ("ProjectCounselling", "counselling_1"),
    ("FundedProject", "project_f1"),
    ("Dataset", "dataset_1"),
    ("Dataset", "dataset_nowhere"),
    ("Idea", "idea_plain"),
)


def test_every_target_is_displayable() -> None:
    types = SCHEMA._schema
    target, displayable = types.get_type("MatchTarget"), types.get_type("Displayable")
    assert isinstance(target, GraphQLUnionType)
    assert isinstance(displayable, GraphQLInterfaceType)
    assert {each.name for each in target.types} == {
        each.name for each in types.get_implementations(displayable).objects
    }


async def test_a_mixed_list_takes_one_trip_to_the_catalogue(market: House) -> None:
    of = [{"__typename": name, "id": key} for name, key in MIXED]
    answer = await ask(market.app, ENTITIES, {"of": of}, headers={"accept-language": "en"})
    assert answer.errors == []
    shown = {each["id"]: each for each in answer.data["_entities"]}
    assert shown["workshop_1"] == {
        "id": "workshop_1",
        "displayTitle": "Bird song workshop",
        "displaySummary": "Vogelstimmen mit KI erkennen",
        "displayLanguage": "EN",
        "displayKind": "WORKSHOP",
    }
    assert shown["dataset_1"]["displayLanguage"] == "DE", "there is no English title"
    kinds = {key: each["displayKind"] for key, each in shown.items()}
    assert kinds == {
        "workshop_1": "WORKSHOP",
        "call_1": "FUNDING",
        "counselling_1": "COUNSELLING",
        "project_f1": "PROJECT",
        "dataset_1": "DATASET",
        "dataset_nowhere": None,
        "idea_plain": "IDEA",
    }
    assert sorted(market.trips) == ["entries_displayed", "ideas_by_ids", "own_cards"]
