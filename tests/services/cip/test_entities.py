"""What the gateway asks: entities in batches, one trip per level, errors at their own place."""

from __future__ import annotations

import pytest

from tests.kit.asking import entities
from tests.services.cip.conftest import Cip


async def test_hubs_are_answered_in_one_trip_per_field(cip: Cip) -> None:
    answer = await entities(
        cip.app,
        """__typename
        ... on Idea { id competitionEntries { id } awards { id } fundedProjects { id } }
        ... on Topic { slug competitionCategory fundedProjects(first: 5) { id } fundingTotal { amount } }
        ... on Region { ars fundedProjects(first: 1) { id } fundingTotal { amount } }
        ... on Organisation { id fundedProjects(role: COORDINATOR) { id } awards { id } }
        ... on PilotProject { continuedAs { id } }
        ... on DataProject { continuedAs { id } }""",
        [
            {"__typename": "Idea", "id": "idea_a"},
            {"__typename": "Idea", "id": "idea_b"},
            {"__typename": "Idea", "id": "idea_unknown"},
            {"__typename": "Topic", "slug": "inclusion"},
            {"__typename": "Topic", "slug": "space-travel"},
            {"__typename": "Region", "ars": "150000000000"},
            {"__typename": "Organisation", "id": "org_2"},
            {"__typename": "PilotProject", "id": "pilot_1"},
            {"__typename": "PilotProject", "id": "dproj_1"},
            {"__typename": "DataProject", "id": "dproj_1"},
        ],
    )
    assert answer.errors == []
    assert answer.data == [
        {
            "__typename": "Idea",
            "id": "idea_a",
            "competitionEntries": [{"id": "entry_a"}],
            "awards": [{"id": "award_a"}],
            "fundedProjects": [{"id": "fproj_1"}],
        },
        {
            "__typename": "Idea",
            "id": "idea_b",
            "competitionEntries": [{"id": "entry_b"}],
            "awards": [{"id": "award_b"}],
            "fundedProjects": [],
        },
        {"__typename": "Idea", "id": "idea_unknown", "competitionEntries": [], "awards": [], "fundedProjects": []},
        {
            "__typename": "Topic",
            "slug": "inclusion",
            "competitionCategory": "INCLUSION_AND_DIVERSITY",
            "fundedProjects": [{"id": "fproj_1"}, {"id": "fproj_2"}],
            "fundingTotal": {"amount": "480000.00"},
        },
        {
            "__typename": "Topic",
            "slug": "space-travel",
            "competitionCategory": None,
            "fundedProjects": [],
            "fundingTotal": None,
        },
        {
            "__typename": "Region",
            "ars": "150000000000",
            "fundedProjects": [{"id": "fproj_1"}],
            "fundingTotal": {"amount": "300000.00"},
        },
        {
            "__typename": "Organisation",
            "id": "org_2",
            "fundedProjects": [{"id": "fproj_2"}],
            "awards": [{"id": "award_b"}],
        },
        {"__typename": "PilotProject", "continuedAs": {"id": "fproj_1"}},
        {"__typename": "PilotProject", "continuedAs": None},
        {"__typename": "DataProject", "continuedAs": {"id": "fproj_2"}},
    ]
    assert len(cip.trips) == len(set(cip.trips)), sorted(cip.trips)


@pytest.mark.parametrize(
    ("type_name", "known", "statement"),
    [
        ("CompetitionRound", "round_1", "rounds_by_ids"),
        ("CompetitionEntry", "entry_a", "visible_entries_by_ids"),
        ("Award", "award_a", "awards_by_ids"),
        ("FundingCall", "call_1", "calls_by_ids"),
        ("FundedProject", "fproj_1", "projects_by_ids"),
    ],
)
async def test_own_entities_are_found_in_one_trip_in_the_order_asked(
    cip: Cip, type_name: str, known: str, statement: str
) -> None:
    keys = ["nothing", known, "nothing", known]
    representations = [{"__typename": type_name, "id": one} for one in keys]
    answer = await entities(cip.app, f"... on {type_name} {{ id }}", representations)
    assert answer.errors == []
    assert answer.data == [None, {"id": known}, None, {"id": known}]
    assert cip.trips == [statement]


async def test_bad_references_cost_only_themselves(cip: Cip) -> None:
    answer = await entities(
        cip.app,
        "... on Idea { id } ... on Member { id }",
        [
            {"__typename": "Idea", "id": "idea_a"},
            {"__typename": "Nonsense", "id": "1"},
            {"__typename": "Idea"},
            {"id": "idea_a"},
            {"__typename": "Idea", "id": 7},
            {"__typename": "CompetitionRound", "id": "\u0000"},
            {"__typename": "Money"},
        ],
    )
    assert answer.data == [{"id": "idea_a"}, None, None, None, None, None, None]
    assert answer.codes == [("BAD_USER_INPUT", f"_entities.{place}") for place in range(1, 7)]


@pytest.mark.parametrize("scope", ["cip:manage", "service:migrate"])
async def test_fields_of_the_former_community(cip: Cip, scope: str) -> None:
    answer = await entities(
        cip.app,
        "... on Member { displayName memberSince } ... on Idea { title summary }",
        [
            {"__typename": "Member", "id": "member_ada"},
            {"__typename": "Member", "id": "member_new"},
            {"__typename": "Idea", "id": "idea_a"},
            {"__typename": "Idea", "id": "idea_b"},
        ],
        cip.issuer.bearer(scope=scope),
    )
    assert answer.data == [
        {"displayName": "Ada Altbau (fiktiv)", "memberSince": "2020-11-01"},
        None,
        {"title": "Alter Titel", "summary": "Alte Kurzfassung"},
        None,
    ]
    assert {code for code, _ in answer.codes} == {"NOT_FOUND"}
