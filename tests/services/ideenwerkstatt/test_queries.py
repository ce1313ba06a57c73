"""The root fields: filters, pages, bounds, and what a client reads when a request is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.kit.asking import ask
from tests.services.conftest import House

WORKSHOPS = "query ($from: DateTime, $until: DateTime, $topics: [ID!], $nuts: ID, $free: Boolean, $first: Int = 20) { \
workshops(from: $from, until: $until, topicSlugs: $topics, nuts: $nuts, seatsFreeOnly: $free, first: $first) { id } }"


@pytest.mark.parametrize(
    ("variables", "ids"),
    [
        ({}, ["ws_full", "ws_free", "ws_over"]),
        ({"from": "2025-03-11T17:00:00Z"}, ["ws_free", "ws_over"]),
        ({"from": "2025-03-11T18:00:00+01:00", "until": "2025-03-11T17:00:00Z"}, ["ws_free"]),
        ({"until": "2025-03-10T08:59:59Z"}, []),
        ({"topics": ["language", "forest"]}, ["ws_full", "ws_free"]),
        ({"topics": []}, []),
        ({"topics": ["no-such-topic"]}, []),
        ({"nuts": "DEE"}, ["ws_free"]),
        ({"nuts": "DE"}, ["ws_full", "ws_free"]),
        ({"free": True}, ["ws_free"]),
        ({"free": None}, ["ws_full", "ws_free", "ws_over"]),
        ({"first": 1}, ["ws_full"]),
        ({"from": "2025-03-11T00:00:00Z", "nuts": "DEE02", "topics": ["forest"], "free": True}, ["ws_free"]),
    ],
)
async def test_workshops_are_filtered(workshop_house: House, variables: dict[str, Any], ids: list[str]) -> None:
    answer = await ask(workshop_house.app, WORKSHOPS, variables)
    assert answer.errors == []
    assert [workshop["id"] for workshop in answer.data["workshops"]] == ids
    assert workshop_house.trips == [*(["unknown_topics"] if variables.get("topics") else []), "workshops_beginning_asc"]


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"first": 0}, "first must be from 1 to 100, not 0."),
        ({"first": 101}, "first must be from 1 to 100, not 101."),
        ({"first": None}, "first must be from 1 to 100, not null."),
        ({"from": "2025-03-12T00:00:00Z", "until": "2025-03-11T00:00:00Z"}, "until must not be before from."),
        ({"nuts": ""}, "'' is no NUTS code; one looks like DE, DEE or DEE02."),
        ({"nuts": "%"}, "'%' is no NUTS code; one looks like DE, DEE or DEE02."),
        ({"topics": ["a\x00b"]}, "A value is out of the range of its field."),
    ],
)
async def test_a_bad_filter_is_refused(workshop_house: House, variables: dict[str, Any], message: str) -> None:
    answer = await ask(workshop_house.app, WORKSHOPS, variables)
    assert answer.data == {"workshops": None}
    assert [error["message"] for error in answer.errors] == [message]
    assert answer.codes == [("BAD_USER_INPUT", "workshops")]


async def test_a_workshop_in_full(workshop_house: House) -> None:
    answer = await ask(
        workshop_house.app,
        """{ workshop(id: "ws_full") {
          title { de en deSimple text(language: EN) } summary { text } kind status audiences applyUntil url format
          startsAt endsAt capacity seatsFree accessibility venue { name street city isOnline } region { nuts name }
          topics { slug } hosts { id } experts { id fields { de } languages actor { id } }
          materials { id title { de } mediaType } programme { slug status ministries { code } }
        } }""",
    )
    assert answer.errors == []
    assert answer.data["workshop"] == {
        "title": {
            "de": "Prompten für Bäume 🌳",
            "en": "Prompting for trees",
            "deSimple": None,
            "text": "Prompting for trees",
        },
        "summary": {"text": "Größe zählt."},
        "kind": "WORKSHOP",
        "status": "ENDED",
        "audiences": ["CIVIL_SOCIETY", "SCIENCE"],
        "applyUntil": "2025-03-01T12:00:00+00:00",
        "url": "https://example.org/ws_full",
        "format": "PROMPTING",
        "startsAt": "2025-03-10T09:00:00+00:00",
        "endsAt": "2025-03-10T12:00:00+00:00",
        "capacity": 2,
        "seatsFree": 0,
        "accessibility": ["STEP_FREE", "CHILDCARE"],
        "venue": {"name": "Impact Hub", "street": None, "city": "Berlin", "isOnline": False},
        "region": {"nuts": "DE300", "name": "Berlin"},
        "topics": [{"slug": "biodiversity"}, {"slug": "language"}],
        "hosts": [{"id": "org_2"}, {"id": "mem_1"}],
        "experts": [
            {"id": "exp_2", "fields": [], "languages": ["DE"], "actor": None},
            {
                "id": "exp_1",
                "fields": [{"de": "Bioakustik"}, {"de": "Wald"}],
                "languages": ["DE", "EN"],
                "actor": {"id": "mem_1"},
            },
        ],
        "materials": [
            {"id": "mat_1", "title": {"de": "Folien"}, "mediaType": "application/pdf"},
            {"id": "mat_2", "title": {"de": "Übungen"}, "mediaType": "text/html"},
        ],
        "programme": {"slug": "ki-ideenwerkstatt", "status": "ENDED", "ministries": [{"code": "BMUV"}]},
    }


async def test_what_is_open_is_null(workshop_house: House) -> None:
    """No deadline, no address, no place to sit, no NUTS code; and more people than seats is no negative number."""
    answer = await ask(
        workshop_house.app,
        '{ workshop(id: "ws_over") { applyUntil url venue { name } region { name } seatsFree hosts { id } } }',
    )
    assert answer.errors == []
    assert answer.data["workshop"] == {
        "applyUntil": None,
        "url": None,
        "venue": None,
        "region": None,
        "seatsFree": 0,
        "hosts": [],
    }


async def test_seats_count_neither_the_waiting_list_nor_who_cancelled(workshop_house: House) -> None:
    answer = await ask(workshop_house.app, "{ workshops { id capacity seatsFree } }")
    assert {workshop["id"]: workshop["seatsFree"] for workshop in answer.data["workshops"]} == {
        "ws_full": 0,
        "ws_free": 9,
        "ws_over": 0,
    }


@pytest.mark.parametrize(
    ("query", "nothing"),
    [
        ('{ workshop(id: "ws_none") { id } }', {"workshop": None}),
        ('{ workshop(id: "con_1") { id } }', {"workshop": None}),
        ('{ pilotProject(id: "") { id } }', {"pilotProject": None}),
        ("{ pilotProjects(status: []) { id } }", {"pilotProjects": []}),
    ],
)
async def test_what_is_not_there_is_no_error(workshop_house: House, query: str, nothing: dict[str, Any]) -> None:
    answer = await ask(workshop_house.app, query)
    assert (answer.data, answer.errors) == (nothing, [])


async def test_projects_and_prototypes_are_filtered_by_state(workshop_house: House) -> None:
    answer = await ask(
        workshop_house.app,
        """{ all: pilotProjects { id } one: pilotProjects(first: 1) { id }
             completed: pilotProjects(status: [COMPLETED]) { id }
             prototypes(stage: [SKETCH, MOCKUP]) { id stage modelParametersMillion project { id } demonstrator { id } }
             pilotCalls { id phase places projects { id } }
             aiConsultations { id slots { id minutes expert { id } status }
                               every: slots(freeOnly: false, first: 2) { id } } }""",
    )
    assert answer.errors == []
    assert answer.data == {
        "all": [{"id": "pilot_3"}, {"id": "pilot_1"}, {"id": "pilot_2"}],
        "completed": [{"id": "pilot_3"}, {"id": "pilot_1"}],
        "one": [{"id": "pilot_3"}],
        "prototypes": [
            {"id": "proto_2", "stage": "SKETCH", "modelParametersMillion": None, "project": None, "demonstrator": None}
        ],
        "pilotCalls": [
            {
                "id": "call_1",
                "phase": "COMPLETED",
                "places": 5,
                "projects": [{"id": "pilot_3"}, {"id": "pilot_1"}, {"id": "pilot_2"}],
            }
        ],
        "aiConsultations": [
            {"id": "con_2", "slots": [], "every": []},
            {
                "id": "con_1",
                "slots": [
                    {"id": "slot_1", "minutes": 45, "expert": {"id": "exp_1"}, "status": "FREE"},
                    {"id": "slot_3", "minutes": 30, "expert": None, "status": "FREE"},
                ],
                "every": [{"id": "slot_1"}, {"id": "slot_2"}],
            },
        ],
    }


async def test_experts_are_for_people_who_are_logged_in(
    workshop_house: House, as_caller: Callable[..., dict[str, str]]
) -> None:
    query = "query ($topic: ID) { experts(topicSlug: $topic) { id acceptsConsultations } }"
    refused = await ask(workshop_house.app, query)
    assert (refused.data, refused.codes) == ({"experts": None}, [("UNAUTHENTICATED", "experts")])
    assert workshop_house.trips == []
    answer = await ask(workshop_house.app, query, headers=as_caller("mem_9"))
    assert answer.data == {
        "experts": [{"id": "exp_1", "acceptsConsultations": True}, {"id": "exp_2", "acceptsConsultations": False}]
    }
    answer = await ask(workshop_house.app, query, {"topic": "biodiversity"}, headers=as_caller("mem_9"))
    assert [expert["id"] for expert in answer.data["experts"]] == ["exp_1"]
