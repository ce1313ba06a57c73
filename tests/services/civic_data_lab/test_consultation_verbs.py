"""The data consultation: booking, races for the last slot, limits, cancelling, what came of it, new slots."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.kit.identifiers import new_id
from tests.conftest import FreshDatabase
from tests.services.civic_data_lab import documents as said
from tests.services.civic_data_lab.verbs import World, codes, world

BOOKED = {"slot": "dslot_1", "concern": "Wie zählen wir?"}


@pytest.fixture
async def lab(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


async def one_more(lab: World, starts: datetime, consultation: str = "dcon_1") -> str:
    slot_id = new_id("dataslot")
    sql = "INSERT INTO consultation_slot VALUES ($1, $2, $3, 45, true)"
    await lab.rows(sql, slot_id, consultation, starts)
    return slot_id


async def test_a_booking_is_confirmed_at_once_and_told(lab: World) -> None:
    booked = await lab.payload("member_nora", said.BOOK, **BOOKED, idea="idea_1", **{"for": "org_w"})
    session = booked["session"]
    assert session == {
        "id": session["id"],
        "status": "CONFIRMED",
        "concern": "Wie zählen wir?",
        "slot": {"id": "dslot_1", "isFree": False},
        "requestedBy": {"id": "org_w"},
        "idea": {"id": "idea_1"},
        "viewerActions": ["CANCEL"],
    }
    assert booked["errors"] == []
    assert await lab.told() == [("consultation.booked", ["member_wim"])]
    again = await lab.payload("member_nora", said.BOOK, **BOOKED, **{"for": "org_w"})
    assert again["session"]["id"] == session["id"]
    assert len(await lab.told()) == 1
    taken = await lab.payload("member_tom", said.BOOK, **BOOKED)
    assert codes(taken) == [("CAPACITY_FULL", "slotId")]


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"slot": "none"}, ("NOT_FOUND", "slotId")),
        ({"slot": "dslot_past"}, ("DEADLINE_PASSED", "slotId")),
        ({"slot": "dslot_taken"}, ("CAPACITY_FULL", "slotId")),
        ({"concern": "  "}, ("INVALID", "concern")),
        ({"concern": "x" * 2001}, ("INVALID", "concern")),
        ({"idea": "an idea"}, ("INVALID", "ideaId")),
        ({"for": "org_1"}, ("FORBIDDEN", "onBehalfOf")),
    ],
)
async def test_what_cannot_be_booked(still: World, variables: dict[str, str], code: tuple[str, str]) -> None:
    refused = await still.payload("member_nora", said.BOOK, **{**BOOKED, **variables})
    assert refused["session"] is None
    assert codes(refused) == [code]
    assert await still.told() == []


async def test_one_books_while_the_offer_is_open(lab: World) -> None:
    for change, code in (
        ("UPDATE support_offer SET status = 'PAUSED' WHERE id = 'dcon_1'", "WRONG_STATE"),
        ("UPDATE support_offer SET apply_until = '2026-02-01Z' WHERE id = 'dcon_1'", "DEADLINE_PASSED"),
        ("UPDATE programme_text SET runs_until = '2026-02-28'", "PROGRAMME_ENDED"),
    ):
        await lab.rows(change)
        assert codes(await lab.payload("member_nora", said.BOOK, **BOOKED)) == [(code, "")]
    assert await lab.told() == []


async def test_two_at_once_want_the_last_slot_and_one_gets_it(lab: World) -> None:
    people = ["member_nora", "member_tom", "member_else", "member_wim"]
    came = await asyncio.gather(*(lab.payload(who, said.BOOK, **BOOKED) for who in people))
    assert sorted(codes(each) for each in came) == [[], *[[("CAPACITY_FULL", "slotId")]] * 3]
    assert await lab.rows("SELECT count(*) FROM consultation_session") == [(1,)]


async def test_the_same_request_at_once_books_once(lab: World) -> None:
    came = await asyncio.gather(*(lab.payload("member_nora", said.BOOK, **BOOKED) for _ in range(4)))
    assert len({each["session"]["id"] for each in came}) == 1
    assert await lab.told() == [("consultation.booked", [])]


async def test_two_appointments_lie_before_somebody_at_most_also_at_once(lab: World) -> None:
    slots = [await one_more(lab, lab.moment + timedelta(days=day)) for day in (10, 11, 12, 13)]
    booking = (lab.payload("member_nora", said.BOOK, slot=slot, concern="x") for slot in slots)
    came = await asyncio.gather(*booking)
    assert sorted(codes(each) for each in came) == [[], [], *[[("LIMIT_EXCEEDED", "")]] * 2]
    lab.moment += timedelta(days=20)
    later = await one_more(lab, lab.moment + timedelta(days=1))
    assert codes(await lab.payload("member_nora", said.BOOK, slot=later, concern="x")) == []


async def test_who_asked_elsewhere_is_confirmed_by_the_staff(lab: World) -> None:
    await lab.rows("""INSERT INTO consultation_session (id, slot_id, member_id, concern, status, booked_at)
      VALUES ('session_asked', 'dslot_1', 'member_tom', 'Woher?', 'REQUESTED', '2026-02-01Z')""")
    for who, code in (("member_tom", "FORBIDDEN"), (None, "UNAUTHENTICATED")):
        assert [code] == [each for each, _ in (await lab.do(who, said.CONFIRM, {"id": "session_asked"})).codes]
    for _ in range(2):
        confirmed = await lab.payload("member_staff", said.CONFIRM, id="session_asked")
        assert confirmed["session"] == {"id": "session_asked", "status": "CONFIRMED", "slot": {"isFree": False}}
    assert await lab.told() == [("consultation.booked", ["member_tom"])]
    assert codes(await lab.payload("member_nora", said.BOOK, **BOOKED)) == [("CAPACITY_FULL", "slotId")]


async def test_who_asked_for_what_has_begun_is_not_confirmed(lab: World) -> None:
    await lab.rows("""INSERT INTO consultation_session (id, slot_id, member_id, concern, status, booked_at)
      VALUES ('session_asked', 'dslot_past', 'member_tom', 'Woher?', 'REQUESTED', '2026-02-01Z')""")
    assert codes(await lab.payload("member_staff", said.CONFIRM, id="session_asked")) == [("DEADLINE_PASSED", "")]
    assert codes(await lab.payload("member_staff", said.CANCEL, id="session_asked")) == []


async def test_a_person_cancels_until_a_day_before_and_the_staff_later(lab: World) -> None:
    session_id = (await lab.payload("member_nora", said.BOOK, **BOOKED))["session"]["id"]
    lab.moment = datetime(2026, 3, 1, 10, 0, 1, tzinfo=UTC)
    assert codes(await lab.payload("member_nora", said.CANCEL, id=session_id)) == [("DEADLINE_PASSED", "")]
    lab.moment = datetime(2026, 3, 1, 10, tzinfo=UTC)
    cancelled = await lab.payload("member_nora", said.CANCEL, id=session_id)
    assert cancelled["session"] == {"id": session_id, "status": "CANCELLED", "slot": {"isFree": True}}
    again = await lab.payload("member_tom", said.BOOK, **BOOKED)
    lab.moment = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert codes(await lab.payload("member_staff", said.CANCEL, id=again["session"]["id"])) == []
    kinds: list[tuple[str, list[str]]] = [("consultation.booked", []), ("consultation.cancelled", [])]
    assert await lab.told() == [*kinds, ("consultation.booked", []), ("consultation.cancelled", ["member_tom"])]


async def test_a_sketch_becomes_a_data_project_of_the_person(lab: World) -> None:
    booked = await lab.payload("member_nora", said.BOOK, **BOOKED, **{"for": "org_w"})
    session_id = booked["session"]["id"]
    wanted = {"id": session_id, "outcome": "SKETCH", "title": "Pflege zählen"}
    assert codes(await lab.payload("member_staff", said.RECORD, **wanted)) == [("WRONG_STATE", "")]
    lab.moment += timedelta(days=2)
    wrong = await lab.payload("member_staff", said.RECORD, **{**wanted, "outcome": "TRAINING"})
    assert codes(wrong) == [("INVALID", "sketchTitle")]
    held = await lab.payload("member_staff", said.RECORD, **wanted)
    project = held["session"]["dataProject"]
    assert (held["session"]["status"], held["session"]["outcome"]) == ("HELD", "SKETCH")
    assert project == {
        "id": project["id"],
        "title": "Pflege zählen",
        "stage": "SKETCH",
        "applicant": {"id": "org_w"},
        "dataDescription": "Wie zählen wir?",
    }
    again = await lab.payload("member_staff", said.RECORD, **wanted)
    assert again["session"]["dataProject"]["id"] == project["id"]
    people = ["member_nora", "member_wim"]
    assert (await lab.told())[1:] == [("data_project.stage_changed", people), ("consultation.held", people)]


async def test_a_municipality_gets_advice_but_no_project(lab: World) -> None:
    booked = await lab.payload("member_uta", said.BOOK, **BOOKED, **{"for": "org_g"})
    lab.moment += timedelta(days=2)
    wanted = {"id": booked["session"]["id"], "outcome": "SKETCH", "title": "Wege"}
    assert codes(await lab.payload("member_staff", said.RECORD, **wanted)) == [("INVALID", "sketchTitle")]
    assert await lab.rows("SELECT status FROM consultation_session") == [("CONFIRMED",)]


SLOT = {"startsAt": "2026-04-01T08:00:00+02:00", "minutes": 60}


@pytest.mark.parametrize(
    ("slots", "code"),
    [
        ([], ("INVALID", "slots")),
        ([{**SLOT, "minutes": 5}], ("INVALID", "slots.0.minutes")),
        ([SLOT, {**SLOT, "startsAt": "2026-02-01T08:00:00Z"}], ("INVALID", "slots.1.startsAt")),
        ([SLOT, {**SLOT, "startsAt": "2026-04-01T08:30:00+02:00"}], ("INVALID", "slots")),
        ([{**SLOT, "startsAt": "2026-03-02T09:30:00Z"}], ("INVALID", "slots")),  # over dslot_taken
    ],
)
async def test_slots_that_cannot_be(still: World, slots: list[dict[str, Any]], code: tuple[str, str]) -> None:
    refused = await still.payload("member_staff", said.SLOTS, id="dcon_1", slots=slots)
    assert (refused["slots"], codes(refused)) == (None, [code])
    assert await still.rows("SELECT count(*) FROM consultation_slot") == [(4,)]


async def test_the_staff_opens_slots_once(lab: World) -> None:
    slots = [SLOT, {**SLOT, "startsAt": "2026-04-01T09:00:00+02:00"}]
    came = [await lab.payload("member_staff", said.SLOTS, id="dcon_1", slots=slots) for _ in range(2)]
    assert came[0] == came[1]
    assert [each["startsAt"] for each in came[0]["slots"]] == ["2026-04-01T06:00:00+00:00", "2026-04-01T07:00:00+00:00"]
    free = await lab.do(None, "{ dataConsultations { id nextFreeSlots(first: 9) { startsAt } } }")
    assert len(free.data["dataConsultations"][0]["nextFreeSlots"]) == 4
    assert codes(await lab.payload("member_staff", said.SLOTS, id="dcon_9", slots=slots)) == [
        ("NOT_FOUND", "consultationId")
    ]
    assert await lab.codes("member_nora", said.SLOTS, id="dcon_1", slots=slots) == ["FORBIDDEN"]


LIST = """query ($r: [_Any!]!) { _entities(representations: $r) { ... on Actor {
  dataConsultations { totalCount nodes { concern } edges { cursor node { id } } } } } }"""


async def test_appointments_are_listed_for_who_may_see_them(lab: World) -> None:
    await lab.payload("member_nora", said.BOOK, **BOOKED, **{"for": "org_w"})
    for who, actor in [("member_nora", "member_nora"), ("member_wim", "org_w"), ("member_staff", "org_w")]:
        answer = await lab.do(who, LIST, {"r": [{"__typename": "Actor", "id": actor}]})
        assert answer.data["_entities"][0]["dataConsultations"]["nodes"] == [{"concern": "Wie zählen wir?"}]
    for who, actor, code in [("member_else", "org_w", "FORBIDDEN"), ("member_wim", "member_nora", "FORBIDDEN")]:
        answer = await lab.do(who, LIST, {"r": [{"__typename": "Actor", "id": actor}]})
        assert [each for each, _ in answer.codes] == [code]
        assert answer.data["_entities"][0]["dataConsultations"] is None
    anonymous = await lab.do(None, LIST, {"r": [{"__typename": "Actor", "id": "org_w"}]})
    assert [each for each, _ in anonymous.codes] == ["UNAUTHENTICATED"]
    staff = "{ dataConsultations { sessions(status: [CONFIRMED]) { totalCount nodes { requestedBy { id } } } } }"
    seen = await lab.do("member_staff", staff)
    assert seen.data["dataConsultations"][0]["sessions"]["totalCount"] == 1
    refused = await lab.do("member_nora", staff)
    assert refused.codes[0][0] == "FORBIDDEN"
