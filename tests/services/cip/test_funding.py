"""Programme, calls and funded projects."""

from __future__ import annotations

import pytest

from tests.kit.asking import ask, entities
from tests.services.cip.conftest import Cip


async def test_the_programme_with_its_offers_and_projects(cip: Cip) -> None:
    answer = await entities(
        cip.app,
        """... on CipProgramme {
            name { text } status operatorName runs { from until } publicPages { slug updatedAt }
            supportOffers(first: 2) {
              totalCount pageInfo { hasNextPage }
              nodes { __typename id title { text } kind status programme { slug } }
              edges { cursor node { id } }
            }
            projects(status: [RUNNING, PLANNED]) {
              totalCount nodes { __typename id title participants { __typename id } }
            }
        }""",
        [{"__typename": "CipProgramme", "slug": "cip"}],
    )
    assert answer.errors == []
    (programme,) = answer.data
    assert programme["publicPages"] == [
        {"slug": "wettbewerb", "updatedAt": "2025-04-01T00:00:00+00:00"},
        {"slug": "foerderung", "updatedAt": "2025-05-01T00:00:00+00:00"},
    ]
    offers = programme["supportOffers"]
    assert (offers["totalCount"], offers["pageInfo"]["hasNextPage"]) == (3, True)
    assert [(node["__typename"], node["kind"]) for node in offers["nodes"]] == [
        ("CompetitionRound", "COMPETITION"),
        ("FundingCall", "FUNDING"),
    ]
    assert [edge["node"]["id"] for edge in offers["edges"]] == ["round_2", "call_1"]
    assert programme["projects"]["totalCount"] == 2
    assert [node["id"] for node in programme["projects"]["nodes"]] == ["fproj_1", "fproj_3"]
    assert programme["projects"]["nodes"][0]["participants"][0] == {"__typename": "Organisation", "id": "org_1"}


async def test_offers_page_by_page_over_two_tables(cip: Cip) -> None:
    found: list[str] = []
    after = None
    for _ in range(4):
        answer = await ask(
            cip.app,
            """query ($r: [_Any!]!, $after: String) { _entities(representations: $r) { ... on CipProgramme {
              supportOffers(first: 1, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } } }""",
            {"r": [{"__typename": "CipProgramme", "slug": "cip"}], "after": after},
        )
        offers = answer.data["_entities"][0]["supportOffers"]
        found += [node["id"] for node in offers["nodes"]]
        after = offers["pageInfo"]["endCursor"]
        if not offers["pageInfo"]["hasNextPage"]:
            break
    assert found == ["round_2", "call_1", "round_1"]


async def test_a_funded_project_with_everything(cip: Cip) -> None:
    answer = await ask(
        cip.app,
        """{ fundedProject(id: "fproj_1") {
            title abstract { text } status maturity runs { from until } repositoryUrl license grantNumber
            funding { amount currency } idea { id } region { ars } topics { slug } programme { slug }
            call { id guidelineUrl budget { amount } maxFundingPerProject { amount } minPartners requiredSectors }
            consortium { name sectors partners { role sector funding { amount } organisation { id } } }
            milestones { title { de } dueOn reachedOn }
        } }""",
    )
    assert answer.errors == []
    project = answer.data["fundedProject"]
    assert project["runs"] == {"from": "2024-01-01", "until": "2026-12-31"}
    assert (project["idea"], project["region"]) == ({"id": "idea_a"}, {"ars": "150020000000"})
    assert project["topics"] == [{"slug": "inclusion"}, {"slug": "language"}]
    assert project["call"] == {
        "id": "call_1",
        "guidelineUrl": "https://example.org/richtlinie",
        "budget": None,
        "maxFundingPerProject": {"amount": "500000.00"},
        "minPartners": 2,
        "requiredSectors": 2,
    }
    assert project["consortium"]["sectors"] == ["CIVIL_SOCIETY", "SCIENCE"]
    assert project["consortium"]["partners"][0] == {
        "role": "COORDINATOR",
        "sector": "CIVIL_SOCIETY",
        "funding": {"amount": "200000.00"},
        "organisation": {"id": "org_1"},
    }
    assert project["milestones"][1] == {"title": {"de": "Übergabe"}, "dueOn": "2026-12-31", "reachedOn": None}
    assert len(cip.trips) == len(set(cip.trips)) == 6


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", ["fproj_1", "fproj_3", "fproj_2"]),
        ("(status: [COMPLETED])", ["fproj_2"]),
        ("(status: [])", []),
        ('(topicSlugs: ["language", "nothing"])', ["fproj_1"]),
        ('(regionArs: ["150000000000"])', ["fproj_1"]),
        ('(regionArs: ["150020000000", "110000000000"])', ["fproj_1", "fproj_2"]),
        ('(regionArs: ["100000000000"])', []),
        ('(regionArs: ["000000000000"])', ["fproj_1", "fproj_2"]),
    ],
)
async def test_filters_of_funded_projects(cip: Cip, arguments: str, expected: list[str]) -> None:
    answer = await ask(cip.app, f"{{ fundedProjects{arguments} {{ totalCount nodes {{ id }} }} }}")
    assert answer.errors == []
    assert [node["id"] for node in answer.data["fundedProjects"]["nodes"]] == expected
    assert answer.data["fundedProjects"]["totalCount"] == len(expected)


