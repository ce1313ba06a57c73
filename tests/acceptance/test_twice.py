"""Every verb that takes a key, twice with the same one, also at once, is done once; for another wish it is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import build_schema

from tests.acceptance import test_competition as competition
from tests.acceptance import test_funding as funding
from tests.acceptance.conftest import Town
from tests.acceptance.people import IDEA, join, organisation, published
from tools.run.settings import ROOT

ELSEWHERE = {
    *("registerForWorkshop", "saveWorkshop", "submitPilotApplication", "savePilotCall", "savePrototype"),
    *("submitDataProject", "saveDataProjectCall", "saveDataset"),
    "saveSearch",
}
"""Those of other houses, and of matching, which are tried in the rooms of their tests."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A saved operation as a person asks for it. ``other``: what makes it another. ``table``: its house and name."""

    person: str
    number: int
    given: dict[str, Any]
    other: dict[str, Any]
    table: tuple[str, str]


async def an_idea(town: Town) -> Wish:
    await join(town, "autorin")
    return Wish("autorin", 30, {"input": IDEA}, {"input": {**IDEA, "title": "Anders"}}, ("marketplace", "idea"))


async def a_fork(town: Town) -> Wish:
    idea = await published(town, "autorin")
    await join(town, "helferin")
    return Wish("helferin", 36, {"id": idea, "note": "Für Köln"}, {"note": "Für Bonn"}, ("marketplace", "idea"))


async def an_amendment(town: Town) -> Wish:
    idea = await published(town, "autorin")
    await join(town, "helferin")
    given = {"ideaId": idea, "baseVersion": 1, "note": "So", "input": {**IDEA, "summary": "Neu"}}
    return Wish("helferin", 40, given, {"note": "Anders"}, ("marketplace", "amendment"))


async def a_comment(town: Town) -> Wish:
    idea = await published(town, "autorin")
    return Wish("autorin", 38, {"ideaId": idea, "body": "Gut"}, {"body": "Nicht gut"}, ("marketplace", "comment"))


async def a_request(town: Town) -> Wish:
    await join(town, "autorin")
    given = {"toActorId": await join(town, "helferin"), "message": "Guten Tag"}
    return Wish("autorin", 54, given, {"message": "Guten Abend"}, ("marketplace", "contact_request"))


async def a_message(town: Town) -> Wish:
    await join(town, "autorin")
    asked = await town.done("autorin", 54, toActorId=await join(town, "helferin"))
    accepted = await town.done("helferin", 55, id=asked["contactRequest"]["id"])
    given = {"conversationId": accepted["contactRequest"]["conversation"]["id"], "body": "Donnerstag?"}
    return Wish("autorin", 57, given, {"body": "Freitag?"}, ("marketplace", "message"))


async def an_invitation(town: Town) -> Wish:
    idea = await published(town, "autorin")
    given = {"ideaId": idea, "actorId": await join(town, "helferin"), "message": "Komm dazu"}
    return Wish("autorin", 46, given, {"message": "Komm doch"}, ("marketplace", "team_request"))


async def an_offer_to_join(town: Town) -> Wish:
    idea = await published(town, "autorin")
    await join(town, "helferin")
    given = {"ideaId": idea, "message": "Ich will"}
    return Wish("helferin", 45, given, {"message": "Ich will mit"}, ("marketplace", "team_request"))


async def a_registered_organisation(town: Town) -> Wish:
    await join(town, "autorin")
    text = {"handle": "neu-verein", "displayName": "Verein", "legalName": "Verein e. V. (fiktiv)", "isNonProfit": True}
    given = {**text, "sector": "WELFARE"}
    other = {"input": {**given, "handle": "neu-anders"}}
    return Wish("autorin", 23, {"input": given}, other, ("marketplace", "organisation"))


async def an_event(town: Town) -> Wish:
    text = {
        "title": {"de": "Forum (fiktiv)"}, "summary": {"de": "Wir treffen uns."}, "status": "ANNOUNCED",
        "topicSlugs": [], "audiences": ["WELFARE"], "format": "FORUM", "isOnline": True, "accessibility": [],
        "startsAt": town.moment(days=30), "endsAt": town.moment(days=31),
    }  # fmt: skip
    other = {"input": {**text, "format": "SPOTLIGHT"}}
    return Wish("marktplatz", 222, {"input": text}, other, ("marketplace", "community_event"))


async def a_round(town: Town) -> Wish:
    other = {"input": competition.text(town, maxAwards=2)}
    return Wish("cip", 67, {"input": competition.text(town)}, other, ("cip", "competition_round"))


async def an_entry(town: Town) -> Wish:
    round_id = await competition.open_round(town)
    wish = competition.wish(round_id, *await competition.ready_idea(town))
    other = {"input": {**wish, "videoUrl": "https://example.org/video"}}
    return Wish("verwaltung", 66, {"input": wish}, other, ("cip", "competition_entry"))


async def a_call(town: Town) -> Wish:
    text = {**funding.CALL, "interestUntil": town.moment(days=10)}
    return Wish("cip", 72, {"input": text}, {"input": {**text, "minPartners": 3}}, ("cip", "funding_call"))


