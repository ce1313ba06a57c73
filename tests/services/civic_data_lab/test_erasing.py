"""What is left of a member after an erasure, what an export holds, and what time brings near."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from services.civic_data_lab.app import EFFECTS
from services.civic_data_lab.settings import LabSettings
from services.civic_data_lab.store.connection import open_store
from services.civic_data_lab.store.erasing import export_of, forget
from services.civic_data_lab.store.reminding import CHORES
from services.kit.chores import Chores
from services.kit.clock import Clock
from services.kit.erasing import with_erasure
from services.kit.following import ERASURE_DUE, Event
from tests.conftest import FreshDatabase
from tests.services.civic_data_lab import documents as said
from tests.services.civic_data_lab.verbs import World, world

SECRET = "Etwas ganz Persönliches"

LATER = "2999-01-01T00:00:00Z"


@pytest.fixture
async def lab(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


def settings(lab: World) -> LabSettings:
    return LabSettings("civic_data_lab", lab.own.url, "127.0.0.1", 1, 3)


async def erase(lab: World, member: str) -> None:
    """The effect of the marketplace's event, in a transaction as the follower does it."""
    event = Event("c", ERASURE_DUE, "Member", member, (), {"memberId": member})
    effects = with_erasure(EFFECTS, Clock(reads=lambda: lab.moment), forget)
    async with open_store(settings(lab)) as database, database.transaction() as inside:
        await effects["marketplace"][ERASURE_DUE](inside, event)


async def has_everything(lab: World, member: str) -> None:
    """An appointment, a sketch, a draft, an enrolment, each with a text of its own."""
    await lab.payload(member, said.BOOK, slot="dslot_1", concern=SECRET)
    own = {"applicantId": member, "title": SECRET, "summary": SECRET, "dataDescription": SECRET}
    await lab.payload(member, said.SUBMIT, input={**said.PROJECT, **own}, key="k")
    draft = {**said.DATASET, "publisherId": member, "title": {"de": SECRET}, "contactPoint": SECRET}
    await lab.payload(member, said.SAVE, input=draft)
    await lab.payload(member, said.ENROL, id="mod_1")


async def dump(lab: World) -> str:
    """Every row of every table, as text."""
    tables = await lab.rows("SELECT tablename::text FROM pg_tables WHERE schemaname = 'civic_data_lab'")
    found = []
    for (name,) in tables:
        found += [str(row) for row in await lab.rows(f'SELECT to_jsonb(t)::text FROM "{name}" t')]
    return "\n".join(found)


async def test_nothing_personal_stays(lab: World) -> None:
    await has_everything(lab, "member_tom")
    assert SECRET in await dump(lab)
    for _ in range(2):  # done twice is done once
        await erase(lab, "member_tom")
        assert SECRET not in await dump(lab)
        assert await lab.rows("SELECT is_free FROM consultation_slot WHERE id = 'dslot_1'") == [(True,)]
        assert await lab.rows("SELECT status, concern FROM consultation_session") == [("CANCELLED", "")]
        assert await lab.rows("SELECT stage, submitted_by FROM data_project WHERE applicant_id = 'member_tom'") == [
            ("NOT_CONTINUED", None)
        ]
        assert await lab.rows("SELECT count(*) FROM enrolment") == [(0,)]
    told = await lab.rows("SELECT payload FROM outbox WHERE kind = 'member.erased'")
    assert told == [({"memberId": "member_tom", "kept": []},)] * 2


async def test_what_an_organisation_applied_for_stays(lab: World) -> None:
    await lab.payload("member_nora", said.SUBMIT, input=said.PROJECT, key="k")
    await erase(lab, "member_nora")
    rows = await lab.rows("SELECT stage, submitted_by, title FROM data_project WHERE applicant_id = 'org_w'")
    assert rows == [("SKETCH", None, "Pflege zählen")]


async def test_an_export_holds_what_is_kept(lab: World) -> None:
    await has_everything(lab, "member_tom")
    async with open_store(settings(lab)) as database:
        found = json.loads(await export_of(database, "member_tom"))
        nothing = json.loads(await export_of(database, "nobody"))
    assert [each["concern"] for each in found["consultations"]] == [SECRET]
    assert [each["dataDescription"] for each in found["dataProjects"]] == [SECRET]
    assert [each["contactPoint"] for each in found["dataSets"]] == [SECRET]
    assert [each["moduleId"] for each in found["enrolments"]] == ["mod_1"]
    assert [each["action"] for each in found["journal"]] == ["BOOK", "SUBMIT", "SAVE", "ENROL"]
    assert nothing == {**{name: [] for name in nothing}, "actor": None}


@pytest.mark.parametrize(
    ("who", "code"), [("member_else", "FORBIDDEN"), ("member_staff", "FORBIDDEN"), (None, "UNAUTHENTICATED")]
)
async def test_an_export_is_its_member_s_alone(still: World, who: str | None, code: str) -> None:
    query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on DataExport { civicDataLabJson } } }"
    forged = {"r": [{"__typename": "DataExport", "id": "export_1", "memberId": "member_tom", "expiresAt": LATER}]}
    refused = await still.do(who, query, forged)
    assert [each for each, _ in refused.codes] == [code]
    own = await still.do("member_tom", query, forged)
    assert json.loads(own.data["_entities"][0]["civicDataLabJson"])["consultations"] == []


async def rounds(lab: World, replicas: int = 1) -> int:
    """The chores, by so many replicas at once; how many things they changed together."""
    clock = Clock(reads=lambda: lab.moment)

    async def replica() -> int:
        async with open_store(settings(lab)) as database:
            chores = Chores(database, clock, CHORES)
            changed = sum((await chores.round()).values())
            assert chores.report() == {}
            return changed

    return sum(await asyncio.gather(*(replica() for _ in range(replicas))))


async def test_who_comes_is_reminded_a_day_before_once(lab: World) -> None:
    await lab.payload("member_nora", said.BOOK, slot="dslot_1", concern="x", **{"for": "org_w"})
    lab.moment = datetime(2026, 3, 1, 9, 59, 59, tzinfo=UTC)
    assert await rounds(lab) == 0
    lab.moment = datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert await rounds(lab, replicas=3) == 1
    assert await rounds(lab) == 0
    assert (await lab.told())[-1] == ("appointment.due", ["member_nora", "member_wim"])


async def test_deadlines_are_told_at_seven_days_and_at_one(lab: World) -> None:
    """Two looks a day until the call's last moment, 23:59 in Berlin."""
    lab.moment = datetime(2026, 6, 20, tzinfo=UTC)
    moments = []
    while lab.moment < datetime(2026, 7, 2, tzinfo=UTC):
        if await rounds(lab):
            moments.append(lab.moment)
        lab.moment += timedelta(hours=12)
    assert moments == [datetime(2026, 6, 24, tzinfo=UTC), datetime(2026, 6, 30, tzinfo=UTC)]
    found = await lab.rows("SELECT subject_type, subject_id, payload ->> 'days' FROM outbox ORDER BY seq")
    assert found == [("DataProjectCall", "dcall_1", "7"), ("DataProjectCall", "dcall_1", "1")]
    lab.moment += timedelta(days=200)
    await rounds(lab)
    assert await lab.rows("SELECT count(*) FROM reminder") == [(0,)]
