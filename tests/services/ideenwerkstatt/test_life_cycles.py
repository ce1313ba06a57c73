"""Every transition and deed x person x state of all that the house changes gives what its table says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from typing import Any

import pytest

from services.ideenwerkstatt.rules import applying, consulting, offering, prototyping, registering
from services.ideenwerkstatt.rules.vocabulary import (
    PilotApplicationStatus,
    PilotCallPhase,
    PrototypeStage,
    RegistrationStatus,
    SlotStatus,
)
from services.kit.civic import SupportOfferStatus
from tests.conftest import FreshDatabase
from tests.kit.life_cycles import Do, Walk, differences
from tests.services.ideenwerkstatt.test_prototype_verbs import PROTOTYPE
from tests.services.ideenwerkstatt.test_prototype_verbs import SAVE as SAVE_PROTOTYPE
from tests.services.ideenwerkstatt.verbs import (
    APPLICATION,
    BEGIN,
    CALL,
    SAVE_CALL,
    SAVE_WORKSHOP,
    SUBMIT,
    WORKSHOP,
    World,
    applied,
    open_call,
    open_slots,
    open_workshop,
    registered,
    world,
)

PERSONS = {
    "person": "member_nora",
    "administrator": "member_uta",
    "stranger": "member_else",
    "expert": "member_expert",
    "other expert": "member_other",
    "ghost": "member_ghost",
    "staff": "member_staff",
}
NOBODY: frozenset[Any] = frozenset()
BEGUN = datetime(2025, 7, 3, 13, tzinfo=UTC)
NEAR = "2025-06-20T10:00:00+02:00"


@pytest.fixture
async def here(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


async def codes(here: World, person: str, mutation: str, **variables: Any) -> list[str]:
    answer = await here.do(PERSONS[person], mutation, variables)
    payload = (answer.data or {}).get("p")
    return [code for code, _ in answer.codes] if payload is None else [each["code"] for each in payload["errors"]]


def simply(here: World, verb: str, at: datetime = BEGIN, before: str = "") -> Do:
    """A mutation whose only variable is the id, at a moment; ``before``: SQL that makes the rest right for it."""

    async def do(person: str, id_: str) -> list[str]:
        here.moment = at
        if before:
            await here.rows(before)
        return await codes(here, person, f"mutation ($id: ID!) {{ p: {verb} {{ errors {{ code }} }} }}", id=id_)

    return do


async def offered(here: World, kind: str, moments: tuple[datetime, ...], person: str, id_: str) -> set[str]:
    """What is offered at any of the moments: dates hold some of it back."""
    query = f"query ($r: [_Any!]!) {{ _entities(representations: $r) {{ ... on {kind} {{ viewerActions }} }} }}"
    actions = set[str]()
    for here.moment in moments:
        answer = await here.do(PERSONS[person], query, {"r": [{"__typename": kind, "id": id_}]})
        (found,) = answer.data["_entities"]
        actions |= set(found["viewerActions"]) if found else set()
    return actions


async def put(here: World, sql: str, id_: str, state: Enum) -> str:
    here.moment = BEGIN
    await here.rows(sql, id_, state.value)
    return id_


async def count(here: World) -> int:
    """So many requests were answered: a key that is new."""
    ((found,),) = await here.rows("SELECT count(*) FROM idempotency")
    return int(found)


async def state_of(here: World, kind: type[Enum], sql: str, id_: str) -> Any:
    ((found,),) = await here.rows(sql, id_)
    return kind(found)


async def test_registrations(here: World) -> None:
    workshop_id = await open_workshop(here)
    registration_id = (await registered(here, "member_nora", workshop_id))["registration"]["id"]
    attend = "recordAttendance(registrationId: $id, attended: {})"
    walk = Walk(
        cycle=registering.REGISTRATION,
        states=RegistrationStatus,
        persons={
            **dict.fromkeys(PERSONS, NOBODY),
            "person": registering.PERSON,
            "staff": registering.STAFF,
        },
        put=partial(put, here, "UPDATE workshop_registration SET status = $2 WHERE id = $1", registration_id),
        state_of=partial(state_of, here, RegistrationStatus, "SELECT status FROM workshop_registration WHERE id = $1"),
        do={
            "CANCEL": simply(here, "cancelWorkshopRegistration(id: $id)"),
            "ATTEND": simply(here, attend.format("true"), BEGUN),
            "MISS": simply(here, attend.format("false"), BEGUN),
        },
        offered=partial(offered, here, "WorkshopRegistration", (BEGIN, BEGUN)),
        elsewhere=frozenset({"MOVE_UP"}),
        sees=lambda person, state: person in ("person", "staff"),
        barred=lambda person, action: person == "ghost" or (person != "staff" and action != "CANCEL"),
        repeats=frozenset({"CANCEL", "ATTEND", "MISS"}),
    )
    assert await differences(walk) == []


async def test_slots(here: World) -> None:
    (slot_id,) = await open_slots(here, NEAR)
    held = datetime(2025, 6, 20, 9, tzinfo=UTC)

    async def put_slot(state: SlotStatus) -> str:
        await here.rows("DELETE FROM slot_booking WHERE slot_id = $1", slot_id)
        await here.rows("DELETE FROM journal")
        if state in (SlotStatus.BOOKED, SlotStatus.DONE):
            sql = (
                "INSERT INTO slot_booking VALUES ($1, 'org_w', 'member_uta', NULL, 'Frage', $2, 'Ergebnis von vorher')"
            )
            await here.rows(sql, slot_id, BEGIN)
        return await put(here, "UPDATE consultation_slot SET status = $2 WHERE id = $1", slot_id, state)

    async def book(person: str, id_: str) -> list[str]:
        verb = 'bookConsultationSlot(slotId: $id, question: "Frage")'
        came = await simply(here, verb)(person, id_)
        # By the statement that decides the race: taken says more than a wrong state.
        return ["WRONG_STATE" if code == "CAPACITY_FULL" else code for code in came]

    def change(to: str) -> Do:
        return simply(here, f"changeConsultationSlot(slotId: $id, to: {to})")

    member = consulting.MEMBER
    walk = Walk(
        cycle=consulting.SLOT,
        states=SlotStatus,
        persons={
            **dict.fromkeys(PERSONS, member),
            "administrator": member | consulting.BOOKER,
            "expert": member | consulting.EXPERT,
            "ghost": NOBODY,
            "staff": consulting.STAFF,
        },
        put=put_slot,
        state_of=partial(state_of, here, SlotStatus, "SELECT status FROM consultation_slot WHERE id = $1"),
        do={
            "BOOK": book,
            "GIVE_BACK": simply(here, "cancelConsultationSlot(slotId: $id)"),
            "RECORD": simply(here, 'recordConsultation(slotId: $id, outcome: "Ergebnis")', held),
            "HOLD_BACK": change("HELD_BACK"),
            "RELEASE": change("FREE"),
            "CANCEL": change("CANCELLED"),
        },
        barred=lambda person, action: (
            person == "ghost"
            or (action == "BOOK" and person == "staff")
            or (action == "RECORD" and person not in ("expert", "other expert", "staff"))
            or (action in ("HOLD_BACK", "RELEASE", "CANCEL") and person != "staff")
        ),
        repeats=frozenset({"HOLD_BACK", "RELEASE", "CANCEL"}),
    )
    # Who once had a slot that nobody has is a stranger to it, and learns nothing of its state.
    nobodys = ("FREE", "HELD_BACK", "CANCELLED")
    refused, said = "administrator in {0}, GIVE_BACK: ['FORBIDDEN'] and {0}", ", not ['WRONG_STATE'] and {0}"
    assert await differences(walk) == [(refused + said).format(state) for state in nobodys]
    # What is offered: staff are members, too, but their tokens have not the scope to book.
    for state in SlotStatus:
        for person, roles in walk.persons.items():
            if person == "ghost":
                continue
            found = await offered(here, "ConsultationSlot", (BEGIN, held), person, await put_slot(state))
            own = roles if person == "staff" else roles | member
            if state not in (SlotStatus.BOOKED, SlotStatus.DONE):
                own -= consulting.BOOKER
            assert found == set(consulting.SLOT.actions(state, own)), (state, person)


async def test_calls(here: World) -> None:
    call_id = await open_call(here)
    later = datetime(2025, 7, 2, tzinfo=UTC)

    async def edit(person: str, id_: str) -> list[str]:
        return await codes(here, person, SAVE_CALL, id=id_, input=CALL)

    async def apply(person: str, id_: str) -> list[str]:
        await here.rows("DELETE FROM pilot_application WHERE call_id = $1", id_)
        wish = {**APPLICATION, "callId": id_}
        came = await codes(here, person, SUBMIT, input=wish, key=f"{person} {id_} {await count(here)}")
        await here.rows("DELETE FROM pilot_application WHERE call_id = $1", id_)
        return came

    async def put_call(state: PilotCallPhase) -> str:
        stored = {"STAGE_ONE": "OPEN"}.get(state.value, "CLOSED")
        await here.rows("UPDATE support_offer SET status = $2 WHERE id = $1", call_id, stored)
        return await put(here, "UPDATE pilot_call SET phase = $2 WHERE id = $1", call_id, state)

    verbs = {
        each.action: simply(here, f"advancePilotCall(id: $id, to: {each.target.value})", later)
        for each in applying.CALL.transitions
    }
    walk = Walk(
        cycle=applying.CALL,
        states=PilotCallPhase,
        persons={"staff": applying.STAFF, "administrator": applying.ADMINISTRATOR},
        put=put_call,
        state_of=partial(state_of, here, PilotCallPhase, "SELECT phase FROM pilot_call WHERE id = $1"),
        do={**verbs, "EDIT": edit, "APPLY": apply},
        barred=lambda person, action: (person == "staff") is (action == "APPLY"),
        repeats=frozenset(verbs),
    )
    assert await differences(walk) == []
    for state in PilotCallPhase:
        for person, roles in (("staff", applying.STAFF), ("administrator", applying.ADMINISTRATOR), ("person", NOBODY)):
            found = await offered(here, "PilotCall", (BEGIN,), person, await put_call(state))
            # Stage one still runs: see faults_of_advance.
            assert found == set(applying.CALL.actions(state, roles)) - {"OPEN_STAGE_TWO"}, (state, person)


async def test_applications(here: World) -> None:
    call_id = await open_call(here)
    application_id = (await applied(here, call_id))["application"]["id"]

    def in_phase(phase: str) -> str:
        return f"UPDATE pilot_call SET phase = '{phase}' WHERE id = '{call_id}'"

    async def put_application(state: PilotApplicationStatus) -> str:
        projects = "SELECT id FROM pilot_project WHERE application_id = $1"
        for table, column in (("project_participant", "project_id"), ("entity_topic", "entity_id")):
            await here.rows(f"DELETE FROM {table} WHERE {column} IN ({projects})", application_id)
        await here.rows("DELETE FROM pilot_project WHERE application_id = $1", application_id)
        await here.rows("UPDATE pilot_application SET plan = NULL WHERE id = $1", application_id)
        return await put(here, "UPDATE pilot_application SET status = $2 WHERE id = $1", application_id, state)

    async def offered_in_any_phase(person: str, id_: str) -> set[str]:
        found = set[str]()
        for phase in ("STAGE_ONE", "STAGE_TWO", "SELECTION"):
            await here.rows(in_phase(phase))
            found |= await offered(here, "PilotApplication", (BEGIN,), person, id_)
        return found

    decide = 'decidePilotApplication(id: $id, to: {}, note: "Warum")'
    decisions = {
        action: simply(
            here,
            decide.format(to.value),
            before=in_phase("STAGE_ONE" if action in ("REFUSE", "ADMIT") else "SELECTION"),
        )
        for to, action in applying.DECISIONS.items()
    }
    stage_two = simply(here, 'submitPilotStageTwo(id: $id, plan: "Plan")', before=in_phase("STAGE_TWO"))
    walk = Walk(
        cycle=applying.APPLICATION,
        states=PilotApplicationStatus,
        persons={
            **dict.fromkeys(PERSONS, NOBODY),
            "administrator": applying.APPLICANT,
            "staff": applying.STAFF,
        },
        put=put_application,
        state_of=partial(state_of, here, PilotApplicationStatus, "SELECT status FROM pilot_application WHERE id = $1"),
        do={
            **decisions,
            "SUBMIT_STAGE_TWO": stage_two,
            "WITHDRAW": simply(here, "withdrawPilotApplication(id: $id)"),
        },
        offered=offered_in_any_phase,
        sees=lambda person, state: person in ("administrator", "expert", "other expert", "staff"),
        barred=lambda person, action: person == "ghost" or (person == "staff") is not (action in decisions),
        repeats=frozenset({*decisions, "WITHDRAW"}),
    )
    assert await differences(walk) == []


async def test_prototypes(here: World) -> None:
    await here.rows("INSERT INTO project_participant VALUES ('pilot_2', 'org_w', 0)")
    await here.rows("INSERT INTO project_expert VALUES ('pilot_2', 'exp_x', 0)")
    whole = {**PROTOTYPE, "license": "EUPL-1.2", "repositoryUrl": "https://example.org/r"}
    made = await here.payload("member_uta", SAVE_PROTOTYPE, input=whole)
    prototype_id = made["prototype"]["id"]

    def saving(stage: str | None) -> Do:
        async def do(person: str, id_: str) -> list[str]:
            ((now,),) = await here.rows("SELECT stage FROM prototype WHERE id = $1", id_)
            return await codes(here, person, SAVE_PROTOTYPE, id=id_, input={**whole, "stage": stage or now})

        return do

    stages = {each.action: saving(each.action) for each in prototyping.STAGES.transitions}
    builder = prototyping.BUILDER
    cycle = prototyping.STAGES
    walk = Walk(
        cycle=cycle,
        states=PrototypeStage,
        persons={
            **dict.fromkeys(PERSONS, NOBODY),
            "administrator": builder,
            "expert": builder,
            "staff": prototyping.STAFF,
        },
        put=partial(put, here, "UPDATE prototype SET stage = $2 WHERE id = $1", prototype_id),
        state_of=partial(state_of, here, PrototypeStage, "SELECT stage FROM prototype WHERE id = $1"),
        do={**stages, "EDIT": saving(None)},
        offered=partial(offered, here, "Prototype", (BEGIN,)),
        barred=lambda person, action: person == "ghost",
        # Saved in the stage that it is in is a change of its text; one that is discarded has none.
        repeats=frozenset(set(stages) - {"DISCARDED"}),
    )
    assert await differences(walk) == []


async def test_workshops(here: World) -> None:
    workshop_id = await open_workshop(here)

    async def put_workshop(state: SupportOfferStatus) -> str:
        await here.rows("DELETE FROM workshop_registration WHERE workshop_id = $1", workshop_id)
        stored = offering.ENDED_BY_HAND if state is SupportOfferStatus.ENDED else state.value
        await here.rows("UPDATE support_offer SET status = $2 WHERE id = $1", workshop_id, stored)
        return workshop_id

    async def state_of_workshop(id_: str) -> SupportOfferStatus:
        ((stored,),) = await here.rows("SELECT status FROM support_offer WHERE id = $1", id_)
        return offering.stored_status(stored)

    def saving(status: str | None) -> Do:
        async def do(person: str, id_: str) -> list[str]:
            wanted = status or (await state_of_workshop(id_)).value
            return await codes(here, person, SAVE_WORKSHOP, id=id_, input={**WORKSHOP, "status": wanted})

        return do

    verbs = {each.action: saving(each.target.value) for each in offering.WORKSHOP.transitions}
    walk = Walk(
        cycle=offering.WORKSHOP,
        states=SupportOfferStatus,
        persons={"staff": offering.STAFF, "person": offering.MEMBER},
        put=put_workshop,
        state_of=state_of_workshop,
        do={**verbs, "EDIT": saving(None), "REGISTER": simply(here, "registerForWorkshop(workshopId: $id)")},
        barred=lambda person, action: (person == "staff") is (action == "REGISTER"),
        # Saved in the state that it is in is a change of its text; one that has ended has none.
        repeats=frozenset(set(verbs) - {"END"}),
    )
    assert await differences(walk) == []
    for state in SupportOfferStatus:
        # Staff are members, too, but their tokens have not the scope to register.
        for person, roles in (("staff", offering.STAFF), ("person", offering.MEMBER)):
            found = await offered(here, "Workshop", (BEGIN,), person, await put_workshop(state))
            assert found == set(offering.WORKSHOP.actions(state, roles)), (state, person)
