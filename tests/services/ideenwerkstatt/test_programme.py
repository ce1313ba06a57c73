"""The programme, ended and still readable: its offers and projects in pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.kit.asking import Answer, ask, entities
from tests.services.conftest import House
from tests.services.ideenwerkstatt.conftest import house_at

REPRESENTATION = {"__typename": "IdeenwerkstattProgramme", "slug": "ki-ideenwerkstatt"}
PAGE = """nodes { id __typename } edges { cursor node { id } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"""


async def offers(service: House, arguments: str, selection: str = PAGE) -> Answer:
    selection = f"... on IdeenwerkstattProgramme {{ supportOffers{arguments} {{ {selection} }} }}"
    return await entities(service.app, selection, [REPRESENTATION])


async def test_an_ended_programme_is_read(workshop_house: House) -> None:
    selection = "... on Programme { name { de text } status runs { from until } operatorName ministries { code } }"
    answer = await entities(workshop_house.app, selection, [REPRESENTATION])
    assert answer.errors == []
    assert answer.data == [
        {
            "name": {"de": "KI-Ideenwerkstatt für Umweltschutz", "text": "KI-Ideenwerkstatt für Umweltschutz"},
            "status": "ENDED",
            "runs": {"from": "2022-11-01", "until": "2025-12-04"},
            "operatorName": "ZUG",
            "ministries": [{"code": "BMUV"}],
        }
    ]


async def test_offers_of_all_types_the_newest_first(workshop_house: House) -> None:
    answer = await offers(
        workshop_house, "", "totalCount nodes { id __typename kind ... on ComputeQuota { greenPowerShare } }"
    )
    assert answer.errors == []
    page = answer.data[0]["supportOffers"]
    assert page["totalCount"] == 7
    assert [(node["id"], node["__typename"]) for node in page["nodes"]] == [
        ("ws_over", "Workshop"),
        ("ws_free", "Workshop"),
        ("ws_full", "Workshop"),
        ("con_2", "AiConsultation"),
        ("con_1", "AiConsultation"),
        ("gpu_1", "ComputeQuota"),
        ("call_1", "PilotCall"),
    ]
    assert page["nodes"][5]["greenPowerShare"] == 0.95
    assert sorted(workshop_house.trips) == [
        "ai_consultations_by_id",
        "compute_quotas_by_id",
        "offers_page_newest_desc",
        "offers_total",
        "pilot_calls_by_id",
        "programmes_by_slug",
        "workshops_by_id",
    ]


async def test_pages_join_without_gap_or_double(workshop_house: House) -> None:
    """Two offers were published on one day: the id decides."""
    seen: list[str] = []
    after: str | None = None
    while True:
        argument = "" if after is None else f', after: "{after}"'
        page = (await offers(workshop_house, f"(first: 2{argument})")).data[0]["supportOffers"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        assert [edge["node"]["id"] for edge in page["edges"]] == [node["id"] for node in page["nodes"]]
        assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]
        seen += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == ["ws_over", "ws_free", "ws_full", "con_2", "con_1", "gpu_1", "call_1"]


async def test_offers_of_some_states(stocked: House) -> None:
    """The programme runs; whatever was decided, a workshop is over after its end."""
    at = datetime(2025, 3, 11, 12, tzinfo=UTC)
    async with house_at(stocked, at) as running:
        shown = (await offers(running, "", "nodes { id status }")).data[0]["supportOffers"]["nodes"]
        assert {node["id"]: node["status"] for node in shown} == {
            "ws_over": "CLOSED",
            "ws_free": "OPEN",
            "ws_full": "ENDED",
            "con_2": "OPEN",
            "con_1": "ENDED",
            "gpu_1": "OPEN",
            "call_1": "ENDED",
        }
        for states in (["OPEN", "CLOSED"], ["ENDED"], ["OPEN"]):
            answer = await offers(running, f"(status: [{', '.join(states)}])", "totalCount nodes { id status }")
            page = answer.data[0]["supportOffers"]
            assert page["nodes"] == [node for node in shown if node["status"] in states]
            assert page["totalCount"] == len(page["nodes"])


async def test_all_has_ended_with_the_programme(workshop_house: House) -> None:
    answer = await offers(workshop_house, "(status: [OPEN, CLOSED])", "totalCount nodes { id }")
    assert answer.data == [{"supportOffers": {"totalCount": 0, "nodes": []}}]
    assert (await offers(workshop_house, "(status: [ENDED])", "totalCount")).data == [
        {"supportOffers": {"totalCount": 7}}
    ]


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        ("2022-10-31T22:59:59Z", "PLANNED"),
        ("2022-10-31T23:00:00Z", "ACTIVE"),
        ("2025-12-04T22:59:59Z", "ACTIVE"),
        ("2025-12-04T23:00:00Z", "ENDED"),
    ],
)
async def test_the_programme_begins_and_ends_at_midnight_in_berlin(stocked: House, at: str, shown: str) -> None:
    async with house_at(stocked, datetime.fromisoformat(at)) as running:
        answer = await entities(running.app, "... on Programme { status }", [REPRESENTATION])
    assert answer.data == [{"status": shown}]


async def test_an_empty_page_still_counts(workshop_house: House) -> None:
    answer = await offers(workshop_house, "(status: [PAUSED])", f"totalCount {PAGE}")
    nothing: dict[str, Any] = {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None}
    assert answer.data == [{"supportOffers": {"totalCount": 0, "nodes": [], "edges": [], "pageInfo": nothing}}]


@pytest.mark.parametrize(
    "arguments", ["(first: 0)", "(first: 1000)", '(after: "nonsense")', '(after: "W10")', '(after: "")']
)
async def test_a_bad_page_is_refused(workshop_house: House, arguments: str) -> None:
    answer = await offers(workshop_house, arguments)
    assert answer.data == [None]
    assert answer.codes == [("BAD_USER_INPUT", "_entities.0.supportOffers")]


async def test_projects_in_pages(workshop_house: House) -> None:
    selection = """... on IdeenwerkstattProgramme {
      all: projects(first: 2) { totalCount nodes { id title } pageInfo { hasNextPage } }
      running: projects(status: [RUNNING]) { totalCount nodes { id runs { from until } } } }"""
    answer = await entities(workshop_house.app, selection, [REPRESENTATION])
    assert answer.errors == []
    assert answer.data == [
        {
            "all": {
                "totalCount": 3,
                "nodes": [
                    {"id": "pilot_3", "title": "Landesweit"},
                    {"id": "pilot_1", "title": "Vogelstimmen im Süden"},
                ],
                "pageInfo": {"hasNextPage": True},
            },
            "running": {"totalCount": 1, "nodes": [{"id": "pilot_2", "runs": {"from": "2023-06-01", "until": None}}]},
        }
    ]


async def test_totals_are_counted_only_when_asked(workshop_house: House) -> None:
    await ask(workshop_house.app, "{ pilotCalls { programme { projects { nodes { id } } } } }")
    assert workshop_house.trips == ["pilot_calls_newest_desc", "programmes_by_slug", "pilot_projects_page_newest_desc"]
