"""Who sees what: drafts, hidden ideas, profiles, names of people who are not there."""

from __future__ import annotations

import pytest

from tests.kit.asking import ask, entities
from tests.services.conftest import House, bearer

STAFF = ("member_ada", "marketplace:manage")
MODERATOR = ("member_ada", "moderation")


async def seen_ideas(market: House, headers: dict[str, str]) -> set[str]:
    answer = await entities(
        market.app,
        "... on Idea { id }",
        [{"__typename": "Idea", "id": each} for each in ("idea_plain", "idea_draft", "idea_hidden", "idea_old")],
        headers,
    )
    assert answer.errors == []
    return {idea["id"] for idea in answer.data if idea}


@pytest.mark.parametrize(
    ("headers", "more"),
    [
        ({}, set()),
        (bearer("member_mira"), set()),
        (bearer("member_jo"), {"idea_draft"}),
        (bearer("member_ada"), {"idea_hidden"}),
        (bearer(*STAFF), {"idea_draft", "idea_hidden"}),
        (bearer(*MODERATOR), {"idea_draft", "idea_hidden"}),
        (bearer("member_mira", "cip:manage"), set()),  # another ministry's staff has no right here
    ],
)
async def test_ideas_by_reference(market: House, headers: dict[str, str], more: set[str]) -> None:
    assert await seen_ideas(market, headers) == {"idea_plain", "idea_old"} | more


async def test_a_draft_is_in_the_lists_of_its_team_only(market: House) -> None:
    query = '{ ideas(filter: { status: [DRAFT] }) { totalCount } topic(slug: "education") { ideas { totalCount } } }'
    assert (await ask(market.app, query)).data == {
        "ideas": {"totalCount": 0},
        "topic": {"ideas": {"totalCount": 1}},
    }
    assert (await ask(market.app, query, headers=bearer("member_jo"))).data == {
        "ideas": {"totalCount": 1},
        "topic": {"ideas": {"totalCount": 2}},
    }


async def test_a_role_is_seen_with_its_idea(market: House) -> None:
    roles = [{"__typename": "OpenRole", "id": "role_1"}, {"__typename": "OpenRole", "id": "role_3"}]
    assert (await entities(market.app, "... on OpenRole { id }", roles)).data == [{"id": "role_1"}, None]
    jo = await entities(market.app, "... on OpenRole { id }", roles, bearer("member_jo"))
    assert jo.data == [{"id": "role_1"}, {"id": "role_3"}]


@pytest.mark.parametrize(
    ("headers", "profiles"),
    [
        ({}, {"profile_jo"}),
        (bearer("member_jo"), {"profile_jo", "profile_haus"}),
        (bearer("member_mira"), {"profile_jo", "profile_haus", "profile_mira"}),  # and she administers org_haus
        (bearer("member_ada"), {"profile_jo", "profile_haus", "profile_ada"}),
        (bearer(*STAFF), {"profile_jo", "profile_haus", "profile_ada"}),  # private ones are not for staff
    ],
)
async def test_profiles_by_reference(market: House, headers: dict[str, str], profiles: set[str]) -> None:
    every = [f"profile_{each}" for each in ("jo", "haus", "ada", "mira")]
    answer = await entities(
        market.app, "... on Profile { id }", [{"__typename": "Profile", "id": each} for each in every], headers
    )
    assert {profile["id"] for profile in answer.data if profile} == profiles


async def test_the_list_of_profiles_needs_consent(market: House) -> None:
    anonymous = await ask(market.app, "{ profiles { totalCount nodes { id skills { slug } owner { id } } } }")
    assert anonymous.data["profiles"] == {
        "totalCount": 1,
        "nodes": [{"id": "profile_jo", "skills": [{"slug": "nlp"}, {"slug": "python"}], "owner": {"id": "member_jo"}}],
    }
    member = await ask(market.app, "{ profiles { nodes { id } } }", headers=bearer("member_mira"))
    assert [each["id"] for each in member.data["profiles"]["nodes"]] == ["profile_haus", "profile_jo"]


@pytest.mark.parametrize(
    ("filter", "ids"),
    [
        ('{ text: "leichte sprache" }', ["profile_haus", "profile_jo"]),
        ("{ offers: [DATA_SCIENCE] }", ["profile_jo"]),
        ("{ seeks: [DATA_SCIENCE] }", ["profile_haus"]),
        ('{ skills: ["python"] }', ["profile_jo"]),
        ('{ topicSlugs: ["inclusion"] }', ["profile_haus", "profile_jo"]),
        ('{ regionArs: ["150000000000"] }', ["profile_haus"]),
        ("{ sectors: [SCIENCE] }", ["profile_jo"]),
    ],
)
async def test_profiles_are_filtered(market: House, filter: str, ids: list[str]) -> None:
    query = f"{{ profiles(filter: {filter}) {{ totalCount nodes {{ id }} }} }}"
    answer = await ask(market.app, query, headers=bearer("member_mira"))
    assert [each["id"] for each in answer.data["profiles"]["nodes"]] == ids
    assert answer.data["profiles"]["totalCount"] == len(ids)


async def test_who_is_not_there_has_no_name(market: House) -> None:
    answer = await entities(
        market.app,
        "... on Member { state displayName handle memberSince profile { id } }",
        [
            {"__typename": "Member", "cipMemberNumber": "CIP-4711"},
            {"__typename": "Member", "id": "member_ghost"},
            {"__typename": "Member", "cipMemberNumber": "CIP-0815"},
        ],
        bearer("machine", "service:migrate"),
    )
    assert answer.data == [
        {
            "state": "UNCLAIMED",
            "displayName": "Ehemaliges CIP-Mitglied",
            "handle": "member-old",
            "memberSince": "2020-01-01",  # not the day
            "profile": None,
        },
        {
            "state": "GHOST",
            "displayName": "Gelöschtes Mitglied",
            "handle": "member-ghost",
            "memberSince": "2022-01-01",
            "profile": None,
        },
        {
            "state": "ACTIVE",
            "displayName": "Mira Lampenwald (fiktiv)",
            "handle": "demo-mira",
            "memberSince": "2020-11-01",
            "profile": None,
        },
    ]
    by_handle = await ask(market.app, '{ member(handle: "demo-olaf-altnamen") { id } }')
    assert by_handle.data == {"member": None}


async def test_who_belongs_to_an_organisation_is_for_members(market: House) -> None:
    query = '{ organisation(id: "org_haus") { displayName members { role member { id } } } }'
    assert (await ask(market.app, query)).codes == [("UNAUTHENTICATED", "organisation.members")]
    answer = await ask(market.app, query, headers=bearer("member_jo"))
    assert answer.data["organisation"]["members"] == [{"role": "ADMIN", "member": {"id": "member_mira"}}]
