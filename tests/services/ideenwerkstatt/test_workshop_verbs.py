"""Workshops by their verbs: seats, the waiting list, who came; what the staff writes; refusals; races; privacy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.conftest import FreshDatabase
from tests.services.ideenwerkstatt.verbs import (
    ATTEND,
    BEGIN,
    CANCEL,
    REGISTER,
    SAVE_WORKSHOP,
    WORKSHOP,
    World,
    codes,
    open_workshop,
    registered,
    world,
)

STAFF = "member_staff"
BEGUN = datetime(2025, 7, 3, 13, tzinfo=UTC)


@pytest.fixture
async def here(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


async def test_seats_then_the_waiting_list_then_moving_up_then_attendance(here: World) -> None:
    workshop_id = await open_workshop(here)
    nora = await registered(here, "member_nora", workshop_id)
    assert nora["errors"] == []
    found = nora["registration"]
    assert {**found, "id": "", "registeredAt": ""} == {
        "id": "",
        "status": "CONFIRMED",
        "waitingPosition": None,
        "actor": {"id": "member_nora"},
        "workshop": {"id": workshop_id, "seatsFree": 1},
        "viewerActions": ["CANCEL"],
        "registeredAt": "",
    }
    org = await registered(here, "member_uta", workshop_id, for_="org_w")
    assert org["registration"]["actor"] == {"id": "org_w"}
    assert org["registration"]["status"] == "CONFIRMED"
    tom = await registered(here, "member_tom", workshop_id)
    other = await registered(here, "member_else", workshop_id)
    assert [each["registration"]["waitingPosition"] for each in (tom, other)] == [1, 2]
    assert (await here.told("registration."))[-2:] == [("registration.waitlisted", []), ("registration.waitlisted", [])]

    left = await here.payload("member_nora", CANCEL, id=found["id"])
    assert left["registration"]["status"] == "CANCELLED"
    assert (await here.payload("member_nora", CANCEL, id=found["id"])) == left
    assert (await here.told("registration."))[-2:] == [
        ("registration.cancelled", []),
        ("registration.moved_up", ["member_tom"]),
    ]
    look = """query ($w: ID!) { workshop(id: $w) { seatsFree viewerActions viewerRegistration { status waitingPosition }
      registrations { totalCount nodes { status actor { id } } } } }"""
    assert (await here.do("member_tom", look, {"w": workshop_id})).data["workshop"]["viewerRegistration"] == {
        "status": "CONFIRMED",
        "waitingPosition": None,
    }
    waiting = (await here.do("member_else", look, {"w": workshop_id})).data["workshop"]
    assert waiting["viewerRegistration"] == {"status": "WAITLISTED", "waitingPosition": 1}
    # Who cancelled comes again at the end of the queue, as a registration of its own.
    again = await registered(here, "member_nora", workshop_id)
    assert (again["registration"]["status"], again["registration"]["waitingPosition"]) == ("WAITLISTED", 2)
    assert again["registration"]["id"] != found["id"]

    early = await here.payload(STAFF, ATTEND, id=tom["registration"]["id"], came=True)
    assert codes(early) == [("WRONG_STATE", "")]
    here.moment = BEGUN
    for came, status in ((True, "ATTENDED"), (False, "NO_SHOW"), (True, "ATTENDED")):
        noted = await here.payload(STAFF, ATTEND, id=tom["registration"]["id"], came=came)
        assert noted["registration"]["status"] == status
    assert codes(await here.payload(STAFF, ATTEND, id=again["registration"]["id"], came=True)) == [("WRONG_STATE", "")]
    late = await here.payload("member_uta", CANCEL, id=org["registration"]["id"])
    assert codes(late) == [("DEADLINE_PASSED", "")]
    # By staff also then; but nobody moves up into a workshop that has begun.
    by_staff = await here.payload(STAFF, CANCEL, id=org["registration"]["id"])
    assert by_staff["registration"]["status"] == "CANCELLED"
    assert (await here.told("registration."))[-1] == ("registration.cancelled", ["member_uta"])
    staff = (await here.do(STAFF, look, {"w": workshop_id})).data["workshop"]
    assert staff["registrations"]["totalCount"] == 5
    assert sorted(each["status"] for each in staff["registrations"]["nodes"]) == [
        *("ATTENDED", "CANCELLED", "CANCELLED", "WAITLISTED", "WAITLISTED")
    ]


async def test_why_nobody_registers(here: World) -> None:
    announced = (await here.payload(STAFF, SAVE_WORKSHOP, input=WORKSHOP))["workshop"]["id"]
    assert codes(await registered(here, "member_nora", announced)) == [("WRONG_STATE", "")]
    assert codes(await registered(here, "member_nora", "workshop_none")) == [("NOT_FOUND", "workshopId")]
    workshop_id = await open_workshop(here)
    assert codes(await registered(here, "member_nora", workshop_id, for_="org_w")) == [("FORBIDDEN", "onBehalfOf")]
    ghost = await registered(here, "member_ghost", workshop_id)
    assert codes(ghost) == [("FORBIDDEN", "")]
    assert (await here.do(None, REGISTER, {"w": workshop_id})).codes == [("UNAUTHENTICATED", "p")]
    assert (await here.do(STAFF, REGISTER, {"w": workshop_id})).codes == [("FORBIDDEN", "p")]
    first = await registered(here, "member_nora", workshop_id)
    twice = await registered(here, "member_nora", workshop_id)
    assert codes(twice) == [("ALREADY_EXISTS", "workshopId")]
    assert twice["registration"]["id"] == first["registration"]["id"]
    for state in ("PAUSED", "OPEN", "CLOSED"):
        saved = await here.payload(STAFF, SAVE_WORKSHOP, id=workshop_id, input={**WORKSHOP, "status": state})
        assert saved["errors"] == []
        expected = [] if state == "OPEN" else [("WRONG_STATE", "")]
        came = await registered(here, "member_tom" if state == "OPEN" else "member_else", workshop_id)
        assert codes(came) == expected
    await here.payload(STAFF, SAVE_WORKSHOP, id=workshop_id, input={**WORKSHOP, "status": "OPEN"})
    # The last moment counts: until the end of the second, in Berlin.
    here.moment = datetime(2025, 7, 1, 21, 59, 59, tzinfo=UTC)
    assert codes(await registered(here, "member_else", workshop_id)) == []
    here.moment += timedelta(seconds=1)
    assert codes(await registered(here, "member_expert", workshop_id)) == [("DEADLINE_PASSED", "")]


async def test_a_key_makes_one_registration_also_at_once(here: World) -> None:
    workshop_id = await open_workshop(here)
    came = await asyncio.gather(*(registered(here, "member_nora", workshop_id, "one key") for _ in range(4)))
    assert [each["errors"] for each in came] == [[]] * 4
    assert len({each["registration"]["id"] for each in came}) == 1
    assert await here.rows("SELECT count(*) FROM workshop_registration WHERE workshop_id = $1", workshop_id) == [(1,)]
    other = await open_workshop(here)
    assert codes(await registered(here, "member_nora", other, "one key")) == [("INVALID", "idempotencyKey")]
    again = await asyncio.gather(*(registered(here, "member_tom", workshop_id) for _ in range(3)))
    assert sorted(str(codes(each)) for each in again) == ["[('ALREADY_EXISTS', 'workshopId')]"] * 2 + ["[]"]


async def test_the_last_seat_has_one_winner_and_nobody_is_lost(here: World) -> None:
    workshop_id = await open_workshop(here, capacity=1)
    people = ("member_nora", "member_tom", "member_uta", "member_else", "member_expert", "member_other")
    came = await asyncio.gather(*(registered(here, each, workshop_id) for each in people))
    states = [each["registration"]["status"] for each in came]
    assert sorted(states) == ["CONFIRMED", *["WAITLISTED"] * 5]
    # All who have a seat leave at once, again and again: there is always exactly one.
    for left in range(5, 0, -1):
        ((holder, actor),) = await here.rows(
            "SELECT id, actor_id FROM workshop_registration WHERE workshop_id = $1 AND status = 'CONFIRMED'",
            workshop_id,
        )
        await asyncio.gather(*(here.payload(actor, CANCEL, id=holder) for _ in range(2)))
        counted = await here.rows(
            "SELECT status, count(*) FROM workshop_registration WHERE workshop_id = $1 GROUP BY 1 ORDER BY 1",
            workshop_id,
        )
        assert counted == [
            ("CANCELLED", 6 - left),
            ("CONFIRMED", 1),
            *([("WAITLISTED", left - 1)] if left > 1 else []),
        ]


async def test_what_the_staff_writes(here: World) -> None:
    assert (await here.do("member_nora", SAVE_WORKSHOP, {"input": WORKSHOP})).codes == [("FORBIDDEN", "p")]
    first = await here.payload(STAFF, SAVE_WORKSHOP, input=WORKSHOP, key="k")
    assert first["errors"] == []
    made = first["workshop"]
    assert {**made, "id": ""} == {
        "id": "",
        "status": "ANNOUNCED",
        "capacity": 2,
        "seatsFree": 2,
        "startsAt": "2025-07-03T12:00:00+00:00",
        "kind": "TRAINING",
        "viewerActions": ["OPEN", "PAUSE", "CLOSE", "END", "EDIT"],
        "topics": [{"slug": "biodiversity"}],
        "hosts": [{"id": "org_w"}],
        "experts": [{"id": "exp_x"}],
        "venue": {"name": "Haus (fiktiv)"},
        "region": {"nuts": "DEE02", "name": "Halle (Saale)"},
    }
    assert (await here.payload(STAFF, SAVE_WORKSHOP, input=WORKSHOP, key="k"))["workshop"]["id"] == made["id"]
    # A machine of the house may do so, too.
    assert (await here.payload("machine", SAVE_WORKSHOP, input=WORKSHOP))["errors"] == []

    wrong: dict[str, Any] = {
        "title": {"de": " ", "en": "x"},
        "status": "OPEN",
        "topicSlugs": ["gibtsnicht"],
        "audiences": [],
        "applyUntil": "2025-07-04T00:00:00+02:00",
        "endsAt": "2025-07-03T14:00:00+02:00",
        "nuts": "DE999",
        "capacity": 0,
        "hostIds": ["nobody"],
        "expertIds": ["exp_none"],
    }
    refused = await here.payload(STAFF, SAVE_WORKSHOP, input={**WORKSHOP, **wrong})
    assert sorted(path.removeprefix("input.") for _, path in codes(refused)) == [
        *("applyUntil", "audiences", "capacity", "endsAt", "expertIds", "hostIds", "nuts", "status", "title.de"),
        "topicSlugs",
    ]
    naive = await here.do(STAFF, SAVE_WORKSHOP, {"input": {**WORKSHOP, "startsAt": "2025-07-03T14:00:00"}})
    assert [code for code, _ in naive.codes] == ["BAD_USER_INPUT"]

    workshop_id = await open_workshop(here)
    for who in ("member_nora", "member_tom", "member_else", "member_expert"):
        await registered(here, who, workshop_id)
    opened = {**WORKSHOP, "status": "OPEN"}
    small = await here.payload(STAFF, SAVE_WORKSHOP, id=workshop_id, input={**opened, "capacity": 1})
    assert codes(small) == [("INVALID", "input.capacity")]
    back = await here.payload(STAFF, SAVE_WORKSHOP, id=workshop_id, input=WORKSHOP)
    assert codes(back) == [("INVALID", "input.status")]
    # More seats: the first who wait move up. Another beginning: all are told.
    larger = {**opened, "capacity": 3, "startsAt": "2025-07-03T15:00:00+02:00"}
    assert (await here.payload(STAFF, SAVE_WORKSHOP, id=workshop_id, input=larger))["workshop"]["seatsFree"] == 0
    assert (await here.told())[-2:] == [
        ("workshop.moved", ["member_else", "member_expert", "member_nora", "member_tom"]),
        ("registration.moved_up", ["member_else"]),
    ]
    ended = await here.payload(STAFF, SAVE_WORKSHOP, id=workshop_id, input={**larger, "status": "ENDED"})
    assert (ended["workshop"]["status"], ended["workshop"]["viewerActions"]) == ("ENDED", [])
    assert (await here.told())[-1][0] == "workshop.ended"
    assert codes(await here.payload(STAFF, SAVE_WORKSHOP, id=workshop_id, input=larger)) == [("WRONG_STATE", "")]
    lacking = """{ _entities(representations: [{ __typename: "IdeenwerkstattProgramme", slug: "ki-ideenwerkstatt" }]) {
      ... on IdeenwerkstattProgramme { offersWithoutSimpleLanguage { totalCount nodes { id } } } } }"""
    listed = (await here.do(STAFF, lacking)).data["_entities"][0]["offersWithoutSimpleLanguage"]
    assert listed["totalCount"] == len(listed["nodes"]) > 1
    assert made["id"] in {each["id"] for each in listed["nodes"]}
    assert [code for code, _ in (await here.do("member_nora", lacking)).codes] == ["FORBIDDEN"]


async def test_others_learn_nothing(here: World) -> None:
    workshop_id = await open_workshop(here)
    nora = (await registered(here, "member_nora", workshop_id))["registration"]["id"]
    org = (await registered(here, "member_uta", workshop_id, for_="org_w"))["registration"]["id"]
    entity = """query ($id: ID!) { _entities(representations: [{ __typename: "WorkshopRegistration", id: $id }]) {
      ... on WorkshopRegistration { id } } }"""
    own = """query ($id: ID!) { _entities(representations: [{ __typename: "Actor", id: $id }]) { ... on Actor {
      workshopRegistrations { totalCount nodes { id } } } } }"""
    queue = "query ($w: ID!) { workshop(id: $w) { registrations { totalCount } } }"
    for who, sees in (("member_nora", True), ("member_tom", False), (STAFF, True), ("member_expert", False)):
        found = (await here.do(who, entity, {"id": nora})).data["_entities"]
        assert found == ([{"id": nora}] if sees else [None])
        answer = await here.do(who, own, {"id": "member_nora"})
        listed = answer.data["_entities"][0]["workshopRegistrations"]
        assert listed == ({"totalCount": 1, "nodes": [{"id": nora}]} if sees else None)
        assert [code for code, _ in answer.codes] == ([] if sees else ["FORBIDDEN"])
        counted = (await here.do(who, queue, {"w": workshop_id})).data["workshop"]["registrations"]
        assert counted == ({"totalCount": 2} if who == STAFF else None)
        assert codes(await here.payload(who, CANCEL, id=nora)) == ([] if sees else [("NOT_FOUND", "id")])
    # Who acts for an organisation sees and cancels what is registered for it.
    assert (await here.do("member_uta", entity, {"id": org})).data["_entities"] == [{"id": org}]
    assert (await here.do("member_uta", own, {"id": "org_w"})).data["_entities"][0]["workshopRegistrations"][
        "totalCount"
    ] == 1
    for query, variables in ((own, {"id": "member_nora"}), (entity, {"id": nora})):
        assert "UNAUTHENTICATED" in str((await here.do(None, query, variables)).codes) or (
            await here.do(None, query, variables)
        ).data == {"_entities": [None]}


async def test_after_the_end_of_the_programme_nothing_is_written(here: World) -> None:
    workshop_id = await open_workshop(
        here, startsAt="2025-12-05T10:00:00+01:00", endsAt="2025-12-05T12:00:00+01:00", applyUntil=None
    )
    nora = (await registered(here, "member_nora", workshop_id))["registration"]["id"]
    here.moment = datetime(2025, 12, 4, 22, 59, tzinfo=UTC)
    assert codes(await registered(here, "member_tom", workshop_id)) == []
    here.moment = datetime(2025, 12, 4, 23, 0, tzinfo=UTC)
    before = await here.rows("SELECT count(*) FROM outbox")
    for came in (
        await registered(here, "member_else", workshop_id),
        await here.payload("member_nora", CANCEL, id=nora),
        await here.payload(STAFF, SAVE_WORKSHOP, input=WORKSHOP),
    ):
        assert codes(came) == [("PROGRAMME_ENDED", "")]
    assert await here.rows("SELECT count(*) FROM outbox") == before
    look = "query ($w: ID!) { workshop(id: $w) { status viewerRegistration { status } } }"
    assert (await here.do("member_nora", look, {"w": workshop_id})).data["workshop"] == {
        "status": "ENDED",
        "viewerRegistration": {"status": "CONFIRMED"},
    }


def test_the_clock_begins_on_the_day_of_the_demo() -> None:
    assert BEGIN.date().isoformat() == "2025-06-16"