async def an_application(town: Town) -> Wish:
    first = await organisation(town, "koordination", "wortbruecke-neu", "WELFARE")
    partners = first, await organisation(town, "partnerin", "hochschule-neu", "SCIENCE")
    wish = funding.text(await funding.open_call(town), partners)
    return Wish(
        "koordination", 74, {"input": wish}, {"input": {**wish, "title": "Anders"}}, ("cip", "grant_application")
    )


WISHES: dict[str, Callable[[Town], Awaitable[Wish]]] = {
    "createIdea": an_idea,
    "forkIdea": a_fork,
    "proposeAmendment": an_amendment,
    "addComment": a_comment,
    "sendContactRequest": a_request,
    "sendMessage": a_message,
    "inviteToTeam": an_invitation,
    "askToJoinTeam": an_offer_to_join,
    "registerOrganisation": a_registered_organisation,
    "saveCommunityEvent": an_event,
    "saveCompetitionRound": a_round,
    "submitCompetitionEntry": an_entry,
    "saveFundingCall": a_call,
    "saveGrantApplication": an_application,
}


NEEDS_NO_KEY = {
    "leads a thing into a state, or decides about it: where it is there already, nothing is written": {
        *("acceptCommunityMigration", "advanceDataProject", "advanceFundingCall", "advancePilotCall", "advanceRound"),
        *("answerContactRequest", "answerPartnership", "answerTeamRequest", "cancelConsultationSlot"),
        *("cancelDataConsultation", "cancelEnrolment", "cancelErasure", "cancelWorkshopRegistration"),
        *("changeConsultationSlot", "changeDatasetStatus", "changeIdeaStatus", "changeProfileStatus"),
        *("confirmDataConsultation", "decideAmendment", "decideAppeal", "decideCompetitionEntry"),
        *("decideGrantApplication", "decideModerationCase", "decidePilotApplication", "declineCommunityMigration"),
        *("deleteSearch", "leaveTeam", "markNotificationsRead", "rateMatch", "recordConsultation"),
        *("recordDataConsultation", "reviewIdea", "submitGrantApplication", "submitIdea", "submitPilotStageTwo"),
        *("takeModerationCase", "withdrawAmendment", "withdrawCompetitionEntry", "withdrawContactRequest"),
        *("withdrawDataProject", "withdrawGrantApplication", "withdrawPilotApplication", "withdrawTeamRequest"),
    },
    "says how something is to be: said again it is so, and a text of an older version is refused": {
        *("blockActor", "bookmarkOffer", "editComment", "follow", "recordAttendance", "recordProgress", "saveProfile"),
        *(
            "setConsent",
            "setMatchAlerts",
            "setOpenRoles",
            "setOrganisationMember",
            "supportIdea",
            "updateFundedProject",
        ),
        *("updateIdea", "verifyOrganisation"),
    },
    "makes what there is one of: a second one is the first, or is refused": {
        "appealModeration",  # of a case
        "bookConsultationSlot",  # of a slot
        "bookDataConsultation",
        "enrol",  # of a person and a package
        "grantAward",  # of an entry
        "inviteFormerMember",  # letter that holds: a new one takes the place of the old one
        "openConsultationSlots",  # of an expert and a time
        "openDataConsultationSlots",
        "recordDatasetUsage",  # of a data set and a project
        "recordSustainabilityAssessment",  # of a project, a day and the same measures
        "register",  # of an account
        "reportContent",  # of somebody, a subject and the same words
        "requestDataExport",  # of a member and a day
        "requestErasure",  # of a member
    },
}
"""Why a verb takes no key (those that are idempotent by nature)."""


def test_no_verb_is_left_out() -> None:
    """What takes a key is tried; what takes none has a reason."""
    schema = build_schema((ROOT / "schema" / "api.graphql").read_text(encoding="utf-8"), assume_valid_sdl=True)
    assert schema.mutation_type is not None
    keyed = {name for name, field in schema.mutation_type.fields.items() if "idempotencyKey" in field.args}
    assert keyed == {*WISHES, *ELSEWHERE}
    reasoned = [name for verbs in NEEDS_NO_KEY.values() for name in verbs]
    assert sorted(reasoned) == sorted(schema.mutation_type.fields.keys() - keyed)


@pytest.mark.parametrize("verb", WISHES)
@pytest.mark.parametrize("town", ["empty"], indirect=True)
async def test_the_same_key_is_the_same_thing(town: Town, verb: str) -> None:
    wish = await WISHES[verb](town)
    count = f"SELECT count(*) FROM {wish.table[1]}"
    ((before,),) = await town.rows(wish.table[0], count)
    came = await asyncio.gather(*(town.did(wish.person, wish.number, **wish.given, key="one") for _ in range(3)))
    came.append(await town.done(wish.person, wish.number, **wish.given, key="one"))
    things = [next(value["id"] for value in payload.values() if isinstance(value, dict)) for payload in came]
    assert len(set(things)) == 1
    assert [payload["errors"] for payload in came] == [[]] * 4
    assert await town.rows(wish.table[0], count) == [(before + 1,)]
    refused = await town.did(wish.person, wish.number, **{**wish.given, **wish.other}, key="one")
    assert [(each["code"], each["path"]) for each in refused["errors"]] == [("INVALID", ["idempotencyKey"])]
    assert await town.rows(wish.table[0], count) == [(before + 1,)]
