"""Filters and facets of a search, names that lead to actors, and places for each kind in the flat list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.database import open_connection
from services.marketplace.matching.documents import Candidate, Document, Entry, MatchKind
from services.marketplace.matching.narrowing import DocumentStatus, Narrowing, lets_through
from services.marketplace.matching.relevance import FITS
from services.marketplace.matching.variety import HEAD, MOST_OF_A_KIND, mixed
from services.marketplace.store.rows import TraitsRow
from tests.kit.asking import ask
from tests.services.conftest import House, bearer
from tests.services.marketplace.conftest import SCHEMA, until_true

SEARCH = """query ($filter: SearchFilter, $query: String = "Leichte Sprache Vogelstimmen Plain notices Beratung") {
  search(query: $query, filter: $filter, first: 100) { totalCount nodes { target { __typename ... on Idea { id } } }
  facets(by: [KIND, LANGUAGE, STATUS, TOPIC, REGION, PROGRAMME]) { by values { value label count } } } }"""
MATCH = """query ($input: MatchInput!) { match(input: $input, first: 100) { totalCount
  nodes { kind target { __typename ... on Idea { id } } } facets(by: [KIND]) { values { value count } } } }"""
ACTORS = "query ($query: String!) { search(query: $query) { actors { __typename id displayName } } }"
REVOKED = "INSERT INTO consent (actor_id, purpose, granted, text_version) VALUES ($1, 'PROFILE_PUBLIC', false, '1')"
DAY = datetime(2026, 11, 28, tzinfo=UTC)
OFFER = TraitsRow("o", "SUPPORT_OFFER", "cip", ["birds"], [], [], "OPEN", ["DE"], DAY)


def counts(answer: Any, by: str) -> dict[str, int]:
    (facet,) = (each for each in answer["facets"] if each["by"] == by)
    return {each["value"]: each["count"] for each in facet["values"]}


async def test_facets_count_what_the_filter_then_finds(market: House) -> None:
    every = (await ask(market.app, SEARCH, {})).data["search"]
    assert sum(counts(every, "KIND").values()) == every["totalCount"] == len(every["nodes"])
    assert {"DE", "EN"} <= counts(every, "LANGUAGE").keys()
    for by, name in {"LANGUAGE": "languages", "STATUS": "status", "PROGRAMME": "programmes"}.items():
        for value, count in counts(every, by).items():
            answer = await ask(market.app, SEARCH, {"filter": {name: [value]}})
            assert answer.errors == []
            found = answer.data["search"]
            assert (by, value, found["totalCount"]) == (by, value, count)
            assert counts(found, by)[value] == count


async def test_a_topic_counts_what_its_filter_finds_with_its_sub_topics(market: House) -> None:
    every = (await ask(market.app, SEARCH, {})).data["search"]
    found = counts(every, "TOPIC")
    async with open_connection(market.url, schema=SCHEMA) as connection:
        topics = await connection.fetch("SELECT slug, parent_slug FROM topic")
    parents = {row["slug"]: row["parent_slug"] for row in topics}
    below = {slug: parents[slug] for slug in found if parents[slug] is not None}
    assert below
    for slug, above in below.items():
        assert found[above] >= found[slug]
        narrowed = (await ask(market.app, SEARCH, {"filter": {"topicSlugs": [above]}})).data["search"]
        assert counts(narrowed, "TOPIC")[above] == narrowed["totalCount"]


async def test_a_match_takes_the_same_filters(market: House) -> None:
    asked = {"text": "Leichte Sprache, plain notices, Bescheide", "languages": ["EN"], "kinds": ["IDEA"]}
    found = (await ask(market.app, MATCH, {"input": asked})).data["match"]
    assert [each["target"]["id"] for each in found["nodes"]] == ["idea_fork"]
    assert found["facets"] == [{"values": [{"value": "IDEA", "count": 1}]}]


async def test_an_unknown_programme_is_the_clients_error(market: House) -> None:
    for query, given_in in ((SEARCH, {"filter": {"programmes": ["no-such"]}}),):
        answer = await ask(market.app, query, given_in)
        assert [error["extensions"]["code"] for error in answer.errors] == ["BAD_USER_INPUT"]


@pytest.mark.parametrize(
    ("rule", "passes"),
    [
        (Narrowing(open_until=DAY), True),
        (Narrowing(open_until=DAY.replace(hour=1)), False),
        (Narrowing(statuses=frozenset({DocumentStatus.RUNNING})), False),
        (Narrowing(languages=frozenset({"DE", "EN"})), True),
        (Narrowing(programmes=frozenset({"civic-data-lab"})), False),
    ],
)
def test_what_is_open_has_its_deadline_before_it(rule: Narrowing, passes: bool) -> None:
    assert lets_through(rule, OFFER) is passes
    if rule.open_until is not None:
        assert lets_through(rule, replace(OFFER, apply_until=None))
        assert not lets_through(rule, replace(OFFER, kind="IDEA", apply_until=None))


async def test_names_lead_to_organisations_and_to_persons_who_agreed(own: House) -> None:
    async def named(query: str, **caller: str) -> list[str]:
        answer = await ask(own.app, ACTORS, {"query": query}, caller)
        assert answer.errors == []
        return [each["id"] for each in answer.data["search"]["actors"]]

    assert await named("Nachbarschaftshaus") == ["org_haus"]
    assert await named("nachbar fiktiv") == ["org_haus"]
    assert await named("Haus am Nachbarschaftsweg") == []
    async with open_connection(own.url, schema=SCHEMA) as connection:
        shown = await connection.fetch("""SELECT a.id, a.display_name, p.visibility FROM actor a JOIN profile p
          ON p.owner_id = a.id JOIN member m ON m.actor_id = a.id
          WHERE may_see_profile(p.owner_id, p.status, p.visibility, 'member_nobody', false)""")
        assert shown
        for row in shown:
            found = await named(row["display_name"], **bearer("member_jo"))
            assert row["id"] in found
            await connection.execute(REVOKED, row["id"])
            assert row["id"] not in await named(row["display_name"])
    assert await named("Olaf Altnamen") == await named("Gerda Weg") == []


def candidate(place: int, kind: MatchKind, relevance: float) -> Candidate:
    document = Document(f"d{place:03}", "Any", kind)
    return Candidate(Entry(document, "", np.zeros(1, np.float32)), 0.5, 1 - place / 100, relevance)


@given(st.lists(st.tuples(st.sampled_from(list(MatchKind)), st.floats(0, 1)), max_size=40))
def test_no_kind_takes_all_places_and_each_that_fits_has_one(given_: list[tuple[MatchKind, float]]) -> None:
    found = [candidate(place, kind, relevance) for place, (kind, relevance) in enumerate(given_)]
    order = mixed(found)
    assert sorted(order, key=lambda each: each.document.entity_id) == found
    head = [each.document.kind for each in order[:HEAD]]
    kinds = {each.document.kind for each in found}
    for kind in kinds:
        if any(each.document.kind is kind and each.relevance >= FITS for each in found):
            assert kind in head
        if len(found) > len([each for each in found if each.document.kind is kind]) + HEAD - MOST_OF_A_KIND:
            assert head.count(kind) <= MOST_OF_A_KIND


async def test_the_organisations_of_a_ministrys_document_lead_to_it(own: House) -> None:
    async with open_connection(own.url, schema=SCHEMA) as connection:
        await connection.execute("""UPDATE catalogue_entry SET actors = '{org_haus}' WHERE entity_id = (
          SELECT entity_id FROM document WHERE kind = 'PROJECT' ORDER BY 1 LIMIT 1)""")
        names = await connection.fetch("""SELECT p.entity_id FROM document_parts p JOIN document d USING (entity_id)
          WHERE d.kind = 'PROJECT' AND p.parts ->> 'NAMES' LIKE '%Nachbarschaftshaus%'""")
        project = await connection.fetchval("SELECT min(entity_id) FROM document WHERE kind = 'PROJECT'")
    assert [row["entity_id"] for row in names] == [project]
    query = '{ search(query: "Nachbarschaftshaus", kinds: [PROJECT]) { totalCount } }'

    async def is_found() -> bool:
        return bool((await ask(own.app, query)).data["search"]["totalCount"])

    await until_true(is_found)
