"""Pairs that are no suggestion, and matches by their name, wherever they are asked for."""

from __future__ import annotations

from typing import Any

import pytest

from services.kit.database import open_connection
from services.marketplace.matching.refresh import Matching
from tests.kit.asking import ask, entities
from tests.services.conftest import House, bearer
from tests.services.marketplace.conftest import SCHEMA, holds, until_true

COPIES = """
  INSERT INTO idea (id, slug, title, summary, problem, solution, common_good_benefit, language, status, maturity,
    ai_methods, author_id, version, created_at, published_at, updated_at)
  SELECT 'idea_copy' || n, 'kopie-' || n, title || ' ' || n, summary, problem, solution, common_good_benefit, language,
    status, maturity, ai_methods, author_id, 1, created_at, published_at, updated_at
  FROM idea, generate_series(100, 219) n WHERE id = 'idea_plain'"""


async def execute(house: House, sql: str) -> None:
    async with open_connection(house.url, schema=SCHEMA) as connection:
        await connection.execute(sql)


async def similar(house: House, headers: dict[str, str] | None = None) -> list[str]:
    query = '{ idea(id: "idea_plain") { similarIdeas(first: 100) { id } } }'
    answer = await ask(house.app, query, headers=headers or {})
    assert answer.errors == []
    return [each["id"] for each in answer.data["idea"]["similarIdeas"]]


async def test_a_dismissed_idea_is_not_among_the_similar_ones(own: House) -> None:
    assert await similar(own) == ["idea_fork"]
    await execute(own, "INSERT INTO match VALUES ('idea_plain', 'idea_fork', 'DISMISSED')")
    assert await similar(own) == []
    assert await similar(own, bearer("member_jo")) == []


async def test_ideas_that_fit_a_person_are_for_that_person(market: House) -> None:
    # References come from anywhere: nobody learns of a profile what it is called a data set, an offer or a project for.
    for name, field in (
        ("Dataset", "matchingIdeas"),
        ("FundingCall", "matchingIdeas"),
        ("DataProject", "similarIdeas"),
    ):
        for each in ("profile_jo", "profile_haus", "idea_plain", "workshop_old", "nothing"):
            selection = f"... on {name} {{ {field} {{ id }} }}"
            answer = await entities(market.app, selection, [{"__typename": name, "id": each}])
            assert answer.data in ([{field: []}], [None]), (name, each)


async def references(house: House, ids: list[str]) -> list[dict[str, Any] | None]:
    wanted = [{"__typename": "Match", "id": each} for each in ids]
    answer = await entities(house.app, "... on Match { id score explanation { similarity passage } }", wanted)
    assert answer.errors == []
    found: list[dict[str, Any] | None] = answer.data
    return found


def numbers(match: Any) -> list[float]:
    return [match["score"], match["explanation"]["similarity"]]


def without_numbers(match: Any) -> list[str]:
    return [match["id"], match["explanation"]["passage"]]


async def test_a_match_is_found_by_its_name_however_many_are_nearer(writable: tuple[House, Matching]) -> None:
    house, matching = writable
    await execute(house, COPIES)
    await until_true(lambda: holds(matching, "idea_copy219"))
    query = """{ match(input: { ideaId: "idea_plain", kinds: [DATASET, SUPPORT_OFFER, PROFILE] }) {
      nodes { id score explanation { similarity passage } } } }"""
    nodes = (await ask(house.app, query)).data["match"]["nodes"]
    assert {"match_idea_plain.dataset_1", "match_idea_plain.profile_jo"} <= {each["id"] for each in nodes}
    house.trips.clear()
    found = await references(house, [each["id"] for each in nodes])
    assert [without_numbers(each) for each in found] == [without_numbers(each) for each in nodes]
    assert [numbers(each) for each in found] == [pytest.approx(numbers(each), abs=1e-6) for each in nodes]
    assert len(house.trips) == len(set(house.trips))  # all pairs together


async def test_topics_are_named_in_the_language_of_the_reasons(market: House) -> None:
    query = """{ match(input: { text: "Civic Coding-Forum", topicSlugs: ["inclusion"] }) {
      nodes { explanation { inWords } } } }"""
    for language, name in (("de-simple", "Alle gehören dazu"), ("de", "Inklusion"), ("en", "Inclusion")):
        answer = await ask(market.app, query, headers={"accept-language": language})
        assert name in answer.data["match"]["nodes"][0]["explanation"]["inWords"]


async def test_what_is_no_suggestion_has_no_name(market: House) -> None:
    pairs = ("call_1", "idea_plain", "profile_haus", "profile_ada", "workshop_old", "workshop_1", "", "x")
    assert await references(market, [f"match_idea_plain.{each}" for each in pairs]) == [None] * len(pairs)
    assert await references(market, ["match_profile_jo.idea_fork", "match_idea_draft.idea_plain"]) == [None, None]


async def test_what_suits_each_of_a_list_takes_one_trip_for_all(market: House) -> None:
    answer = await ask(market.app, "{ supportOffers(first: 50) { nodes { matchingIdeas(first: 3) { id title } } } }")
    assert answer.errors == []
    assert sum(bool(node["matchingIdeas"]) for node in answer.data["supportOffers"]["nodes"]) > 1
    # What is shown is asked of the offers, and then of the ideas.
    assert {each for each in market.trips if market.trips.count(each) > 1} <= {"still_shown"}
    assert market.trips.count("still_shown") == 2
