"""Profilmarkt: people look for like-minded ones; who sees a profile, and what a consent opens and closes."""

from __future__ import annotations

from typing import Any

from tests.acceptance.conftest import Town
from tests.acceptance.people import join, organisation

PROFILE: dict[str, Any] = {
    "headline": "Prüfgruppe für Leichte Sprache",
    "about": "Wir prüfen Texte und suchen Vorhaben, die uns von Anfang an fragen.",
    "language": "DE",
    "offers": ["DOMAIN_EXPERTISE"],
    "seeks": ["AI_DEVELOPMENT"],
    "skillSlugs": [],
    "visibility": "PUBLIC",
}
FOUND = "query ($id: ID!) { member(id: $id) { profile { id headline status } } }"
LISTED = "{ profiles(filter: {seeks: [AI_DEVELOPMENT]}, first: 100) { nodes { id } } }"


async def consents(town: Town, person: str, *purposes: str, granted: bool = True) -> None:
    newest = {each["purpose"]: each["version"] for each in (await town.saved(person, 21))["consentTexts"]}
    for purpose in purposes:
        await town.done(person, 22, purpose=purpose, granted=granted, textVersion=newest[purpose])


async def seen(town: Town, person: str | None, owner: str) -> bool:
    return (await town.ask(person, FOUND, {"id": owner}))["data"]["member"]["profile"] is not None


async def listed(town: Town, person: str | None) -> set[str]:
    return {each["id"] for each in (await town.ask(person, LISTED))["data"]["profiles"]["nodes"]}


async def test_a_profile_is_published_with_a_consent_and_seen_by_whom_it_is_for(town: Town) -> None:
    owner = await join(town, "neue person")
    await join(town, "andere person")
    text = {**PROFILE, "ownerId": owner}
    assert await town.codes("unbekannt", 50, input=text) == ["FORBIDDEN"], "is no member"
    assert await town.codes("andere person", 50, input=text) == ["FORBIDDEN"], "is somebody else"
    assert await town.codes("neue person", 50, input=text) == ["CONSENT_MISSING"]
    draft = (await town.done("neue person", 50, input={**text, "visibility": "PRIVATE"}))["profile"]
    assert (draft["status"], draft["viewerActions"]) == ("DRAFT", ["PUBLISH", "ARCHIVE"])
    await consents(town, "neue person", "PROFILE_PUBLIC")
    profile = (await town.done("neue person", 50, input=text))["profile"]
    assert (profile["status"], profile["id"]) == ("PUBLISHED", draft["id"])
    people = (None, "andere person", "neue person")
    assert [await seen(town, person, owner) for person in people] == [True, True, True]
    assert profile["id"] in await listed(town, None)
    for visibility, seers in (("MEMBERS", [False, True, True]), ("CONTACTS", [False, False, True])):
        await town.done("neue person", 50, input={**text, "visibility": visibility})
        assert [await seen(town, person, owner) for person in people] == seers, visibility
        assert [profile["id"] in await listed(town, person) for person in people] == seers, visibility


async def test_a_profile_is_paused_resumed_and_put_away(town: Town) -> None:
    owner = await join(town, "neue person")
    await join(town, "andere person")
    await consents(town, "neue person", "PROFILE_PUBLIC")
    profile = (await town.done("neue person", 50, input={**PROFILE, "ownerId": owner}))["profile"]["id"]
    assert await town.codes("andere person", 51, id=profile, to="PAUSED") == ["NOT_FOUND"]
    paused = (await town.done("neue person", 51, id=profile, to="PAUSED"))["profile"]
    assert (paused["status"], paused["viewerActions"]) == ("PAUSED", ["RESUME", "ARCHIVE"])
    assert not await seen(town, "andere person", owner)
    await town.done("neue person", 51, id=profile, to="PUBLISHED")
    assert await seen(town, "andere person", owner)
    # Who takes the consent back pauses the profile, and cannot publish it without one.
    await consents(town, "neue person", "PROFILE_PUBLIC", granted=False)
    assert not await seen(town, "andere person", owner)
    assert await town.codes("neue person", 51, id=profile, to="PUBLISHED") == ["CONSENT_MISSING"]
    await town.done("neue person", 51, id=profile, to="ARCHIVED")
    assert await town.codes("neue person", 51, id=profile, to="PUBLISHED") == ["WRONG_STATE"]


async def test_an_organisation_is_shown_by_whoever_acts_for_it(town: Town) -> None:
    house = await organisation(town, "neue person", "lesehilfe", "WELFARE")
    await join(town, "andere person")
    text = {**PROFILE, "ownerId": house, "visibility": "PRIVATE"}
    assert await town.codes("andere person", 50, input=text) == ["FORBIDDEN"]
    assert (await town.done("neue person", 50, input=text))["profile"]["status"] == "DRAFT"


async def test_while_the_marketplace_is_away_nothing_of_the_profile_is_lost(town: Town) -> None:
    owner = await join(town, "neue person")
    await consents(town, "neue person", "PROFILE_PUBLIC")
    await town.done("neue person", 50, input={**PROFILE, "ownerId": owner})
    await town.stop("marketplace")
    came = await town.ask("neue person", LISTED)
    assert came["errors"][0]["path"] == ["profiles"]
    await town.start("marketplace")
    assert await seen(town, None, owner)
