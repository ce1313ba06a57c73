"""Whatever a verb is given, it is done whole, or refused with nothing written: never an error of the house's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.ideenwerkstatt.schema import SCHEMA
from tests.conftest import FreshDatabase
from tests.services.ideenwerkstatt.verbs import (
    APPLICATION,
    CALL,
    WORKSHOP,
    World,
    applied,
    booked,
    headers_of,
    open_call,
    open_slots,
    open_workshop,
    registered,
    world,
)
from tests.services.strange import Words, done_or_refused, wishes

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
KNOWN = ("org_w", "org_n", "exp_x", "con_2", "pilot_1", "proto_1", "fund_1", "idea_1", "ds_1", "biodiversity", "DEE02")
PERSONS = {"member_staff": 6, "member_uta": 5, "member_expert": 1, "member_ghost": 1, "machine": 1}
"""Who asks, and how often."""
assert SCHEMA._schema.mutation_type is not None
VERBS = sorted(SCHEMA._schema.mutation_type.fields)


async def likely(here: World) -> Words:
    """What there is to be done in the house, as it would be done."""
    workshop, other, call = await open_workshop(here), await open_workshop(here), await open_call(here)
    free, taken = await open_slots(here, "2025-06-18T10:00:00Z", "2025-06-19T10:00:00Z")
    await booked(here, "member_uta", taken)
    seat = (await registered(here, "member_uta", other))["registration"]["id"]
    application = (await applied(here, call))["application"]["id"]
    prototype = {"title": "Kasten", "stage": "SKETCH", "projectId": "pilot_1", "datasetIds": [], "aiMethods": []}
    done: dict[str, dict[str, Any]] = {
        "registerForWorkshop": {"workshopId": workshop},
        "cancelWorkshopRegistration": {"id": seat},
        "recordAttendance": {"registrationId": seat, "attended": True},
        "saveWorkshop": {"input": WORKSHOP},
        "bookConsultationSlot": {"slotId": free, "question": "Wie fange ich an?"},
        "cancelConsultationSlot": {"slotId": taken},
        "changeConsultationSlot": {"slotId": free, "to": "HELD_BACK"},
        "recordConsultation": {"slotId": taken, "outcome": "Gut."},
        "openConsultationSlots": {
            "consultationId": "con_2",
            "slots": [{"expertId": "exp_o", "startsAt": "2025-06-20T10:00:00Z", "minutes": 30}],
        },
        "savePilotCall": {"input": CALL},
        "advancePilotCall": {"id": call, "to": "STAGE_TWO"},
        "submitPilotApplication": {"input": {**APPLICATION, "callId": call}, "idempotencyKey": "one"},
        "submitPilotStageTwo": {"id": application, "plan": "Zuerst zählen."},
        "withdrawPilotApplication": {"id": application},
        "decidePilotApplication": {"id": application, "to": "STAGE_ONE_PASSED", "note": "Gut."},
        "savePrototype": {"input": prototype},
        "recordSustainabilityAssessment": {
            "input": {"projectId": "fund_1", "rating": "B", "co2KgPerYear": 4.0, "method": "Messung"}
        },
    }
    return Words([workshop, call, free, taken, seat, application, *KNOWN], here.moment, done)


@pytest.fixture(scope="module")
async def stage(lasting_database: FreshDatabase) -> AsyncIterator[tuple[World, Words]]:
    async with world(await lasting_database("template0")) as here:
        yield here, await likely(here)


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
