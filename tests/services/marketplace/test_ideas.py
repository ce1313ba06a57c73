"""Lists of ideas: filters, orders, pages, facets, and what hangs on an idea."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kit.asking import ask
from tests.services.conftest import House

LIST = """query ($filter: IdeaFilter, $order: IdeaOrder, $first: Int, $after: String) {
  ideas(filter: $filter, orderBy: $order, first: $first, after: $after) {
    totalCount nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }"""


async def found(market: House, **filter: Any) -> list[str]:
    answer = await ask(market.app, LIST, {"filter": filter})
    assert answer.errors == []
    ids = [idea["id"] for idea in answer.data["ideas"]["nodes"]]
    assert answer.data["ideas"]["totalCount"] == len(ids)
    return ids


@pytest.mark.parametrize(
    ("filter", "ids"),
    [
        ({}, ["idea_fork", "idea_birds", "idea_plain", "idea_old"]),
        ({"text": "bescheid"}, ["idea_plain"]),  # German stems
        ({"text": "be\u00adscheid\u200b"}, ["idea_plain"]),  # as it is pasted
        ({"text": "notice"}, ["idea_fork"]),  # English stems
        ({"text": "der die das"}, []),  # nothing but stop words
        ({"topicSlugs": ["biodiversity"]}, ["idea_birds"]),  # with its sub-topics
        ({"topicSlugs": []}, []),
        ({"sdgs": [15]}, ["idea_birds"]),
        ({"regionArs": ["150000000000"]}, ["idea_plain", "idea_old"]),  # with its parts
        ({"status": ["IN_IMPLEMENTATION", "ARCHIVED"]}, ["idea_fork", "idea_old"]),
        ({"status": ["DRAFT", "HIDDEN_BY_MODERATION"]}, []),  # not for everybody
        ({"maturity": ["PILOT"]}, ["idea_plain"]),
        ({"aiMethods": ["LLM"]}, ["idea_fork", "idea_plain"]),
        ({"seeking": ["DATA_SCIENCE"]}, ["idea_plain"]),
        ({"seeking": ["UX_DESIGN"]}, []),  # that role is filled
        ({"sectors": ["STARTUP"]}, ["idea_plain"]),
        ({"originProgramme": "cip"}, ["idea_plain", "idea_old"]),
        ({"publishedSince": "2024-02-01T00:00:00Z"}, ["idea_fork", "idea_birds"]),
        ({"text": "Bescheide", "aiMethods": ["NLP"], "maturity": None}, ["idea_plain"]),
    ],
)
async def test_a_filter_lets_through(market: House, filter: dict[str, Any], ids: list[str]) -> None:
    assert await found(market, **filter) == ids


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ("NEWEST", ["idea_fork", "idea_birds", "idea_plain", "idea_old"]),
        ("RECENTLY_UPDATED", ["idea_plain", "idea_fork", "idea_birds", "idea_old"]),
        ("MOST_SUPPORTED", ["idea_plain", "idea_birds", "idea_old", "idea_fork"]),
    ],
)
async def test_pages_of_an_order_are_the_whole_list(market: House, order: str, ids: list[str]) -> None:
    seen: list[str] = []
    after = None
    while True:
        answer = await ask(market.app, LIST, {"order": order, "first": 1, "after": after})
        connection = answer.data["ideas"]
        seen += [edge["node"]["id"] for edge in connection["edges"]]
        assert connection["pageInfo"]["hasPreviousPage"] is (after is not None)
        after = connection["pageInfo"]["endCursor"]
        if not connection["pageInfo"]["hasNextPage"]:
            break
    assert seen == ids


async def test_pages_of_a_hub_are_the_whole_list(market: House) -> None:
    query = """query ($after: String) { organisation(id: "org_haus") { ideas(first: 1, after: $after) {
      nodes { id } pageInfo { hasNextPage endCursor } } } topic(slug: "inclusion") { ideas(first: 2, after: $after) {
      nodes { id } pageInfo { hasNextPage endCursor } } } }"""
    first = await ask(market.app, query)
    page = first.data["topic"]["ideas"]
    assert [idea["id"] for idea in page["nodes"]] == ["idea_fork", "idea_plain"]
    assert page["pageInfo"]["hasNextPage"] is True
    second = await ask(market.app, query, {"after": page["pageInfo"]["endCursor"]})
    assert [idea["id"] for idea in second.data["topic"]["ideas"]["nodes"]] == ["idea_old"]
    assert second.data["topic"]["ideas"]["pageInfo"]["hasNextPage"] is False


async def test_facets_count_what_the_filter_lets_through(market: House) -> None:
    answer = await ask(
        market.app,
        """{ ideas(filter: { aiMethods: [LLM] }, first: 1) {
             facets(by: [STATUS, AI_METHOD, REGION]) { by values { value label count } } } }""",
        headers={"accept-language": "en"},
    )
    assert answer.data["ideas"]["facets"] == [
        {
            "by": "STATUS",
            "values": [
                {"value": "IN_IMPLEMENTATION", "label": "In implementation", "count": 1},
                {"value": "PUBLISHED", "label": "Published", "count": 1},
            ],
        },
        {
            "by": "AI_METHOD",
            "values": [
                {"value": "LLM", "label": "Large language models", "count": 2},
                {"value": "NLP", "label": "Natural language processing", "count": 1},
            ],
        },
        {
            "by": "REGION",
            # A region with its parts, as its filter finds them.
            "values": [
                {"value": "000000000000", "label": "Deutschland", "count": 2},
                {"value": "110000000000", "label": "Berlin", "count": 1},
                {"value": "150000000000", "label": "Sachsen-Anhalt", "count": 1},
                {"value": "150020000000", "label": "Halle (Saale)", "count": 1},
            ],
        },
    ]


async def test_an_idea_tells_its_story(market: House) -> None:
    answer = await ask(
        market.app,
        """{ idea(slug: "leichte-sprache") { id title partnerSectors supporterCount followerCount
             author { __typename handle displayName } team { role actor { displayName handle } }
             openRoles { kind hoursPerMonth filled } sdgs { number } topics { slug }
             versions(first: 1) { totalCount nodes { number changeNote diff editor { id } } pageInfo { hasNextPage } }
             developedInto { id developedFrom { id } } originProgramme { __typename slug } viewerCanEdit } }""",
    )
    assert answer.data["idea"] == {
        "id": "idea_plain",
        "title": "Leichte Sprache für Bescheide",
        "partnerSectors": ["PRIVATE_PERSON", "STARTUP", "WELFARE"],
        "supporterCount": 2,
        "followerCount": 1,
        "author": {
            "__typename": "Organisation",
            "handle": "demo-haus",
            "displayName": "Nachbarschaftshaus (fiktiv)",
        },
        "team": [
            {"role": "OWNER", "actor": {"displayName": "Nachbarschaftshaus (fiktiv)", "handle": "demo-haus"}},
            {"role": "CO_AUTHOR", "actor": {"displayName": "أدا Wolkenbrück 🦉 (fiktiv)", "handle": "demo-ada"}},
            {"role": "MENTOR", "actor": {"displayName": "Gelöschtes Mitglied", "handle": "member-ghost"}},
        ],
        "openRoles": [
            {"kind": "DATA_SCIENCE", "hoursPerMonth": 8, "filled": False},
            {"kind": "UX_DESIGN", "hoursPerMonth": None, "filled": True},
        ],
        "sdgs": [{"number": 3}, {"number": 10}],
        "topics": [{"slug": "plain-language"}],
        "versions": {
            "totalCount": 2,
            "nodes": [
                {
                    "number": 2,
                    "changeNote": "Titel geschärft",
                    "diff": "title\n- Leichte Sprache\n+ Leichte Sprache für Bescheide\nsdgs\n+ 10",
                    "editor": {"id": "member_ada"},
                }
            ],
            "pageInfo": {"hasNextPage": True},
        },
        "developedInto": [{"id": "idea_fork", "developedFrom": {"id": "idea_plain"}}],
        "originProgramme": {"__typename": "CipProgramme", "slug": "cip"},
        "viewerCanEdit": False,
    }


async def test_a_list_takes_one_trip_per_level(market: House) -> None:
    answer = await ask(
        market.app,
        """{ ideas { nodes { topics { slug parent { slug } } region { name parent { name } } author { displayName }
             team { actor { displayName profile { headline skills { slug } } } } partnerSectors openRoles { id }
             versions(first: 1) { totalCount nodes { editor { id } } }
             matches(first: 2) { nodes { target { __typename } } }
             similarIdeas { title } supporterCount followerCount viewerIsFollowing } } }""",
    )
    assert answer.errors == []
    assert len(answer.data["ideas"]["nodes"]) == 4
    # The number of trips goes with the levels, not with the ideas. What several levels ask for takes several trips: a
    # region and its parent, an author, the members of a team and an editor. Matches and similar ideas ask alike.
    on_several_levels = {
        "regions_by_ars",
        "actors_by_ids",
        "profiles_of_actors",
        "skills_of_profiles",
        "ideas_by_ids",
        "subject_ideas",
        "not_to_suggest",
        "still_shown",
    }
    assert {name for name in market.trips if market.trips.count(name) > 1} <= on_several_levels
    assert all(market.trips.count(name) <= 3 for name in on_several_levels)
