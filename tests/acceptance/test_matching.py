"""Matching: a suggestion is seen or dismissed; somebody asks for contact, is answered, and two write to each other."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.conftest import AWAY, Town
from tests.acceptance.people import join, notified, published
from tests.acceptance.test_profile_market import PROFILE, consents

SUGGESTED = """query ($id: ID!) { match(input: {ideaId: $id, kinds: [PROFILE]}, first: 50) {
  nodes { id state target { __typename ... on Profile { id } } } } }"""


@pytest.fixture
async def idea(town: Town) -> str:
    """An idea of one person, to which the profile of another one fits."""
    await town.match()
    fitting = {"headline": "Bescheide in Leichter Sprache", "about": "Amtliche Briefe in Leichte Sprache übertragen."}
    owner = await join(town, "neue person")
    await consents(town, "neue person", "PROFILE_PUBLIC", "MATCHING")
    await town.done("neue person", 50, input={**PROFILE, **fitting, "ownerId": owner})
    found = await published(town, "autorin")
    await town.match(await profile_of(town, "neue person"))
    await town.match(found)
    return found


async def suggested(town: Town, idea: str) -> dict[str, Any]:
    """The suggested profiles of an idea with their matches."""
    came = await town.ask("autorin", SUGGESTED, {"id": idea})
    assert "errors" not in came, came
    return {each["target"]["id"]: each for each in came["data"]["match"]["nodes"]}


async def profile_of(town: Town, person: str) -> str:
    found: str = (await town.saved(person, 21))["viewer"]["member"]["profile"]["id"]
    return found


async def test_a_dismissed_suggestion_does_not_come_again(town: Town, idea: str) -> None:
    profile = await profile_of(town, "neue person")
    assert (await suggested(town, idea))[profile]["state"] == "SUGGESTED"
    rated = {"ideaId": idea, "targetId": profile, "profileId": None}
    await join(town, "fremde person")
    assert await town.codes("fremde person", 53, **rated, to="SEEN") == ["NOT_FOUND"]
    assert (await town.done("autorin", 53, **rated, to="SEEN"))["match"]["state"] == "SEEN"
    await town.done("autorin", 53, **rated, to="DISMISSED")
    assert profile not in await suggested(town, idea)
    assert await town.codes("autorin", 53, **rated, to="SEEN") == ["WRONG_STATE"]


async def test_who_takes_the_consent_back_is_suggested_no_more(town: Town, idea: str) -> None:
    profile = await profile_of(town, "neue person")
    assert profile in await suggested(town, idea)
    await consents(town, "neue person", "MATCHING", granted=False)
    await town.match(profile, gone=True)
    assert profile not in await suggested(town, idea)


async def test_two_find_each_other_and_write(town: Town, idea: str) -> None:
    profile = await profile_of(town, "neue person")
    match = (await suggested(town, idea))[profile]["id"]
    to = (await town.saved("neue person", 21))["viewer"]["id"]
    asked = {"toActorId": to, "message": "Prüfen Sie mit uns?", "aboutId": match, "key": "a"}
    request = (await town.done("autorin", 54, **asked))["contactRequest"]["id"]
    assert (await town.done("autorin", 54, **asked))["contactRequest"]["id"] == request, (
        "the same key, the same request"
    )
    assert (await suggested(town, idea))[profile]["state"] == "CONTACTED"
    assert await notified(town, "neue person") == ["Jemand möchte mit Ihnen in Kontakt treten."]
    await join(town, "fremde person")
    assert await town.codes("fremde person", 55, id=request) == ["NOT_FOUND"]
    accepted = (await town.done("neue person", 55, id=request))["contactRequest"]
    assert accepted["status"] == "ACCEPTED"
    assert (await suggested(town, idea))[profile]["state"] == "ACCEPTED"
    conversation = accepted["conversation"]["id"]
    await town.done("autorin", 57, conversationId=conversation, body="Donnerstag?", key="b")
    assert await town.codes("fremde person", 57, conversationId=conversation, body="Ich auch") == ["NOT_FOUND"]
    talk = (await town.saved("neue person", 56))["viewer"]["conversations"]["nodes"]
    assert [(each["unreadCount"], [said["body"] for said in each["messages"]["nodes"]]) for each in talk] == [
        (1, ["Donnerstag?"])
    ]
    assert "Sie haben eine neue Nachricht." in await notified(town, "neue person")
    assert "Ihre Kontaktanfrage wurde angenommen." in await notified(town, "autorin")
    await town.done("neue person", 58, actorId=(await town.saved("autorin", 21))["viewer"]["id"], block=True)
    assert await town.codes("autorin", 57, conversationId=conversation, body="Hallo?") == ["FORBIDDEN"]


async def test_a_refusal_is_not_told_and_ends_after_thirty_days(town: Town, idea: str) -> None:
    to = (await town.saved("neue person", 21))["viewer"]["id"]
    request = (await town.done("autorin", 54, toActorId=to))["contactRequest"]["id"]
    assert (await town.done("neue person", 55, id=request, accept=False))["contactRequest"]["status"] == "DECLINED"
    mine = (await town.saved("autorin", 56))["viewer"]["contactRequests"]["nodes"]
    assert [each["status"] for each in mine] == ["PENDING"]
    town.later(days=30)
    mine = (await town.saved("autorin", 56))["viewer"]["contactRequests"]["nodes"]
    assert [each["status"] for each in mine] == ["EXPIRED"]


async def test_a_request_waits_while_the_marketplace_is_away(town: Town, idea: str) -> None:
    to = (await town.saved("neue person", 21))["viewer"]["id"]
    request = (await town.done("autorin", 54, toActorId=to))["contactRequest"]["id"]
    await town.stop("marketplace")
    assert await town.codes("neue person", 55, id=request) == [AWAY]
    await town.start("marketplace")
    assert (await town.done("neue person", 55, id=request))["contactRequest"]["status"] == "ACCEPTED"
    assert "Ihre Kontaktanfrage wurde angenommen." in await notified(town, "autorin")
