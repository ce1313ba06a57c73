"""What time brings near: appointments and deadlines told once, by one replica; a week on the clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from services.ideenwerkstatt.store.connection import open_store
from services.ideenwerkstatt.store.reminding import CHORES
from services.kit.chores import Chores
from services.kit.clock import Clock
from services.kit.settings import Settings
from tests.conftest import FreshDatabase
from tests.services.ideenwerkstatt.verbs import (
    BEGIN,
    CANCEL,
    SAVE_WORKSHOP,
    WORKSHOP,
    World,
    booked,
    open_slots,
    open_workshop,
    registered,
    world,
)


@pytest.fixture
async def here(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        # Offers of before have deadlines and workshops of their own.
        await found.rows("UPDATE support_offer SET apply_until = NULL")
        yield found


def settings(here: World) -> Settings:
    return Settings("ideenwerkstatt", here.own.url, "127.0.0.1", 1, 2, None, None, None)


async def rounds(here: World, replicas: int = 1) -> int:
    """The chores, by so many replicas at once; how many things they changed together."""
    clock = Clock(reads=lambda: here.moment)

    async def replica() -> int:
        async with open_store(settings(here)) as database:
            chores = Chores(database, clock, CHORES)
            changed = sum((await chores.round()).values())
            assert chores.report() == {}
            return changed

    return sum(await asyncio.gather(*(replica() for _ in range(replicas))))


async def test_who_comes_is_reminded_a_day_before_once(here: World) -> None:
    workshop_id = await open_workshop(
        here, startsAt="2025-06-20T10:00:00+02:00", endsAt="2025-06-20T12:00:00+02:00", applyUntil=None
    )
    nora = (await registered(here, "member_nora", workshop_id))["registration"]["id"]
    await registered(here, "member_uta", workshop_id, for_="org_w")
    await registered(here, "member_tom", workshop_id)  # waits
    (slot_id, free) = await open_slots(here, "2025-06-20T10:30:00+02:00", "2025-06-20T11:30:00+02:00")
    await booked(here, "member_else", slot_id)
    assert free
    here.moment = datetime(2025, 6, 19, 7, 59, 59, tzinfo=UTC)
    assert await rounds(here) == 0
    here.moment = datetime(2025, 6, 19, 8, 0, 0, tzinfo=UTC)
    assert await rounds(here, replicas=2) == 1
    assert await here.told("appointment.") == [("appointment.due", ["member_nora", "member_uta"])]
    here.moment = datetime(2025, 6, 19, 9, 0, 0, tzinfo=UTC)
    assert await rounds(here, replicas=3) == 1
    assert await rounds(here) == 0
    assert (await here.told("appointment."))[1:] == [("appointment.due", ["member_else", "member_expert"])]
    # Moved: told at once by who moved it, and reminded of anew a day before.
    later = {
        **WORKSHOP,
        "status": "OPEN",
        "startsAt": "2025-06-24T10:00:00+02:00",
        "endsAt": "2025-06-24T12:00:00+02:00",
        "applyUntil": None,
    }
    assert (await here.payload("member_staff", SAVE_WORKSHOP, id=workshop_id, input=later))["errors"] == []
    await here.payload("member_nora", CANCEL, id=nora)
    here.moment = datetime(2025, 6, 23, 9, tzinfo=UTC)
    assert await rounds(here) == 1
    assert (await here.told("appointment."))[-1] == ("appointment.due", ["member_tom", "member_uta"])
    subjects = await here.rows(
        "SELECT subject_type, subject_id FROM outbox WHERE kind = 'appointment.due' ORDER BY seq"
    )
    assert subjects == [("Workshop", workshop_id), ("ConsultationSlot", slot_id), ("Workshop", workshop_id)]


async def test_deadlines_are_told_at_seven_days_and_at_one(here: World) -> None:
    """Eleven days on the clock, two looks a day: two events an open offer, none for one that is paused or announced."""
    near = "2025-06-25T23:59:59+02:00"
    starts = {"startsAt": "2025-07-03T14:00:00+02:00", "applyUntil": near}
    workshop_id = await open_workshop(here, **starts)
    announced = await here.payload("member_staff", SAVE_WORKSHOP, input={**WORKSHOP, **starts})
    assert announced["errors"] == []
    moments = []
    while here.moment < BEGIN + timedelta(days=11):
        if await rounds(here):
            moments.append(here.moment)
        here.moment += timedelta(hours=12)
    assert moments == [datetime(2025, 6, 18, 22, tzinfo=UTC), datetime(2025, 6, 24, 22, tzinfo=UTC)]
    said = await here.rows(
        "SELECT subject_id, payload ->> 'days' FROM outbox WHERE kind = 'offer.deadline_near' ORDER BY seq"
    )
    assert said == [(workshop_id, "7"), (workshop_id, "1")]
    # After half a year nobody needs to know that it was said.
    here.moment += timedelta(days=200)
    await rounds(here)
    assert await here.rows("SELECT count(*) FROM reminder") == [(0,)]


async def test_who_was_away_is_told_of_the_next_deadline_only(here: World) -> None:
    workshop_id = await open_workshop(here, applyUntil="2025-06-25T23:59:59+02:00")
    here.moment = datetime(2025, 6, 25, 12, tzinfo=UTC)
    assert await rounds(here) == 1
    said = await here.rows("SELECT subject_id, payload ->> 'days' FROM outbox WHERE kind = 'offer.deadline_near'")
    assert said == [(workshop_id, "1")]
