"""The last seat, the last slot, the last place: of all who want it at once one gets it, and nobody is lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

from tests.acceptance import test_data_lab as lab
from tests.acceptance import test_ideenwerkstatt as workshops
from tests.acceptance.conftest import Town
from tests.acceptance.people import join, organisation

CROWD = ("erste", "zweite", "dritte", "vierte")
HALF_OF_THEM = 2


async def joined(town: Town, people: Sequence[str] = CROWD) -> None:
    for person in people:
        await join(town, person)
    await town.settle()


async def all_at_once(town: Town, people: Sequence[str], number: int, **given: Any) -> list[Any]:
    """What came of the same wish of each, sent before anybody was answered."""
    return await asyncio.gather(*(town.did(person, number, **given) for person in people))


def codes(came: Sequence[Any]) -> Counter[str]:
    return Counter(each["code"] for payload in came for each in payload["errors"])


async def test_seats_and_the_queue(town: Town) -> None:
    found = await workshops.open_workshop(town)  # two seats
    await joined(town)
    came = await all_at_once(town, CROWD, 151, workshopId=found)
    states = Counter(each["registration"]["status"] for each in came)
    assert states == {"CONFIRMED": 2, "WAITLISTED": 2}
    places = [each["registration"]["waitingPosition"] for each in came if each["registration"]["waitingPosition"]]
    assert sorted(places) == [1, 2]
    # All who have a seat give it back at once: all who wait move up.
    seated = {
        person: each["registration"]["id"]
        for person, each in zip(CROWD, came, strict=True)
        if each["registration"]["status"] == "CONFIRMED"
    }
    await asyncio.gather(*(town.done(person, 152, id=id_) for person, id_ in seated.items()))
    queue = (await town.saved(workshops.STAFF, 164, id=found))["workshop"]["registrations"]["nodes"]
    assert Counter(each["status"] for each in queue) == {"CONFIRMED": 2, "CANCELLED": 2}
    await town.settle()
    told = await town.rows("ideenwerkstatt", "SELECT actor_ids FROM outbox WHERE kind = 'registration.moved_up'")
    assert len(told) == HALF_OF_THEM


async def test_a_slot_of_each_sprechstunde(town: Town) -> None:
    await town.rows("ideenwerkstatt", workshops.CONSULTATION)
    await town.rows("ideenwerkstatt", "INSERT INTO ai_consultation VALUES ('aiconsultation_x')")
    sure = await join(town, "kundige")
    await town.settle()
    await town.rows("ideenwerkstatt", "INSERT INTO expert VALUES ('expert_x', $1, '[]', '{DE}', true)", sure)
    wish = [{"expertId": "expert_x", "startsAt": town.moment(days=3), "minutes": 45}]
    opened = await town.done(workshops.STAFF, 166, consultationId="aiconsultation_x", slots=wish)
    await joined(town)
    came = await all_at_once(town, CROWD, 155, slotId=opened["slots"][0]["id"], question="Wie?")
    assert codes(came) == {"CAPACITY_FULL": 3}
    first, *_ = await lab.free_slots(town)
    came = await all_at_once(town, CROWD, 181, slotId=first, concern="Wie?")
    assert codes(came) == {"CAPACITY_FULL": 3}
    assert sum(each["session"] is not None for each in came) == 1


async def test_the_last_place_of_each_call(town: Town) -> None:
    call = await lab.open_call(town, places=1)
    await joined(town, CROWD[:HALF_OF_THEM])
    projects = []
    for person in CROWD[:HALF_OF_THEM]:
        handed_in = await town.done(person, 185, input=lab.sketch(call, await join(town, person)), key=person)
        projects.append(handed_in["project"]["id"])
        for stage in ("SCREENING", "SCOPING", "CAPACITY_CHECK"):
            await town.done(lab.STAFF, 200, id=projects[-1], to=stage)
    came = await asyncio.gather(*(town.did(lab.STAFF, 200, id=each, to="TENDER") for each in projects))
    assert codes(came) == {"CAPACITY_FULL": 1}

    text = {
        "title": {"de": "Aufruf (fiktiv)"},
        "summary": {"de": "Für die Umwelt (fiktiv)."},
        "topicSlugs": ["biodiversity"],
        "audiences": ["CIVIL_SOCIETY"],
        "places": 1,
        "stageOneUntil": town.moment(days=1),
    }
    pilots = (await town.done(workshops.STAFF, 169, input=text, key="call"))["call"]["id"]
    await town.done(workshops.STAFF, 170, id=pilots, to="STAGE_ONE")
    wanted = []
    for person in CROWD[:HALF_OF_THEM]:
        applicant = await organisation(town, person, f"verein-{person}", "CIVIL_SOCIETY")
        wish = {"callId": pilots, "title": "T", "description": "D", "needs": [], "applicantId": applicant}
        handed_in = await town.done(person, 158, input=wish, key=person)
        wanted.append(handed_in["application"]["id"])
        await town.done(workshops.STAFF, 172, id=wanted[-1], to="STAGE_ONE_PASSED")
    town.later(days=2)
    await town.done(workshops.STAFF, 170, id=pilots, to="STAGE_TWO")
    for person, id_ in zip(CROWD, wanted, strict=False):
        await town.done(person, 159, id=id_, plan="Zuerst zählen (fiktiv).")
    await town.done(workshops.STAFF, 170, id=pilots, to="SELECTION")
    came = await asyncio.gather(*(town.did(workshops.STAFF, 172, id=each, to="SELECTED") for each in wanted))
    assert codes(came) == {"CAPACITY_FULL": 1}
    made = "SELECT count(*) FROM pilot_project WHERE call_id = $1"
    assert await town.rows("ideenwerkstatt", made, pilots) == [(1,)]
