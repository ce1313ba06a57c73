"""Whatever a verb is given, it is done whole, or refused with nothing written: never an error of the house's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Graph

from services.civic_data_lab.schema import SCHEMA
from tests.conftest import FreshDatabase
from tests.services.civic_data_lab import documents as said
from tests.services.civic_data_lab.test_dcat import get
from tests.services.civic_data_lab.verbs import World, headers_of, world
from tests.services.strange import Words, done_or_refused, wishes

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
KNOWN = ("org_w", "org_g", "member_nora", "dcon_1", "dcall_1", "idea_1", "mobility", "150020000000")
PERSONS = {"member_staff": 6, "member_nora": 5, "member_wim": 1, "member_ghost": 1}
"""Who asks, and how often."""
assert SCHEMA._schema.mutation_type is not None
VERBS = sorted(SCHEMA._schema.mutation_type.fields)


async def likely(lab: World) -> Words:
    """What there is to be done in the house, as it would be done."""
    slots = [{"startsAt": f"2026-03-0{day}T10:00:00Z", "minutes": 45} for day in (4, 5)]
    opened = await lab.payload("member_staff", said.SLOTS, id="dcon_1", slots=slots)
    free, taken = (each["id"] for each in opened["slots"])
    session = (await lab.payload("member_nora", said.BOOK, slot=taken, concern="Wie?"))["session"]["id"]
    call = (await lab.payload("member_staff", said.SAVE_CALL, input=said.CALL))["call"]["id"]
    project = {**said.PROJECT, "callId": call}
    sketch = (await lab.payload("member_nora", said.SUBMIT, input=project, key="one"))["project"]["id"]
    dataset = (await lab.payload("member_nora", said.SAVE, input=said.DATASET))["dataset"]["id"]
    ((module,),) = await lab.rows("SELECT id FROM learning_module ORDER BY id LIMIT 1")
    enrolment = (await lab.payload("member_nora", said.ENROL, id=module))["enrolment"]["id"]
    form = {**said.DATASET["distributions"][0], "downloadUrl": "https://data.example.org/p.csv", "byteSize": 10}
    frequency = "http://publications.europa.eu/resource/authority/frequency/ANNUAL"
    described = {
        **said.DATASET,
        "distributions": [form],
        "accrualPeriodicity": frequency,
        "contactPoint": "a@b.example",
    }
    done: dict[str, dict[str, Any]] = {
        "bookDataConsultation": {"slotId": free, "concern": "Wie?"},
        "cancelDataConsultation": {"sessionId": session},
        "confirmDataConsultation": {"sessionId": session},
        "recordDataConsultation": {"sessionId": session, "outcome": "ANSWERED"},
        "openDataConsultationSlots": {
            "consultationId": "dcon_1",
            "slots": [{"startsAt": "2026-03-06T10:00:00Z", "minutes": 45}],
        },
        "submitDataProject": {"input": project, "idempotencyKey": "two"},
        "withdrawDataProject": {"id": sketch},
        "advanceDataProject": {"id": sketch, "to": "SCREENING", "note": "Gut."},
        "saveDataProjectCall": {"input": said.CALL},
        "saveDataset": {"input": described},
        "changeDatasetStatus": {"id": dataset, "to": "IN_REVIEW"},
        "recordDatasetUsage": {"datasetId": "ds_paths", "projectId": "dp_1", "purpose": {"de": "Zählen"}},
        "enrol": {"moduleId": module},
        "recordProgress": {"enrolmentId": enrolment, "progressPercent": 40},
        "cancelEnrolment": {"enrolmentId": enrolment},
    }
    return Words([free, taken, session, call, sketch, dataset, module, enrolment, *KNOWN], lab.moment, done)


@pytest.fixture(scope="module")
async def stage(lasting_database: FreshDatabase) -> AsyncIterator[tuple[World, Words]]:
    async with world(await lasting_database("template0")) as lab:
        yield lab, await likely(lab)


def test_for_every_verb_there_is_something_to_be_done(stage: tuple[World, Words]) -> None:
    assert sorted(stage[1].given) == VERBS


@pytest.mark.parametrize("verb", VERBS)
@settings(max_examples=12, deadline=None, suppress_health_check=SLOW)
@given(data=st.data(), person=st.sampled_from([who for who, times in PERSONS.items() for _ in range(times)]))
async def test_a_verb_is_done_whole_or_not_at_all(
    stage: tuple[World, Words], verb: str, data: st.DataObject, person: str
) -> None:
    here, words = stage
    wish = data.draw(wishes(SCHEMA._schema, verb, words))
    await done_or_refused(here.own, here.connection, headers_of(person), wish)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
async def test_what_was_taken_in_can_be_given_out(stage: tuple[World, Words], data: st.DataObject) -> None:
    """One strange data set must not make the catalogue unreadable for all."""
    here, words = stage
    wish = data.draw(wishes(SCHEMA._schema, "saveDataset", words))
    if await done_or_refused(here.own, here.connection, headers_of("member_staff"), wish):
        await here.rows("UPDATE dataset SET status = 'PUBLISHED', issued = now()")
        for path, form in (("/catalogue.ttl", "turtle"), ("/catalogue.jsonld", "json-ld")):
            answer = await get(here.own.app, path)
            assert answer.status_code == 200
            Graph().parse(data=answer.content, format=form)
