"""``_entities``: every key of the service, in the order asked, with one trip for each level."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from graphql import GraphQLUnionType

from services.civic_data_lab.schema import SCHEMA
from tests.kit.asking import ask, entities
from tests.services.conftest import House

CC_BY = "http://dcat-ap.de/def/licenses/cc-by/4.0"


@pytest.mark.parametrize(
    ("typename", "key", "known", "selection", "trip"),
    [
        ("CivicDataLabProgramme", "slug", "civic-data-lab", "status", "programmes_by_slug"),
        ("DataConsultation", "id", "dcon_1", "kind", "data_consultations_by_id"),
        ("DataConsultationSlot", "id", "dslot_past", "minutes", "slots_by_id"),
        ("DataProjectCall", "id", "dcall_1", "places", "data_project_calls_by_id"),
        ("LearningModule", "id", "mod_1", "language", "learning_modules_by_id"),
        ("CommunityFormat", "id", "form_1", "format", "community_formats_by_id"),
        ("DataProject", "id", "dp_1", "stage", "data_projects_by_id"),
        ("Dataset", "id", "ds_paths", "uri", "datasets_by_id"),
        ("Dataset", "uri", "https://data.example.org/paths", "id", "datasets_by_uri"),
        ("License", "uri", CC_BY, "title", "licenses_by_uri"),
    ],
)
async def test_own_entities(lab: House, typename: str, key: str, known: str, selection: str, trip: str) -> None:
    """Asked twice for a known one, and once for one that is not there: the answers stand where they were asked."""
    asked: list[Mapping[str, Any]] = [{"__typename": typename, key: value} for value in (known, "none", known)]
    answer = await entities(lab.app, f"__typename ... on {typename} {{ {key} {selection} }}", asked)
    assert answer.errors == []
    first, absent, second = answer.data
    assert first["__typename"] == typename
    assert first[key] == known
    assert first[selection] is not None
    assert absent is None
    assert second == first
    assert lab.trips == [trip]


def test_everything_with_a_resolvable_key_can_be_asked_for() -> None:
    union = SCHEMA.schema_converter.type_map["_Entity"].implementation
    assert isinstance(union, GraphQLUnionType)
    known = {kind.name for kind in union.types}
    assert known == set(re.findall(r"^type (\w+)[^{]*@key(?!\([^)]*resolvable: false)", SCHEMA.as_str(), re.MULTILINE))
    assert len(known) == 19


async def test_projects_of_other_ministries_use_and_publish(lab: House) -> None:
    answer = await entities(
        lab.app,
        """... on FundedProject { usedDatasets { since purpose { de } dataset { id } } publishedDatasets { id } }
           ... on PilotProject { usedDatasets { dataset { id } } publishedDatasets { id } }""",
        [
            {"__typename": "FundedProject", "id": "fund_1"},
            {"__typename": "PilotProject", "id": "fund_1"},
            {"__typename": "PilotProject", "id": "pilot_1"},
        ],
    )
    assert answer.errors == []
    assert answer.data == [
        {
            "usedDatasets": [
                {"since": "2024-09-01", "purpose": {"de": "Routen rechnen"}, "dataset": {"id": "ds_paths"}}
            ],
            "publishedDatasets": [{"id": "ds_closed"}],
        },
        {"usedDatasets": [], "publishedDatasets": []},
        {"usedDatasets": [{"dataset": {"id": "ds_paths"}}], "publishedDatasets": []},
    ]


@pytest.mark.parametrize(
    "representation",
    [
        {"__typename": "Dataset"},
        {"__typename": "Dataset", "id": None},
        {"__typename": "Dataset", "id": "no text in \0 PostgreSQL"},
        {"__typename": "Dataset", "id": 7, "uri": "https://data.example.org/paths"},
        {"__typename": "Dataset", "uri": ["x"]},
        {"__typename": "Region", "nuts": "DEE02"},
        {"__typename": "Ministry", "code": "BMFSFJ"},
        {"__typename": "Query"},
        7,
    ],
)
async def test_a_bad_reference_hurts_nobody_else(lab: House, representation: Any) -> None:
    good = {"__typename": "Dataset", "id": "ds_paths"}
    answer = await entities(lab.app, "... on Dataset { id }", [good, representation, good])
    assert answer.data == [{"id": "ds_paths"}, None, {"id": "ds_paths"}]
    assert answer.codes == [("BAD_USER_INPUT", "_entities.1")]


async def test_a_level_is_one_trip_however_many_parents_it_has(lab: House) -> None:
    """Four data sets with everything that hangs on them, and a second round through the projects that use them."""
    answer = await ask(
        lab.app,
        """{ datasets { nodes { coverage { name } distributions { license { title } }
             publisher { id dataProjects { id } }
             usedBy { purpose { de } dataset { id } project {
               ... on DataProject { title stageHistory { stage } usedDatasets { dataset { title { de } } } }
               ... on FundedProject { publishedDatasets { id } } } } } } }""",
    )
    assert answer.errors == []
    assert sorted(lab.trips) == [
        "data_projects_by_id",
        "data_projects_of_actor_newest_desc",
        "datasets_by_id",
        "datasets_of_project_newest_desc",
        "datasets_page_newest_desc",
        "distributions_of_dataset",
        "regions_of_dataset",
        "stages_of_project",
        "usages_of_dataset_newest_asc",
        "usages_of_project_newest_asc",
    ]


async def test_a_region_s_name_is_known_only_where_it_is_provided(lab: House) -> None:
    answer = await entities(lab.app, "... on Region { nuts name }", [{"__typename": "Region", "ars": "150020000000"}])
    assert answer.data == [None]
    assert answer.codes == [("BAD_USER_INPUT", "_entities.0.name")]
