"""Data projects and offers: filters, rights, order, the programme's pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.kit.asking import ask, entities
from tests.services.conftest import House, bearer

STAFF = bearer("mem_7", "cdl:manage")  # sees the projects before their kick-off, too
PROGRAMME = {"__typename": "CivicDataLabProgramme", "slug": "civic-data-lab"}


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ("", ["dp_2", "dp_1", "dp_3"]),
        ("(stage: [SKETCH, NOT_CONTINUED])", ["dp_2", "dp_3"]),
        ("(stage: [])", []),
        ('(topicSlugs: ["mobility"])', ["dp_1"]),
        ('(topicSlugs: ["mobility", "care"], first: 1)', ["dp_2"]),
        ('(stage: [HANDED_OVER], topicSlugs: ["care"])', ["dp_1"]),
    ],
)
async def test_data_projects_are_filtered(lab: House, arguments: str, found: list[str]) -> None:
    answer = await ask(lab.app, f"{{ dataProjects{arguments} {{ id }} }}", headers=STAFF)
    assert answer.errors == []
    assert [one["id"] for one in answer.data["dataProjects"]] == found


async def test_a_data_project_in_full(lab: House) -> None:
    answer = await ask(
        lab.app,
        """{ dataProject(id: "dp_1") {
          title abstract { de } status maturity runs { from until } stage methods learnings { text }
          repositoryUrl license
          idea { id } region { ars } topics { slug } participants { id } applicant { id } serviceProvider { id }
          stageHistory { stage at note } usedDatasets { dataset { id } purpose { de } } publishedDatasets { id }
          programme { slug name { de } ministries { code } } } }""",
    )
    assert answer.errors == []
    assert answer.data["dataProject"] == {
        "title": "Wege im Viertel",
        "abstract": {"de": "Barrierefreie Wege."},
        "status": "COMPLETED",
        "maturity": "PILOT",
        "runs": {"from": "2024-01-01", "until": "2024-12-31"},
        "stage": "HANDED_OVER",
        "methods": ["Crowdsourcing", "Karte"],
        "learnings": {"text": "Früh fragen."},
        "repositoryUrl": "https://example.org/repo",
        "license": "EUPL-1.2",
        "idea": {"id": "idea_1"},
        "region": {"ars": "150020000000"},
        "topics": [{"slug": "mobility"}, {"slug": "care"}],
        "participants": [{"id": "org_2"}, {"id": "org_1"}],
        "applicant": {"id": "org_1"},
        "serviceProvider": {"id": "org_9"},
        "stageHistory": [
            {"stage": "SKETCH", "at": "2024-01-01T10:00:00+00:00", "note": None},
            {"stage": "SCREENING", "at": "2024-01-15T10:00:00+00:00", "note": None},
            {"stage": "HANDED_OVER", "at": "2024-12-31T10:00:00+00:00", "note": None},
        ],
        "usedDatasets": [{"dataset": {"id": "ds_closed"}, "purpose": {"de": "Statistik"}}],
        "publishedDatasets": [{"id": "ds_paths"}],
        "programme": {"slug": "civic-data-lab", "name": {"de": "Civic Data Lab"}, "ministries": [{"code": "BMFSFJ"}]},
    }


async def test_a_project_without_idea_place_or_learnings(lab: House) -> None:
    answer = await ask(
        lab.app,
        """{ dataProject(id: "dp_2") { title idea { id } region { ars } serviceProvider { id } learnings { de }
             repositoryUrl runs { until } } }""",
        headers=STAFF,
    )
    assert answer.errors == []
    assert answer.data["dataProject"] == {
        "title": "חסד",
        "idea": None,
        "region": None,
        "serviceProvider": None,
        "learnings": None,
        "repositoryUrl": None,
        "runs": {"until": None},
    }


@pytest.mark.parametrize(
    ("caller", "budget", "codes"),
    [
        ((), None, [("UNAUTHENTICATED", "dataProject.budget")]),
        (("org_1",), None, [("FORBIDDEN", "dataProject.budget")]),
        (("mem_7", "cip:manage", "datasets:write"), None, [("FORBIDDEN", "dataProject.budget")]),
        (("mem_7", "cdl:manage"), {"amount": "24000.50", "currency": "EUR"}, []),
        (("mem_7", "stats:read"), {"amount": "24000.50", "currency": "EUR"}, []),
    ],
)
async def test_the_budget_needs_one_of_two_scopes(
    lab: House,
    as_caller: Callable[..., dict[str, str]],
    caller: tuple[str, ...],
    budget: Any,
    codes: list[tuple[str, str]],
) -> None:
    query = '{ dataProject(id: "dp_1") { title budget { amount currency } } }'
    answer = await ask(lab.app, query, headers=as_caller(*caller) if caller else {})
    assert answer.data == {"dataProject": {"title": "Wege im Viertel", "budget": budget}}
    assert answer.codes == codes


@pytest.mark.parametrize(
    ("representation", "selection", "expected"),
    [
        ({"__typename": "Actor", "id": "org_1"}, "... on Actor { dataProjects { id } }", ["dp_1"]),
        ({"__typename": "Actor", "id": "org_2"}, "... on Actor { dataProjects { id } }", ["dp_1", "dp_3"]),
        ({"__typename": "Actor", "id": "mem_1"}, "... on Actor { dataProjects { id } }", ["dp_2"]),
        ({"__typename": "Idea", "id": "idea_1"}, "... on Idea { dataProjects { id } }", ["dp_1"]),
        ({"__typename": "Topic", "slug": "care"}, "... on Topic { dataProjects { id } }", ["dp_2", "dp_1"]),
        ({"__typename": "Region", "ars": "150020000000"}, "... on Region { dataProjects { id } }", ["dp_1"]),
        ({"__typename": "Region", "ars": "150000000000"}, "... on Region { dataProjects { id } }", ["dp_1", "dp_3"]),
        ({"__typename": "Region", "ars": ""}, "... on Region { dataProjects { id } }", []),
    ],
)
async def test_data_projects_of_the_hubs(
    lab: House, representation: dict[str, str], selection: str, expected: list[str]
) -> None:
    answer = await entities(lab.app, selection, [representation], STAFF)
    assert answer.errors == []
    assert [one["id"] for one in answer.data[0]["dataProjects"]] == expected


async def test_consultations_have_their_next_free_slots(lab: House) -> None:
    """Not the past ones, not the taken ones, and also those of the night when the clocks change."""
    answer = await ask(
        lab.app,
        "{ dataConsultations { id nextFreeSlots { id startsAt minutes isFree } one: nextFreeSlots(first: 1) { id } } }",
    )
    assert answer.errors == []
    assert answer.data["dataConsultations"] == [
        {
            "id": "dcon_1",
            "nextFreeSlots": [
                {"id": "dslot_1", "startsAt": "2026-03-02T10:00:00+00:00", "minutes": 45, "isFree": True},
                {"id": "dslot_2", "startsAt": "2026-03-29T00:30:00+00:00", "minutes": 45, "isFree": True},
            ],
            "one": [{"id": "dslot_1"}],
        },
        {"id": "dcon_2", "nextFreeSlots": [], "one": []},
    ]
    slots = "next_free_slots_beginning_asc"
    assert lab.trips == ["data_consultations_newest_desc", slots, slots]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ("", ["mod_2", "mod_3", "mod_1"]),
        ("(level: BEGINNER)", ["mod_1"]),
        ("(language: DE)", ["mod_2", "mod_1"]),
        ("(language: EN, level: BEGINNER)", []),
        ("(first: 2)", ["mod_2", "mod_3"]),
    ],
)
async def test_learning_modules_are_filtered(lab: House, arguments: str, found: list[str]) -> None:
    answer = await ask(lab.app, f"{{ learningModules{arguments} {{ id }} }}")
    assert answer.errors == []
    assert [one["id"] for one in answer.data["learningModules"]] == found


async def test_prerequisites_are_in_order_and_one_trip_a_level(lab: House) -> None:
    answer = await ask(lab.app, "{ learningModules { id prerequisites { id level prerequisites { id } } } }")
    assert {one["id"]: one["prerequisites"] for one in answer.data["learningModules"]} == {
        "mod_3": [
            {"id": "mod_2", "level": "INTERMEDIATE", "prerequisites": [{"id": "mod_1"}]},
            {"id": "mod_1", "level": "BEGINNER", "prerequisites": []},
        ],
        "mod_2": [{"id": "mod_1", "level": "BEGINNER", "prerequisites": []}],
        "mod_1": [],
    }
    assert lab.trips == ["learning_modules_newest_desc", "learning_modules_by_id"]


async def test_the_programme_s_offers_and_projects_in_pages(lab: House) -> None:
    selection = """... on CivicDataLabProgramme { status runs { from until } description { deSimple }
      supportOffers(first: 4) { totalCount nodes { id __typename ... on LearningModule { minutes }
          ... on DataProjectCall { places selectionPrinciples { key label { de } } applyUntil topics { slug } }
          ... on CommunityFormat { startsAt hosts { id } } } pageInfo { hasNextPage endCursor } }
      open: supportOffers(status: [PAUSED, ENDED]) { totalCount nodes { id } }
      projects(first: 2) { totalCount edges { node { id title } } pageInfo { hasNextPage } }
      done: projects(status: [COMPLETED]) { totalCount nodes { id } } }"""
    answer = await entities(lab.app, selection, [PROGRAMME], STAFF)
    assert answer.errors == []
    found = answer.data[0]
    assert (found["status"], found["runs"]) == ("ACTIVE", {"from": "2023-07-01", "until": None})
    offers = found["supportOffers"]
    assert (offers["totalCount"], offers["pageInfo"]["hasNextPage"]) == (7, True)
    assert offers["nodes"] == [
        {
            "id": "form_1",
            "__typename": "CommunityFormat",
            "startsAt": "2025-03-30T00:30:00+00:00",
            "hosts": [{"id": "org_1"}],
        },
        {"id": "mod_2", "__typename": "LearningModule", "minutes": 240},
        {"id": "mod_3", "__typename": "LearningModule", "minutes": 60},
        {"id": "mod_1", "__typename": "LearningModule", "minutes": 90},
    ]
    assert found["open"] == {"totalCount": 2, "nodes": [{"id": "form_1"}, {"id": "dcon_2"}]}
    assert found["projects"] == {
        "totalCount": 3,
        "edges": [{"node": {"id": "dp_2", "title": "חסד"}}, {"node": {"id": "dp_1", "title": "Wege im Viertel"}}],
        "pageInfo": {"hasNextPage": True},
    }
    assert found["done"] == {"totalCount": 1, "nodes": [{"id": "dp_1"}]}
    after = offers["pageInfo"]["endCursor"]
    rest = f"""... on CivicDataLabProgramme {{ supportOffers(after: "{after}") {{ nodes {{ id ... on DataProjectCall {{
      places applyUntil selectionPrinciples {{ key label {{ de }} }} topics {{ slug }} }} }}
      pageInfo {{ hasNextPage }} }} }}"""
    page = (await entities(lab.app, rest, [PROGRAMME])).data[0]["supportOffers"]
    assert page["nodes"] == [
        {
            "id": "dcall_1",
            "places": 6,
            "applyUntil": "2026-06-30T21:59:00+00:00",
            "selectionPrinciples": [
                {"key": "common-good", "label": {"de": "Gemeinwohl"}},
                {"key": "open", "label": {"de": "Offene Ergebnisse"}},
            ],
            "topics": [{"slug": "mobility"}],
        },
        {"id": "dcon_1"},
        {"id": "dcon_2"},
    ]
    assert page["pageInfo"]["hasNextPage"] is False


EVERYWHERE = """{ one: dataProject(id: "dp_1") { id } two: dataProject(id: "dp_2") { id }
  three: dataProject(id: "dp_3") { id }
  all: dataProjects { id } early: dataProjects(stage: [SKETCH]) { id } left: dataProjects(stage: [NOT_CONTINUED]) { id }
  cared: dataProjects(topicSlugs: ["care"]) { id }
  uses: dataset(id: "ds_paths") { usedBy { purpose { de } project { ... on DataProject { id } } } } }"""
HUBS = """... on DataProject { id } ... on Topic { dataProjects { id } } ... on Region { dataProjects { id } }
  ... on Actor { dataProjects { id } } ... on CivicDataLabProgramme { projects { totalCount nodes { id } }
    left: projects(status: [DISCONTINUED]) { totalCount edges { node { id } } } }"""
FORGED: list[dict[str, Any]] = [
    {
        "__typename": "DataProject",
        "id": "dp_2",
        "stage": "KICKOFF",
        "applicant": {"id": "org_2"},
        "applicantId": "org_2",
    },
    {"__typename": "DataProject", "id": "dp_3", "stage": "PUBLISHED"},
    {"__typename": "DataProject", "id": "dp_1"},
    {"__typename": "Topic", "slug": "care"},
    {"__typename": "Region", "ars": "150000000000"},
    {"__typename": "Actor", "id": "org_2"},
    {"__typename": "Actor", "id": "mem_1"},
    PROGRAMME,
]


@pytest.mark.parametrize(
    ("caller", "seen"),
    [
        ((), {"dp_1"}),
        (("mem_9", "dataprojects:apply"), {"dp_1"}),
        (("mem_9", "cip:manage", "ideenwerkstatt:manage", "marketplace:manage", "stats:read"), {"dp_1"}),
        (("org_1",), {"dp_1"}),
        (("mem_1",), {"dp_1", "dp_2"}),  # its applicant
        (("org_2",), {"dp_1", "dp_3"}),
        (("mem_7", "cdl:manage"), {"dp_1", "dp_2", "dp_3"}),
    ],
)
async def test_a_project_is_public_from_its_kick_off_on(lab: House, caller: tuple[str, ...], seen: set[str]) -> None:
    headers = bearer(*caller) if caller else {}
    roots, hubs = await ask(lab.app, EVERYWHERE, headers=headers), await entities(lab.app, HUBS, FORGED, headers)
    assert (roots.errors, hubs.errors) == ([], [])
    assert {name for name in ("dp_1", "dp_2", "dp_3") if f"'{name}'" in str(roots.data)} == seen
    assert {name for name in ("dp_1", "dp_2", "dp_3") if f"'{name}'" in str(hubs.data)} == seen
    assert ("Vergleich" in str(roots.data)) is ("dp_3" in seen)  # what it used the data for
    programme = hubs.data[-1]
    assert (programme["projects"]["totalCount"], programme["left"]["totalCount"]) == (len(seen), int("dp_3" in seen))


@pytest.mark.parametrize(
    ("caller", "note"),
    [((), None), (("mem_1",), None), (("org_1",), "Eingereicht"), (("mem_7", "cdl:manage"), "Eingereicht")],
)
async def test_what_was_noted_before_the_kick_off_stays_there(
    lab: House, caller: tuple[str, ...], note: str | None
) -> None:
    query = '{ dataProject(id: "dp_1") { stageHistory { stage note } } }'
    answer = await ask(lab.app, query, headers=bearer(*caller) if caller else {})
    first, *_ = answer.data["dataProject"]["stageHistory"]
    assert first == {"stage": "SKETCH", "note": note}
