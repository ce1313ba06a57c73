"""The catalogue of all ministries' offers."""

from __future__ import annotations

import pytest

from tests.kit.asking import ask
from tests.services.conftest import House, bearer


@pytest.mark.parametrize(
    ("filter", "ids"),
    [
        # Open ones first, then by deadline; no deadline comes last.
        (
            "{}",
            ["workshop_1", "call_1", "counselling_1", "event_1", "accelerator_1", "workshop_old"],
        ),
        ("{ status: [OPEN] }", ["workshop_1", "call_1", "counselling_1"]),
        ("{ kinds: [WORKSHOP] }", ["workshop_1", "workshop_old"]),
        ('{ programmes: ["cip"] }', ["call_1"]),
        ('{ topicSlugs: ["biodiversity"] }', ["workshop_1", "accelerator_1", "workshop_old"]),
        # An offer that names no audience is for everybody.
        ("{ audiences: [WELFARE], status: [OPEN] }", ["call_1", "counselling_1"]),
        ('{ applyBefore: "2026-04-15T00:00:00Z" }', ["event_1", "accelerator_1", "workshop_old"]),
    ],
)
async def test_offers_are_filtered(market: House, filter: str, ids: list[str]) -> None:
    answer = await ask(market.app, f"{{ supportOffers(filter: {filter}) {{ totalCount nodes {{ id }} }} }}")
    assert [offer["id"] for offer in answer.data["supportOffers"]["nodes"]] == ids
    assert answer.data["supportOffers"]["totalCount"] == len(ids)


async def test_pages_of_offers_are_the_whole_list(market: House) -> None:
    query = """query ($after: String) { supportOffers(first: 4, after: $after) {
      edges { cursor node { __typename } } pageInfo { hasNextPage endCursor } } }"""
    first = (await ask(market.app, query)).data["supportOffers"]
    assert first["pageInfo"] == {"hasNextPage": True, "endCursor": first["edges"][-1]["cursor"]}
    second = (await ask(market.app, query, {"after": first["pageInfo"]["endCursor"]})).data["supportOffers"]
    assert [edge["node"]["__typename"] for edge in first["edges"] + second["edges"]] == [
        "Workshop",
        "FundingCall",
        "ProjectCounselling",
        "CommunityEvent",
        "AcceleratorProgramme",
        "Workshop",
    ]


async def test_the_umbrella_programme_has_offers_of_its_own(market: House) -> None:
    query = """{ programmes { ... on CivicCodingProgramme { supportOffers(first: 1, status: [OPEN, CLOSED]) {
      totalCount nodes { id } pageInfo { endCursor hasNextPage } } projects { totalCount nodes { id } } } } }"""
    ours = (await ask(market.app, query)).data["programmes"][3]
    assert ours["supportOffers"]["totalCount"] == 2
    assert ours["supportOffers"]["nodes"] == [{"id": "accelerator_1"}]
    assert ours["projects"] == {"totalCount": 0, "nodes": []}


async def test_our_own_offers_say_everything(market: House) -> None:
    answer = await ask(
        market.app,
        """{ supportOffers(filter: { programmes: ["civic-coding"] }) { nodes { id bookmarkCount viewerHasBookmarked
             ... on ProjectCounselling { title { text } fields placesFree url audiences status kind applyUntil
               topics { slug } programme { slug } }
             ... on CommunityEvent { kindOfEvent: format startsAt endsAt isOnline accessibility region { name } }
             ... on AcceleratorProgramme { format teams { id } awardedTeams { id }
               challenges { title { de } topics { slug } ideas { id } } } } } }""",
        headers={**bearer("member_jo"), "accept-language": "en-GB"},
    )
    assert answer.errors == []
    counselling, event, accelerator = answer.data["supportOffers"]["nodes"]
    assert counselling == {
        "id": "counselling_1",
        "bookmarkCount": 1,
        "viewerHasBookmarked": True,
        "title": {"text": "Counselling"},
        "fields": ["DATA_SCIENCE", "LAW_AND_ETHICS"],
        "placesFree": 4,
        "url": "https://beratung.example.org",
        "audiences": [],
        "status": "OPEN",
        "kind": "COUNSELLING",
        "applyUntil": None,
        "topics": [],
        "programme": {"slug": "civic-coding"},
    }
    assert event["kindOfEvent"] == "FORUM"
    assert event["accessibility"] == ["STEP_FREE", "SIGN_LANGUAGE"]
    assert event["region"] == {"name": "Berlin"}
    # A hidden idea is in no list of teams.
    assert accelerator["teams"] == [{"id": "idea_birds"}, {"id": "idea_plain"}]
    assert accelerator["awardedTeams"] == [{"id": "idea_plain"}]
    assert accelerator["challenges"] == [
        {
            "title": {"de": "Verständliche Verwaltung"},
            "topics": [{"slug": "plain-language"}],
            "ideas": [{"id": "idea_plain"}],
        }
    ]
