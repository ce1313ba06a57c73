"""What is left of a member after an erasure: nothing that lies in the future, no text, no person behind what stays."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from services.ideenwerkstatt.app import EFFECTS
from services.ideenwerkstatt.store.connection import open_store
from services.ideenwerkstatt.store.erasing import export_of, forget
from services.kit.clock import Clock
from services.kit.erasing import with_erasure
from services.kit.following import ERASURE_DUE, Event
from services.kit.settings import Settings
from tests.conftest import FreshDatabase
from tests.services.ideenwerkstatt.verbs import (
    World,
    applied,
    booked,
    open_call,
    open_slots,
    open_workshop,
    registered,
    world,
)

LATER = "2999-01-01T00:00:00Z"


@pytest.fixture
async def here(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


def settings(here: World) -> Settings:
    return Settings("ideenwerkstatt", here.own.url, "127.0.0.1", 1, 2, None, None, None)


async def erase(here: World, member: str) -> None:
    """The effect of the marketplace's event, in a transaction as the follower does it."""
    event = Event("c", ERASURE_DUE, "Member", member, (), {"memberId": member})
    effects = with_erasure(EFFECTS, Clock(reads=lambda: here.moment), forget)
    async with open_store(settings(here)) as database, database.transaction() as inside:
        await effects["marketplace"][ERASURE_DUE](inside, event)


async def test_seats_move_up_slots_are_free_and_nothing_personal_stays(here: World) -> None:
    workshop_id = await open_workshop(here, capacity=1)
    await registered(here, "member_nora", workshop_id)
    await registered(here, "member_tom", workshop_id)
    slots = await open_slots(here, "2025-06-20T10:00:00+02:00", "2025-06-21T10:00:00+02:00")
    for each in slots:
        await booked(here, "member_nora", each, "Etwas ganz Persönliches")
    # One of them is over.
    await here.rows("UPDATE consultation_slot SET status = 'DONE' WHERE id = $1", slots[0])
    await here.rows("INSERT INTO workshop_host VALUES ('ws_free', 'member_nora', 3)")
    for _ in range(2):  # done twice is done once
        await erase(here, "member_nora")
        states = await here.rows(
            "SELECT actor_id, status FROM workshop_registration WHERE workshop_id = $1 ORDER BY actor_id", workshop_id
        )
        assert states == [("member_nora", "CANCELLED"), ("member_tom", "CONFIRMED")]
        assert await here.rows("SELECT status FROM consultation_slot WHERE id = $1", slots[1]) == [("FREE",)]
        assert await here.rows("SELECT slot_id, question, outcome FROM slot_booking") == [(slots[0], "", None)]
        assert await here.rows("SELECT 1 FROM workshop_host WHERE actor_id = 'member_nora'") == []
    told = await here.rows("SELECT payload FROM outbox WHERE kind = 'member.erased'")
    assert told == [({"memberId": "member_nora", "kept": []},)] * 2
    assert ("registration.moved_up", ["member_tom"]) in await here.told()


async def test_applications_that_nobody_else_carries_are_withdrawn(here: World) -> None:
    call_id = await open_call(here)
    ours = (await applied(here, call_id))["application"]["id"]
    theirs = (await applied(here, call_id, "member_tom", key="n", applicantId="org_n"))["application"]["id"]
    await here.rows("INSERT INTO acts_for VALUES ('member_nora', 'org_n')")
    for member in ("member_uta", "member_tom"):
        await erase(here, member)
    rows = await here.rows("SELECT id, status, submitted_by FROM pilot_application")
    assert sorted(rows) == sorted([(ours, "WITHDRAWN", None), (theirs, "SUBMITTED", None)])


async def test_an_expert_who_leaves_gives_no_advice_any_more(here: World) -> None:
    free, taken = await open_slots(here, "2025-06-20T10:00:00+02:00", "2025-06-21T10:00:00+02:00")
    await booked(here, "member_nora", taken)
    await erase(here, "member_expert")
    states = await here.rows("SELECT status FROM consultation_slot WHERE id IN ($1, $2)", free, taken)
    assert states == [("CANCELLED",)] * 2
    assert ("slot.cancelled", ["member_expert", "member_nora"]) in await here.told()
    assert await here.rows("SELECT actor_id, accepts_consultations FROM expert WHERE id = 'exp_x'") == [(None, False)]


async def test_an_export_holds_what_is_kept(here: World) -> None:
    workshop_id = await open_workshop(here)
    registration = (await registered(here, "member_uta", workshop_id))["registration"]["id"]
    for_org = (await registered(here, "member_uta", workshop_id, for_="org_w"))["registration"]["id"]
    (slot_id,) = await open_slots(here, "2025-06-20T10:00:00+02:00")
    await booked(here, "member_uta", slot_id, "Meine Frage")
    application = (await applied(here, await open_call(here)))["application"]["id"]
    async with open_store(settings(here)) as database:
        found = json.loads(await export_of(database, "member_uta"))
        nothing = json.loads(await export_of(database, "nobody"))
    assert [each["id"] for each in found["workshopRegistrations"]] == [registration]
    assert [each["id"] for each in found["registeredForOrganisations"]] == [for_org]
    assert [(each["slotId"], each["question"]) for each in found["consultations"]] == [(slot_id, "Meine Frage")]
    assert [(each["id"], each["description"]) for each in found["pilotApplications"]] == [
        (application, "Wir hören hin.")
    ]
    assert {each["action"] for each in found["journal"]} == {"REGISTER", "BOOK", "SUBMIT"}
    assert nothing == {**{name: [] for name in nothing}, "expertise": None, "actor": None}


async def test_an_export_is_for_the_member_alone(here: World) -> None:
    await registered(here, "member_uta", await open_workshop(here))
    query = (
        """query ($r: [_Any!]!) { _entities(representations: $r) { ... on DataExport { id ideenwerkstattJson } } }"""
    )
    asked = {"r": [{"__typename": "DataExport", "id": "export_1", "memberId": "member_uta", "expiresAt": LATER}]}
    (found,) = (await here.do("member_uta", query, asked)).data["_entities"]
    assert [each["status"] for each in json.loads(found["ideenwerkstattJson"])["workshopRegistrations"]] == [
        "CONFIRMED"
    ]
    over = {"r": [{**asked["r"][0], "expiresAt": "2020-01-01T00:00:00Z"}]}
    (gone,) = (await here.do("member_uta", query, over)).data["_entities"]
    assert gone["ideenwerkstattJson"] is None
    for who in ("member_nora", "member_staff", "machine"):
        answer = await here.do(who, query, asked)
        assert [code for code, _ in answer.codes] == ["FORBIDDEN"]
        assert "CONFIRMED" not in str(answer.data)
    assert [code for code, _ in (await here.do(None, query, asked)).codes] == ["UNAUTHENTICATED"]