async def test_projects_with_the_same_start_are_neither_lost_nor_doubled(cip: Cip) -> None:
    query = "query ($after: String) { fundedProjects(first: 1, after: $after) { nodes { id } pageInfo { endCursor } } }"
    found, after = [], None
    for _ in range(3):
        page = (await ask(cip.app, query, {"after": after})).data["fundedProjects"]
        found += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
    assert found == ["fproj_1", "fproj_3", "fproj_2"]
    last = (await ask(cip.app, query, {"after": after})).data["fundedProjects"]
    assert last == {"nodes": [], "pageInfo": {"endCursor": None}}


async def test_calls_and_their_projects(cip: Cip) -> None:
    answer = await ask(
        cip.app,
        "{ fundingCalls(status: [OPEN]) { id phase projectManagementAgency projects(first: 2) { totalCount nodes { id }"
        " pageInfo { hasNextPage } } } none: fundingCalls(status: [ENDED]) { id } }",
    )
    assert answer.errors == []
    assert answer.data["none"] == []
    assert answer.data["fundingCalls"] == [
        {
            "id": "call_1",
            "phase": "RUNNING",
            "projectManagementAgency": "gsub",
            "projects": {
                "totalCount": 3,
                "nodes": [{"id": "fproj_1"}, {"id": "fproj_3"}],
                "pageInfo": {"hasNextPage": True},
            },
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", "200000.00"),
        ('(period: {from: "2025-01-01"})', "80000.00"),
        ('(period: {from: "2025-06-01"})', "46904.11"),  # 214 of 365 days
        ('(period: {from: "2024-12-31", until: "2025-01-01"})', "547.05"),  # one day of 366, and one of 365
        ('(period: {from: "2024-01-01", until: "2024-12-31"})', "120000.00"),
        ('(period: {until: "2023-12-31"})', None),
    ],
)
async def test_funding_of_an_organisation_by_period(cip: Cip, arguments: str, expected: str | None) -> None:
    selection = f"... on Organisation {{ fundingTotal{arguments} {{ amount }} }}"
    answer = await entities(cip.app, selection, [{"__typename": "Organisation", "id": "org_1"}])
    assert answer.errors == []
    assert answer.data == [{"fundingTotal": expected and {"amount": expected}}]


async def test_a_period_that_ends_before_it_begins_is_refused(cip: Cip) -> None:
    selection = '... on Organisation { fundingTotal(period: {from: "2025-01-01", until: "2024-01-01"}) { amount } }'
    answer = await entities(cip.app, selection, [{"__typename": "Organisation", "id": "org_1"}])
    assert answer.codes == [("BAD_USER_INPUT", "_entities.0.fundingTotal")]
