"""A year on the clock: what is shown of workshop, call, advice and programme, and whether the verbs say the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from services.kit.clock import BERLIN
from tests.conftest import FreshDatabase
from tests.services.ideenwerkstatt.verbs import (
    World,
    codes,
    open_call,
    open_slots,
    open_workshop,
    registered,
    world,
)

LOOK = """query ($w: ID!) { workshop(id: $w) { status viewerActions } pilotCalls { id status phase viewerActions }
  aiConsultations { id status }
  _entities(representations: [{ __typename: "IdeenwerkstattProgramme", slug: "ki-ideenwerkstatt" }]) {
    ... on IdeenwerkstattProgramme { status } } }"""
LAST_DAY = datetime(2025, 12, 5, tzinfo=BERLIN)


@pytest.fixture
async def here(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


def shown(moment: datetime, until: datetime, end: datetime | None) -> str:
    """The rule of domain_slice2 1.1, said once more: for an offer that somebody opened."""
    if moment >= LAST_DAY or (end is not None and moment > end):
        return "ENDED"
    return "OPEN" if moment <= until else "CLOSED"


async def test_every_status_follows_from_the_time(here: World) -> None:
    workshop_id = await open_workshop(here)
    call_id = await open_call(here)
    until = datetime(2025, 7, 1, 23, 59, 59, tzinfo=BERLIN)
    end = datetime(2025, 7, 3, 17, tzinfo=BERLIN)
    edges = [
        moment + step
        for moment in (until, end, LAST_DAY, datetime(2025, 10, 26, 1, tzinfo=UTC))
        for step in (timedelta(seconds=-1), timedelta(), timedelta(seconds=1))
    ]
    days = [datetime(2025, 6, 16, 12, tzinfo=BERLIN) + timedelta(days=9 * week) for week in range(41)]
    for moment in sorted([*edges, *days]):
        here.moment = moment.astimezone(UTC)
        data = (await here.do("member_nora", LOOK, {"w": workshop_id})).data
        expected = shown(moment, until, end)
        assert (moment, data["workshop"]["status"]) == (moment, expected)
        assert data["workshop"]["viewerActions"] == (["REGISTER"] if expected == "OPEN" else [])
        call = next(each for each in data["pilotCalls"] if each["id"] == call_id)
        assert (moment, call["status"], call["phase"]) == (moment, shown(moment, until, None), "STAGE_ONE")
        assert call["viewerActions"] == [], "who acts for nobody applies for nobody"
        calls = (await here.do("member_uta", LOOK, {"w": workshop_id})).data["pilotCalls"]
        of_uta = next(each for each in calls if each["id"] == call_id)
        assert of_uta["viewerActions"] == (["APPLY"] if call["status"] == "OPEN" else [])
        advice = {each["id"]: each["status"] for each in data["aiConsultations"]}
        assert advice["con_2"] == ("ENDED" if moment >= LAST_DAY else "OPEN")
        assert data["_entities"] == [{"status": "ENDED" if moment >= LAST_DAY else "ACTIVE"}]


async def test_what_the_verbs_say_is_what_is_shown(here: World) -> None:
    """Whoever is offered REGISTER is registered, whoever is not is refused, at each edge."""
    workshop_id = await open_workshop(here, capacity=100)
    await open_slots(here, "2025-12-03T10:00:00+01:00")
    people = iter(("member_nora", "member_tom", "member_uta", "member_else", "member_expert", "member_other"))
    for moment in (
        datetime(2025, 7, 1, 23, 59, 58, tzinfo=BERLIN),
        datetime(2025, 7, 1, 23, 59, 59, tzinfo=BERLIN),
        datetime(2025, 7, 2, tzinfo=BERLIN),
        datetime(2025, 7, 3, 18, tzinfo=BERLIN),
        LAST_DAY - timedelta(seconds=1),
        LAST_DAY,
    ):
        here.moment = moment.astimezone(UTC)
        person = next(people)
        offered = (await here.do(person, LOOK, {"w": workshop_id})).data["workshop"]["viewerActions"]
        came = codes(await registered(here, person, workshop_id))
        assert (moment, came == []) == (moment, "REGISTER" in offered), came
