"""``_entities``: every key of the service, in the order asked, with one trip for each level."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from graphql import GraphQLUnionType

from services.ideenwerkstatt.schema import SCHEMA
from tests.kit.asking import ask, entities
from tests.services.conftest import House


@pytest.mark.parametrize(
    ("typename", "known", "selection", "trip"),
    [
        ("Workshop", "ws_full", "format", "workshops_by_id"),
        ("Material", "mat_1", "license", "materials_by_id"),
        ("AiConsultation", "con_1", "kind", "ai_consultations_by_id"),
        ("ConsultationSlot", "slot_2", "status", "slots_by_id"),
        ("PilotCall", "call_1", "places", "pilot_calls_by_id"),
        ("ComputeQuota", "gpu_1", "gpuHoursPerProject", "compute_quotas_by_id"),
        ("Expert", "exp_1", "languages", "experts_by_id"),
        ("PilotProject", "pilot_1", "title", "pilot_projects_by_id"),
        ("Prototype", "proto_1", "stage", "prototypes_by_id"),
        ("Demonstrator", "demo_1", "isTravelling", "demonstrators_by_id"),
        ("SustainabilityAssessment", "sus_1", "rating", "assessments_by_id"),
    ],
)
async def test_own_entities(workshop_house: House, typename: str, known: str, selection: str, trip: str) -> None:
    """Asked twice for a known one, and once for one that is not there: the answers stand where they were asked."""
    asked: list[Mapping[str, Any]] = [{"__typename": typename, "id": id_} for id_ in (known, "none", known)]
    answer = await entities(workshop_house.app, f"__typename ... on {typename} {{ id {selection} }}", asked)
    assert answer.errors == []
    first, absent, second = answer.data
    assert first["__typename"] == typename
    assert first["id"] == known
    assert first[selection] is not None
    assert absent is None
    assert second == first
    assert workshop_house.trips == [trip]


def test_everything_with_a_resolvable_key_can_be_asked_for() -> None:
    union = SCHEMA.schema_converter.type_map["_Entity"].implementation
    assert isinstance(union, GraphQLUnionType)
    known = {kind.name for kind in union.types}
    assert known == set(re.findall(r"^type (\w+)[^{]*@key(?!\([^)]*resolvable: false)", SCHEMA.as_str(), re.MULTILINE))
    assert len(known) == 22


CONTRIBUTED: list[tuple[Mapping[str, str], str, Any]] = [
    (
        {"__typename": "Actor", "id": "org_2"},
        "... on Actor { pilotProjects { id } expertise { id } }",
        {"pilotProjects": [{"id": "pilot_3"}, {"id": "pilot_1"}], "expertise": None},
    ),
    (
        {"__typename": "Actor", "id": "mem_1"},
        "... on Actor { pilotProjects { id } expertise { id } }",
        {"pilotProjects": [], "expertise": {"id": "exp_1"}},
    ),
    (
        {"__typename": "Topic", "slug": "biodiversity"},
        "... on Topic { pilotProjects { id } workshops(first: 1) { id } }",
        {"pilotProjects": [{"id": "pilot_1"}], "workshops": [{"id": "ws_full"}]},
    ),
    (
        {"__typename": "Region", "nuts": "DEE02"},
        "... on Region { pilotProjects { id } demonstrators { id } }",
        {"pilotProjects": [{"id": "pilot_1"}], "demonstrators": [{"id": "demo_1"}]},
    ),
    (
        {"__typename": "Region", "nuts": "DEE"},
        "... on Region { pilotProjects { id region { name } } demonstrators { id } }",
        {
            "pilotProjects": [
                {"id": "pilot_3", "region": {"name": "Sachsen-Anhalt"}},
                {"id": "pilot_1", "region": {"name": "Halle (Saale)"}},
            ],
            "demonstrators": [{"id": "demo_1"}],
        },
    ),
    (
        {"__typename": "Idea", "id": "idea_1"},
        "... on Idea { pilotProjects { id } prototypes { id datasets { id } } }",
        {
            "pilotProjects": [{"id": "pilot_3"}, {"id": "pilot_1"}],
            "prototypes": [{"id": "proto_1", "datasets": [{"id": "ds_2"}, {"id": "ds_1"}]}],
        },
    ),
    (
        {"__typename": "FundedProject", "id": "fund_1"},
        """... on FundedProject {
          sustainabilityAssessment { id co2KgPerYear embodiedCo2Kg assessedOn assessedBy { id } } }""",
        {
            "sustainabilityAssessment": {
                "id": "sus_2",
                "co2KgPerYear": 11.0,
                "embodiedCo2Kg": 3.0,
                "assessedOn": "2025-01-01",
                "assessedBy": {"id": "exp_1"},
            }
        },
    ),
    (
        {"__typename": "DataProject", "id": "fund_1"},
        "... on DataProject { sustainabilityAssessment { id rating assessedBy { id } } }",
        {"sustainabilityAssessment": {"id": "sus_3", "rating": "E", "assessedBy": None}},
    ),
    (
        {"__typename": "Dataset", "id": "ds_1"},
        "... on Dataset { prototypes { id aiMethods } }",
        {"prototypes": [{"id": "proto_1", "aiMethods": ["SPEECH", "TABULAR_ML"]}]},
    ),
]


@pytest.mark.parametrize(("representation", "selection", "expected"), CONTRIBUTED)
async def test_fields_that_are_added_to_other_services_entities(
    workshop_house: House, representation: Mapping[str, str], selection: str, expected: Any
) -> None:
    answer = await entities(workshop_house.app, selection, [representation])
    assert answer.errors == []
    assert answer.data == [expected]


async def test_unknown_keys_of_hubs_have_empty_lists(workshop_house: House) -> None:
    """Whether an idea or an actor exists is known to the marketplace alone."""
    answer = await entities(
        workshop_house.app,
        "... on Idea { pilotProjects { id } } ... on Actor { pilotProjects { id } expertise { id } }",
        [{"__typename": "Idea", "id": "idea_none"}, {"__typename": "Actor", "id": "nobody"}],
    )
    assert answer.errors == []
    assert answer.data == [{"pilotProjects": []}, {"pilotProjects": [], "expertise": None}]


@pytest.mark.parametrize(
    "representation",
    [
        {"__typename": "Workshop"},
        {"__typename": "Workshop", "id": 7},
        {"__typename": "Workshop", "id": None},
        {"__typename": "Workshop", "id": "no text in \0 PostgreSQL"},
        {"__typename": "Region", "nuts": ""},
        {"__typename": "Region", "ars": "150020000000"},
        {"__typename": "Nonsense", "id": "x"},
        {"id": "ws_full"},
        "ws_full",
    ],
)
async def test_a_bad_reference_hurts_nobody_else(workshop_house: House, representation: Any) -> None:
    good = {"__typename": "Workshop", "id": "ws_full"}
    answer = await entities(
        workshop_house.app,
        "... on Workshop { id } ... on Region { demonstrators { id } }",
        [good, representation, good],
    )
    assert answer.data == [{"id": "ws_full"}, None, {"id": "ws_full"}]
    assert answer.codes == [("BAD_USER_INPUT", "_entities.1")]


async def test_a_level_is_one_trip_however_many_parents_it_has(workshop_house: House) -> None:
    """Three workshops with hosts, experts, materials and the programme: four levels' worth of keys, five trips."""
    answer = await ask(
        workshop_house.app,
        """{ workshops { topics { slug } hosts { id } region { name } materials { id } programme { slug }
             experts { id actor { id pilotProjects { id prototypes { id } } } } } }""",
    )
    assert answer.errors == []
    assert len(workshop_house.trips) == len(set(workshop_house.trips)), workshop_house.trips
    assert sorted(workshop_house.trips) == [
        "experts_by_id",
        "materials_of_workshop",
        "pilot_projects_of_actor_newest_desc",
        "programmes_by_slug",
        "workshops_beginning_asc",
    ]


async def test_many_references_are_one_trip(workshop_house: House) -> None:
    asked = [{"__typename": "FundedProject", "id": f"fund_{number}"} for number in range(200)]
    selection = "... on FundedProject { sustainabilityAssessment { rating } }"
    answer = await entities(workshop_house.app, selection, list(asked))
    assert answer.errors == []
    assert answer.data[1] == {"sustainabilityAssessment": {"rating": "B"}}
    assert answer.data[0] == {"sustainabilityAssessment": None}
    assert workshop_house.trips == ["newest_assessments"]


async def test_a_region_s_name_is_known_only_where_it_is_provided(workshop_house: House) -> None:
    answer = await entities(workshop_house.app, "... on Region { name }", [{"__typename": "Region", "nuts": "DEE"}])
    assert answer.data == [None]
    assert answer.codes == [("BAD_USER_INPUT", "_entities.0.name")]
