"""The KI-Sprechstunde by its verbs: opened, booked, given back, held; limits, local times, races, privacy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from tests.conftest import FreshDatabase
from tests.services.ideenwerkstatt.verbs import (
    BOOK,
    CHANGE_SLOT,
    GIVE_BACK,
    OPEN_SLOTS,
    RECORD,
    World,
    booked,
    codes,
    open_slots,
    world,
)

STAFF, EXPERT = "member_staff", "member_expert"
TIMES = (
    "2025-06-20T10:00:00+02:00",
    "2025-06-20T11:00:00+02:00",
    "2025-06-20T12:00:00+02:00",
    "2025-06-23T10:00:00+02:00",
)


@pytest.fixture
async def here(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


async def test_a_slot_is_booked_given_back_booked_again_and_held(here: World) -> None:
    (slot_id, *_) = await open_slots(here, *TIMES)
    came = await booked(here, "member_nora", slot_id, " Wie fange ich an? ", idea="idea_1")
    assert came == {
        "slot": {
            "id": slot_id,
            "status": "BOOKED",
            "startsAt": "2025-06-20T08:00:00+00:00",
            "minutes": 30,
            "expert": {"id": "exp_x"},
            "consultation": {"id": "con_2"},
            "viewerActions": ["GIVE_BACK"],
            "booking": {
                "question": "Wie fange ich an?",
                "outcome": None,
                "bookedBy": {"id": "member_nora"},
                "idea": {"id": "idea_1"},
            },
        },
        "errors": [],
    }
    assert await booked(here, "member_nora", slot_id) == came
    assert codes(await booked(here, "member_tom", slot_id)) == [("CAPACITY_FULL", "slotId")]
    assert await here.told("slot.") == [("slot.booked", ["member_expert"])]
    back = await here.payload("member_nora", GIVE_BACK, id=slot_id)
    assert (back["slot"]["status"], back["slot"]["booking"]) == ("FREE", None)
    assert await here.payload("member_nora", GIVE_BACK, id=slot_id) == back
    assert codes(await here.payload("member_tom", GIVE_BACK, id=slot_id)) == [("FORBIDDEN", "")]
    assert await here.rows("SELECT count(*) FROM slot_booking") == [(0,)]
    for_org = await here.payload("member_uta", BOOK, **{"id": slot_id, "question": "F", "for": "org_w"})
    assert for_org["slot"]["booking"]["bookedBy"] == {"id": "org_w"}
    # A day before is the last moment.
    here.moment = datetime(2025, 6, 19, 8, 0, 1, tzinfo=UTC)
    assert codes(await here.payload("member_uta", GIVE_BACK, id=slot_id)) == [("DEADLINE_PASSED", "")]
    assert codes(await here.payload(EXPERT, RECORD, id=slot_id, outcome="Gut")) == [("WRONG_STATE", "")]
    here.moment = datetime(2025, 6, 20, 8, 30, tzinfo=UTC)
    assert codes(await here.payload("member_other", RECORD, id=slot_id, outcome="Gut")) == [("FORBIDDEN", "")]
    assert codes(await here.payload(EXPERT, RECORD, id=slot_id, outcome=" ")) == [("INVALID", "outcome")]
    held = await here.payload(EXPERT, RECORD, id=slot_id, outcome="Mit Skizze beginnen.")
    assert (held["slot"]["status"], held["slot"]["booking"]["outcome"]) == ("DONE", "Mit Skizze beginnen.")
    assert await here.payload(EXPERT, RECORD, id=slot_id, outcome="Mit Skizze beginnen.") == held
    assert codes(await here.payload(EXPERT, RECORD, id=slot_id, outcome="Anders")) == [("WRONG_STATE", "")]
    assert (await here.told("slot."))[-1] == ("slot.held", ["member_uta"])
    actions = await here.rows("SELECT action, actor_id FROM journal WHERE entity_id = $1 ORDER BY id", slot_id)
    assert actions == [
        *(("OPEN", STAFF), ("BOOK", "member_nora"), ("GIVE_BACK", "member_nora"), ("BOOK", "member_uta")),
        ("RECORD", EXPERT),
    ]


async def test_one_slot_has_one_winner(here: World) -> None:
    (slot_id, *_) = await open_slots(here, *TIMES)
    people = ("member_nora", "member_tom", "member_uta", "member_else", "member_other")
    came = await asyncio.gather(*(booked(here, each, slot_id) for each in people))
    assert sorted(str(codes(each)) for each in came) == ["[('CAPACITY_FULL', 'slotId')]"] * 4 + ["[]"]
    assert len(await here.rows("SELECT 1 FROM slot_booking")) == 1


async def test_two_bookings_in_the_future_also_at_once(here: World) -> None:
    slots = await open_slots(here, *TIMES)
    came = await asyncio.gather(*(booked(here, "member_nora", each) for each in slots))
    assert sorted(str(codes(each)) for each in came) == ["[('LIMIT_EXCEEDED', '')]"] * 2 + ["[]"] * 2
    ours = [each["slot"]["id"] for each in came if each["slot"]]
    free = [each for each in slots if each not in ours]
    # Nor by acting for an organisation: the same person asks.
    for each in free:
        assert codes(await booked(here, "member_tom", each)) == []
    later = await open_slots(here, "2025-06-25T10:00:00+02:00", "2025-06-25T11:00:00+02:00")
    for_org = await here.payload("member_tom", BOOK, **{"id": later[0], "question": "F", "for": "org_n"})
    assert codes(for_org) == [("LIMIT_EXCEEDED", "")]
    # What is over does not count.
    here.moment = datetime(2025, 6, 24, tzinfo=UTC)
    assert codes(await booked(here, "member_nora", later[0])) == []


async def test_why_a_slot_is_not_booked(here: World) -> None:
    (slot_id, second, *_) = await open_slots(here, *TIMES)
    assert codes(await booked(here, "member_nora", "slot_none")) == [("NOT_FOUND", "slotId")]
    assert codes(await booked(here, "member_nora", slot_id, " ")) == [("INVALID", "question")]
    not_ours = await here.payload("member_nora", BOOK, **{"id": slot_id, "question": "F", "for": "org_w"})
    assert codes(not_ours) == [("FORBIDDEN", "onBehalfOf")]
    assert codes(await booked(here, "member_ghost", slot_id)) == [("FORBIDDEN", "")]
    assert (await here.do(None, BOOK, {"id": slot_id, "question": "F"})).codes == [("UNAUTHENTICATED", "p")]
    await here.payload(STAFF, CHANGE_SLOT, id=slot_id, to="HELD_BACK")
    assert codes(await booked(here, "member_nora", slot_id)) == [("WRONG_STATE", "")]
    await here.rows("UPDATE support_offer SET status = 'PAUSED' WHERE id = 'con_2'")
    assert codes(await booked(here, "member_nora", second)) == [("WRONG_STATE", "")]
    await here.rows("UPDATE support_offer SET status = 'OPEN' WHERE id = 'con_2'")
    here.moment = datetime(2025, 6, 20, 9, 0, tzinfo=UTC)
    assert codes(await booked(here, "member_nora", second)) == [("DEADLINE_PASSED", "")]
    here.moment = datetime(2025, 12, 5, tzinfo=UTC)
    assert codes(await booked(here, "member_nora", second)) == [("PROGRAMME_ENDED", "")]


async def test_who_had_a_slot_that_is_cancelled_is_told(here: World) -> None:
    (slot_id, *_) = await open_slots(here, *TIMES)
    await booked(here, "member_nora", slot_id)
    gone = await here.payload(STAFF, CHANGE_SLOT, id=slot_id, to="CANCELLED")
    assert (gone["slot"]["status"], gone["slot"]["viewerActions"]) == ("CANCELLED", [])
    assert await here.payload(STAFF, CHANGE_SLOT, id=slot_id, to="CANCELLED") == gone
    assert (await here.told("slot."))[-1] == ("slot.cancelled", ["member_expert", "member_nora"])
    assert await here.rows("SELECT count(*) FROM slot_booking") == [(0,)]
    # The expert may be asked by others at that time, and elsewhere.
    assert await open_slots(here, TIMES[0])


async def test_slots_are_opened_all_or_none(here: World) -> None:
    async def opening(*slots: tuple[str, str, int], who: str = STAFF, consultation: str = "con_2") -> Any:
        wanted = [{"expertId": expert, "startsAt": at, "minutes": minutes} for expert, at, minutes in slots]
        return await here.payload(who, OPEN_SLOTS, c=consultation, slots=wanted)

    before = await here.rows("SELECT count(*) FROM consultation_slot")
    assert codes(await opening(("exp_x", TIMES[0], 30), consultation="con_none")) == [("NOT_FOUND", "consultationId")]
    over = await opening(("exp_x", TIMES[0], 60), ("exp_x", "2025-06-20T10:59:00+02:00", 30))
    assert codes(over) == [("INVALID", "slots")]
    assert "2025-06-20 10:59 +02:00" in over["errors"][0]["message"]
    assert "von 2025-06-20 10:00 +02:00 bis 2025-06-20 11:00 +02:00" in over["errors"][0]["message"]
    wrong = await opening(("exp_x", "2025-06-15T10:00:00+02:00", 5))
    assert codes(wrong) == [("INVALID", "slots.0.minutes"), ("INVALID", "slots.0.startsAt")]
    assert codes(await opening(("exp_2", TIMES[0], 30))) == [("INVALID", "slots")]  # gives no advice
    assert codes(await opening()) == [("INVALID", "slots")]
    assert await here.rows("SELECT count(*) FROM consultation_slot") == before
    # One after the other is none over the other; another expert may, at the same time.
    fine = await opening(("exp_x", TIMES[0], 60), ("exp_x", TIMES[1], 60), ("exp_o", TIMES[0], 60))
    assert codes(fine) == []
    there = await opening(("exp_x", "2025-06-20T10:30:00+02:00", 60))
    assert codes(there) == [("INVALID", "slots")] * 2
    assert [code for code, _ in (await here.do("member_nora", OPEN_SLOTS, {"c": "con_2", "slots": []})).codes] == [
        "FORBIDDEN"
    ]
    # Whoever goes past the verb meets the constraint.
    with pytest.raises(asyncpg.ExclusionViolationError):
        await here.rows(
            "INSERT INTO consultation_slot VALUES ('slot_x', 'con_2', 'exp_x', $1, $2, 'FREE')",
            datetime(2025, 6, 20, 8, 59, tzinfo=UTC),
            datetime(2025, 6, 20, 9, 1, tzinfo=UTC),
        )


async def test_two_who_open_the_same_time_at_once(here: World) -> None:
    slots = [{"expertId": "exp_x", "startsAt": TIMES[0], "minutes": 30}]
    came = await asyncio.gather(*(here.payload(STAFF, OPEN_SLOTS, c="con_2", slots=slots) for _ in range(4)))
    assert [each["errors"] for each in came] == [[]] * 4
    assert len({each["slots"][0]["id"] for each in came}) == 1, "the same wished once more is what is there"
    half = [{**slots[0], "minutes": 15}]
    wrong = await here.payload(STAFF, OPEN_SLOTS, c="con_2", slots=half)
    assert codes(wrong) == [("INVALID", "slots")]


async def test_the_night_in_which_the_clocks_change(here: World) -> None:
    """02:30 is there twice; a slot of an hour is an hour."""
    (first,) = await open_slots(here, "2025-10-26T02:30:00+02:00")
    (second,) = await open_slots(here, "2025-10-26T02:30:00+01:00")
    assert first != second
    assert (await here.rows("SELECT starts_at, ends_at FROM consultation_slot WHERE id = $1", first)) == [
        (datetime(2025, 10, 26, 0, 30, tzinfo=UTC), datetime(2025, 10, 26, 1, 0, tzinfo=UTC))
    ]
    await booked(here, "member_nora", second)
    here.moment = datetime(2025, 10, 26, 1, 30, tzinfo=UTC) - timedelta(hours=24)
    assert codes(await here.payload("member_nora", GIVE_BACK, id=second)) == []


async def test_what_was_asked_is_for_few(here: World) -> None:
    (slot_id, *_) = await open_slots(here, *TIMES)
    await here.payload("member_uta", BOOK, **{"id": slot_id, "question": "Geheim", "for": "org_w"})
    look = """query ($id: ID!) { _entities(representations: [{ __typename: "ConsultationSlot", id: $id }]) {
      ... on ConsultationSlot { status booking { question bookedBy { id } } } } }"""
    own = """query ($id: ID!) { _entities(representations: [{ __typename: "Actor", id: $id }]) { ... on Actor {
      consultationSlots { totalCount nodes { id booking { question } } edges { cursor node { id } } } } } }"""
    for who in ("member_uta", EXPERT, STAFF):
        found = (await here.do(who, look, {"id": slot_id})).data["_entities"][0]
        assert found == {"status": "BOOKED", "booking": {"question": "Geheim", "bookedBy": {"id": "org_w"}}}
    for who in ("member_nora", "member_tom", "member_other"):
        answer = await here.do(who, look, {"id": slot_id})
        assert (answer.errors, answer.data["_entities"][0]) == ([], {"status": "BOOKED", "booking": None})
        assert [code for code, _ in (await here.do(who, own, {"id": "org_w"})).codes] == ["FORBIDDEN"]
    anonymous = await here.do(None, look, {"id": slot_id})
    assert anonymous.data["_entities"][0] == {"status": "BOOKED", "booking": None}
    assert [code for code, _ in anonymous.codes] == ["UNAUTHENTICATED"]
    for who, whose in (("member_uta", "org_w"), (STAFF, "org_w")):
        listed = (await here.do(who, own, {"id": whose})).data["_entities"][0]["consultationSlots"]
        assert (listed["totalCount"], listed["nodes"]) == (1, [{"id": slot_id, "booking": {"question": "Geheim"}}])
