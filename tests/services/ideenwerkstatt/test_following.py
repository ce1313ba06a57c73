"""What the marketplace tells does here: actors, mandates, projects of others; it may be away meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from services.ideenwerkstatt.app import EFFECTS
from services.ideenwerkstatt.store.connection import open_store
from services.kit.following import Event
from services.kit.settings import Settings
from tests.conftest import FreshDatabase
from tests.services.ideenwerkstatt.test_prototype_verbs import ASSESS, ASSESSMENT
from tests.services.ideenwerkstatt.verbs import World, codes, open_workshop, registered, world


@pytest.fixture
async def here(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


async def take(here: World, *events: Event) -> None:
    settings = Settings("ideenwerkstatt", here.own.url, "127.0.0.1", 1, 2, None, None, None)
    async with open_store(settings) as database, database.transaction() as inside:
        for event in events:
            await EFFECTS["marketplace"][event.kind](inside, event)


def told(what: str, type_name: str, id_: str, **payload: object) -> Event:
    return Event("c", what, type_name, id_, (), payload)


async def test_a_project_of_another_ministry_comes_and_goes(here: World) -> None:
    new = {**ASSESSMENT, "projectId": "funded_new"}
    assert codes(await here.payload("member_expert", ASSESS, input=new)) == [("NOT_FOUND", "input.projectId")]
    event = told("document.changed", "FundedProject", "funded_new", type="FundedProject")
    await take(here, event, event)
    assert codes(await here.payload("member_expert", ASSESS, input=new)) == []
    await take(here, told("document.changed", "FundedProject", "funded_new", type="FundedProject", isGone=True))
    gone = await here.payload("member_expert", ASSESS, input={**new, "rating": "C"})
    assert codes(gone) == [("NOT_FOUND", "input.projectId")]
    with pytest.raises(ValueError, match=r"document\.changed needs type"):
        await take(here, told("document.changed", "FundedProject", "funded_new"))


async def test_a_member_of_whom_was_just_told_takes_part(here: World) -> None:
    workshop_id = await open_workshop(here)
    # Nobody can be asked whether the copy is old: nothing is written, and it may be tried again.
    assert codes(await registered(here, "member_new", workshop_id)) == [("UNAVAILABLE", "")]
    said = {"kind": "MEMBER", "state": "ACTIVE", "sector": "PRIVATE_PERSON", "isNonProfit": False}
    await take(here, told("actor.changed", "Member", "member_new", **said))
    assert codes(await registered(here, "member_new", workshop_id)) == []
    mandate = {"organisationId": "org_w", "memberId": "member_new", "actsFor": True}
    await take(here, told("organisation.member_changed", "Organisation", "org_w", **mandate))
    assert codes(await registered(here, "member_new", workshop_id, for_="org_w")) == []
    # The marketplace has been silent all the time; whoever is known goes on taking part.
    assert codes(await registered(here, "member_nora", workshop_id)) == []
