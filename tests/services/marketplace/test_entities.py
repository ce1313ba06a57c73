"""References of the gateway: every key of every type, the entity interface, order, and one trip for all."""

from __future__ import annotations

from tests.kit.asking import entities
from tests.services.conftest import House, bearer

FOREIGN_OFFERS = [
    "CompetitionRound",
    "FundingCall",
    "Workshop",
    "AiConsultation",
    "PilotCall",
    "ComputeQuota",
    "DataConsultation",
    "DataProjectCall",
    "LearningModule",
    "CommunityFormat",
]


async def test_the_hubs_by_all_their_keys(market: House) -> None:
    answer = await entities(
        market.app,
        """... on Topic { slug label { de } } ... on Region { ars name } ... on Ministry { code abbreviation }
           ... on Member { id } ... on Organisation { id legalName }""",
        [
            {"__typename": "Region", "nuts": "DE3"},
            {"__typename": "Topic", "slug": "birds"},
            {"__typename": "Region", "ars": "150885212000"},
            {"__typename": "Region", "ars": "000000000009"},
            {"__typename": "Ministry", "code": "labour"},
            {"__typename": "Member", "id": "member_jo"},
            {"__typename": "Member", "cipMemberNumber": "CIP-0815"},
            {"__typename": "Organisation", "id": "org_lab"},
            {"__typename": "Organisation", "id": "member_jo"},
            {"__typename": "Member", "id": "org_lab"},
        ],
        bearer("member_mira"),  # her own number
    )
    assert answer.errors == []
    assert answer.data == [
        {"ars": "110000000000", "name": "Berlin"},
        {"slug": "birds", "label": {"de": "Vögel"}},
        {"ars": "150885212000", "name": "Ähnlingen"},
        None,
        {"code": "labour", "abbreviation": "BMAS"},
        {"id": "member_jo"},
        {"id": "member_mira"},
        {"id": "org_lab", "legalName": "Datenlabor"},
        None,
        None,
    ]
    assert len(market.trips) == len(set(market.trips))


async def test_an_actor_is_a_member_or_an_organisation(market: House) -> None:
    answer = await entities(
        market.app,
        "... on Actor { __typename id displayName region { name } topics { slug } }",
        [{"__typename": "Actor", "id": each} for each in ("org_haus", "member_jo", "nobody")],
    )
    assert answer.data == [
        {
            "__typename": "Organisation",
            "id": "org_haus",
            "displayName": "Nachbarschaftshaus (fiktiv)",
            "region": {"name": "Halle (Saale)"},
            "topics": [{"slug": "inclusion"}],
        },
        {
            "__typename": "Member",
            "id": "member_jo",
            "displayName": "Jo Kieselstern (fiktiv)",
            "region": {"name": "Berlin"},
            "topics": [{"slug": "birds"}, {"slug": "plain-language"}],
        },
        None,
    ]
    assert sorted(market.trips) == ["actors_by_ids", "regions_by_ars", "topics_of_actors"]


async def test_a_hundred_references_take_one_trip(market: House) -> None:
    answer = await entities(
        market.app, "... on Idea { title }", [{"__typename": "Idea", "id": f"idea_{n}"} for n in range(100)]
    )
    assert answer.data == [None] * 100
    assert market.trips == ["ideas_by_ids"]


async def test_other_ministries_offers_projects_and_data(market: House) -> None:
    offers = [{"__typename": name, "id": "workshop_1"} for name in FOREIGN_OFFERS]
    answer = await entities(
        market.app,
        "__typename ... on SupportOffer { id bookmarkCount viewerHasBookmarked matchingIdeas(first: 1) { id } }",
        offers,
    )
    assert [offer["__typename"] for offer in answer.data] == FOREIGN_OFFERS
    assert {offer["bookmarkCount"] for offer in answer.data} == {2}
    assert answer.data[0]["matchingIdeas"] == [{"id": "idea_birds"}]
    projects = [{"__typename": name, "id": "project_f1"} for name in ("FundedProject", "PilotProject", "DataProject")]
    answer = await entities(market.app, "... on CivicProject { followerCount similarIdeas(first: 1) { id } }", projects)
    assert answer.data == [{"followerCount": 1, "similarIdeas": [{"id": "idea_plain"}]}] * 3
    answer = await entities(
        market.app, "... on Dataset { matchingIdeas { id } }", [{"__typename": "Dataset", "id": "dataset_1"}]
    )
    assert answer.errors == []
    assert answer.data[0]["matchingIdeas"][0] == {"id": "idea_plain"}


async def test_our_own_offers_programme_and_challenges(market: House) -> None:
    answer = await entities(
        market.app,
        """__typename ... on ProjectCounselling { hoursPerProject } ... on CommunityEvent { seatsFree }
           ... on AcceleratorProgramme { maxFundingPerTeam { amount currency } } ... on Challenge { voteCount }
           ... on CivicCodingProgramme { operatorName } ... on CipProgramme { followerCount } ... on Match { score }""",
        [
            {"__typename": "ProjectCounselling", "id": "counselling_1"},
            {"__typename": "CommunityEvent", "id": "event_1"},
            {"__typename": "AcceleratorProgramme", "id": "accelerator_1"},
            {"__typename": "AcceleratorProgramme", "id": "event_1"},
            {"__typename": "Challenge", "id": "challenge_1"},
            {"__typename": "CivicCodingProgramme", "slug": "civic-coding"},
            {"__typename": "CipProgramme", "slug": "cip"},
        ],
    )
    assert answer.errors == []
    assert answer.data == [
        {"__typename": "ProjectCounselling", "hoursPerProject": 30},
        {"__typename": "CommunityEvent", "seatsFree": 80},
        {"__typename": "AcceleratorProgramme", "maxFundingPerTeam": {"amount": "30000.00", "currency": "EUR"}},
        None,
        {"__typename": "Challenge", "voteCount": 2},
        {"__typename": "CivicCodingProgramme", "operatorName": "Geschäftsstelle"},
        {"__typename": "CipProgramme", "followerCount": 2},
    ]


async def test_a_bad_reference_spoils_only_its_own_place(market: House) -> None:
    answer = await entities(
        market.app,
        "... on Topic { slug } ... on Idea { id }",
        [{"__typename": "Topic"}, {"__typename": "Topic", "slug": "birds"}, {"__typename": "Award", "id": "1"}],
    )
    assert answer.data == [None, {"slug": "birds"}, None]
    assert answer.codes == [("BAD_USER_INPUT", "_entities.0"), ("BAD_USER_INPUT", "_entities.2")]
