"""Prototypes up to HANDED_OVER, measured footprints of projects of all ministries, and the estimate of an idea."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.conftest import FreshDatabase
from tests.kit.asking import ask
from tests.services.conftest import House
from tests.services.ideenwerkstatt.verbs import World, codes, world

STAFF, EXPERT = "member_staff", "member_expert"
PROTOTYPE: dict[str, Any] = {
    "title": "Vogelkasten 2 (fiktiv)",
    "stage": "SKETCH",
    "projectId": "pilot_2",
    "datasetIds": ["ds_1"],
    "aiMethods": ["SPEECH"],
    "modelParametersMillion": 5.5,
}
SAVE = """mutation ($id: ID, $input: PrototypeInput!, $key: ID) {
  p: savePrototype(id: $id, input: $input, idempotencyKey: $key) { prototype { id title stage license repositoryUrl
    viewerActions datasets { id } project { id } } errors { code path message } } }"""
ASSESS = """mutation ($input: SustainabilityAssessmentInput!) { p: recordSustainabilityAssessment(input: $input) {
  assessment { id rating co2KgPerYear assessedOn assessedBy { id } } errors { code path } } }"""
ASSESSMENT: dict[str, Any] = {"projectId": "pilot_2", "rating": "B", "co2KgPerYear": 42.5, "method": "Messung"}


@pytest.fixture
async def here(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        await found.rows("INSERT INTO project_participant VALUES ('pilot_2', 'org_w', 0)")
        await found.rows("INSERT INTO project_expert VALUES ('pilot_2', 'exp_x', 0)")
        yield found


async def test_from_a_sketch_to_handing_over(here: World) -> None:
    made = await here.payload("member_uta", SAVE, input=PROTOTYPE, key="k")
    assert made["errors"] == []
    stages = ["MOCKUP", "PROOF_OF_CONCEPT", "PROTOTYPE", "FIELD_TEST", "HANDED_OVER"]
    assert {**made["prototype"], "id": ""} == {
        "id": "",
        "title": "Vogelkasten 2 (fiktiv)",
        "stage": "SKETCH",
        "license": None,
        "repositoryUrl": None,
        "viewerActions": [*stages, "DISCARDED", "EDIT"],
        "datasets": [{"id": "ds_1"}],
        "project": {"id": "pilot_2"},
    }
    assert await here.payload("member_uta", SAVE, input=PROTOTYPE, key="k") == made
    own = {"id": made["prototype"]["id"]}
    tested = await here.payload(EXPERT, SAVE, **own, input={**PROTOTYPE, "stage": "FIELD_TEST"})
    assert tested["prototype"]["viewerActions"] == ["HANDED_OVER", "DISCARDED", "EDIT"]
    back = await here.payload(EXPERT, SAVE, **own, input={**PROTOTYPE, "stage": "MOCKUP"})
    assert codes(back) == [("WRONG_STATE", "input.stage")]
    bare = await here.payload("member_uta", SAVE, **own, input={**PROTOTYPE, "stage": "HANDED_OVER"})
    assert codes(bare) == [("INVALID", "input.license"), ("INVALID", "input.repositoryUrl")]
    whole = {
        **PROTOTYPE,
        "stage": "HANDED_OVER",
        "license": "EUPL-1.2",
        "repositoryUrl": "https://example.org/repo",
        "ideaId": "idea_1",
    }
    over = await here.payload("member_uta", SAVE, **own, input=whole)
    assert (over["errors"], over["prototype"]["stage"]) == ([], "HANDED_OVER")
    kept = await here.payload("member_uta", SAVE, **own, input={**whole, "license": None})
    assert codes(kept) == [("INVALID", "input.license")]
    assert await here.told("prototype.") == [
        ("prototype.stage_changed", ["member_expert"]),
        ("prototype.stage_changed", ["member_uta"]),
        ("prototype.stage_changed", ["member_expert"]),
    ]
    ((last,),) = await here.rows(
        "SELECT payload FROM outbox WHERE kind = 'prototype.stage_changed' ORDER BY seq DESC LIMIT 1"
    )
    assert (last["from"], last["to"], last["ideaId"], last["projectId"]) == (
        *("FIELD_TEST", "HANDED_OVER", "idea_1", "pilot_2"),
    )
    look = "query ($id: ID!) { prototype(id: $id) { title stage viewerActions } }"
    assert (await here.do(None, look, own)).data["prototype"] == {
        "title": "Vogelkasten 2 (fiktiv)",
        "stage": "HANDED_OVER",
        "viewerActions": [],
    }


async def test_who_may_not_build(here: World) -> None:
    for who in ("member_nora", "member_tom", "member_other"):
        assert codes(await here.payload(who, SAVE, input=PROTOTYPE)) == [("FORBIDDEN", "input.projectId")]
    alone = {key: value for key, value in PROTOTYPE.items() if key != "projectId"}
    assert codes(await here.payload("member_uta", SAVE, input=alone)) == [("FORBIDDEN", "input.projectId")]
    made = await here.payload("member_other", SAVE, input=alone)
    assert codes(made) == []
    # Without a project it is the staff's from then on.
    own = {"id": made["prototype"]["id"]}
    assert codes(await here.payload("member_other", SAVE, **own, input=alone)) == [("FORBIDDEN", "id")]
    assert codes(await here.payload(STAFF, SAVE, **own, input=PROTOTYPE)) == []
    moved = await here.payload("member_uta", SAVE, **own, input={**PROTOTYPE, "projectId": "pilot_1"})
    assert codes(moved) == [("INVALID", "input.projectId")]
    strange = {**PROTOTYPE, "datasetIds": ["ds_none"], "title": "", "modelParametersMillion": -1}
    assert codes(await here.payload("member_uta", SAVE, input=strange)) == [
        ("INVALID", "input.title"),
        ("INVALID", "input.modelParametersMillion"),
        ("NOT_FOUND", "input.datasetIds"),
    ]
    assert codes(await here.payload(STAFF, SAVE, input={**PROTOTYPE, "projectId": "none"})) == [
        ("NOT_FOUND", "input.projectId")
    ]
    assert codes(await here.payload(STAFF, SAVE, id="none", input=PROTOTYPE)) == [("NOT_FOUND", "id")]
    gone = await here.payload("member_uta", SAVE, **own, input={**PROTOTYPE, "stage": "DISCARDED"})
    assert (gone["prototype"]["stage"], gone["prototype"]["viewerActions"]) == ("DISCARDED", [])
    assert codes(await here.payload("member_uta", SAVE, **own, input=PROTOTYPE)) == [("WRONG_STATE", "input.stage")]
    here.moment = datetime(2025, 12, 5, tzinfo=UTC)
    assert codes(await here.payload(STAFF, SAVE, input=PROTOTYPE)) == [("PROGRAMME_ENDED", "")]


async def test_footprints_of_projects_of_all_three_ministries(here: World) -> None:
    for project, kind in (("pilot_2", "PilotProject"), ("fund_1", "FundedProject"), ("data_1", "DataProject")):
        wish = {**ASSESSMENT, "projectId": project}
        came = await asyncio.gather(*(here.payload(EXPERT, ASSESS, input=wish) for _ in range(3)))
        assert [each["errors"] for each in came] == [[]] * 3
        assert len({each["assessment"]["id"] for each in came}) == 1  # the same said again is the same
        assert came[0]["assessment"]["assessedBy"] == {"id": "exp_x"}
        assert came[0]["assessment"]["assessedOn"] == "2025-06-16"
        look = f"""{{ _entities(representations: [{{ __typename: "{kind}", id: "{project}" }}]) {{
          ... on {kind} {{ sustainabilityAssessment {{ rating co2KgPerYear }} }} }} }}"""
        (found,) = (await here.do(None, look)).data["_entities"]
        assert found["sustainabilityAssessment"] == {"rating": "B", "co2KgPerYear": 42.5}
    assert codes(await here.payload(EXPERT, ASSESS, input={**ASSESSMENT, "projectId": "ds_1"})) == [
        ("NOT_FOUND", "input.projectId")
    ]
    assert codes(await here.payload(EXPERT, ASSESS, input={**ASSESSMENT, "projectId": "none"})) == [
        ("NOT_FOUND", "input.projectId")
    ]
    assert (await here.payload("machine", ASSESS, input=ASSESSMENT))["assessment"]["assessedBy"] is None
    assert (await here.do("member_nora", ASSESS, {"input": ASSESSMENT})).codes == [("FORBIDDEN", "p")]
    empty = {"projectId": "pilot_2", "rating": "A", "method": " "}
    assert codes(await here.payload(STAFF, ASSESS, input=empty)) == [
        ("INVALID", "input.method"),
        ("INVALID", "input.rating"),
    ]
    negative = await here.payload(STAFF, ASSESS, input={**ASSESSMENT, "co2KgPerYear": -1})
    assert codes(negative) == [("INVALID", "input.co2KgPerYear")]


@pytest.mark.parametrize(
    ("methods", "users", "rating", "carbon"),
    [
        (["TABULAR_ML"], 1_000, "A", 18.2),
        (["LLM"], 1_000, "C", 127.0),
        (["SPEECH", "NLP"], 10_000, "B", 72.6),
        (["LLM", "SPEECH"], 100_000, "E", 11271.1),
        (["NONE_YET"], 1_000, "UNKNOWN", None),
        ([], 1_000, "UNKNOWN", None),
        (["LLM"], None, "UNKNOWN", None),
        (["LLM"], 0, "A", 18.1),
    ],
)
async def test_the_estimate_of_an_idea(
    workshop_house: House, methods: list[str], users: int | None, rating: str, carbon: float | None
) -> None:
    query = """query ($r: [_Any!]!) { _entities(representations: $r) { ... on Idea { sustainabilityEstimate {
      rating energyKwhPerYear co2KgPerYear assumptions { de en deSimple } hints { de } } } } }"""
    asked = [{"__typename": "Idea", "id": "idea_1", "aiMethods": methods, "expectedUsers": users}]
    answer = await ask(workshop_house.app, query, {"r": asked})
    found = answer.data["_entities"][0]["sustainabilityEstimate"]
    assert (found["rating"], found["co2KgPerYear"]) == (rating, carbon)
    assert (found["energyKwhPerYear"] is None) is (rating == "UNKNOWN")
    assert bool(found["hints"]) is (rating != "A")
    assert all(found["assumptions"].values())
