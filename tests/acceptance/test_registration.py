"""Anmeldung: a new account registers, accepts the terms, has a viewer; organisations, and who acts for them."""

from __future__ import annotations

from typing import Any

from tests.acceptance.conftest import Town, saved
from tests.acceptance.people import IDEA, TERMS, join, notified, organisation

ME = {"handle": "wanda", "displayName": "Wanda Neuanfang (fiktiv)", "sector": "PRIVATE_PERSON", "termsVersion": TERMS}


async def viewer(town: Town, person: str) -> Any:
    return (await town.saved(person, 21))["viewer"]


async def test_somebody_who_was_never_here_becomes_a_member(town: Town) -> None:
    assert (await town.ask(None, saved(21)))["data"]["viewer"] is None
    stranger = await viewer(town, "unbekannt")
    assert (stranger["member"], stranger["consents"]) == (None, [])
    assert (stranger["email"], stranger["assuranceLevel"]) == ("unbekannt@example.org", "BASIC")
    assert await town.codes("unbekannt", 30, input=IDEA, key="early") == ["FORBIDDEN"]
    assert await town.codes(None, 20, input=ME) == ["UNAUTHENTICATED"]
    assert await town.codes("unbekannt", 20, input={**ME, "termsVersion": "1999"}) == ["CONSENT_MISSING"]
    assert await town.codes("unbekannt", 20, input={**ME, "handle": "Wanda!"}) == ["INVALID"]
    member = (await town.done("unbekannt", 20, input=ME))["member"]
    assert (member["state"], member["handle"], member["id"]) == ("ACTIVE", "wanda", stranger["id"])
    assert (await town.done("unbekannt", 20, input=ME))["member"] == member, "who is a member stays the same one"
    me = await viewer(town, "unbekannt")
    assert [(each["purpose"], each["granted"]) for each in me["consents"]] == [("TERMS_OF_USE", True)]
    assert me["consentsDue"] == []
    assert await town.codes("neue person", 20, input=ME) == ["ALREADY_EXISTS"], "the handle is taken"
    assert await town.codes("unbekannt", 30, input=IDEA, key="now") == []


async def test_a_refusal_is_told_in_the_language_of_the_person(town: Town) -> None:
    register = """mutation ($input: RegistrationInput!) { register(input: $input) { errors { message } } }"""
    said = {}
    for language in ("de", "en", "de-simple"):
        came = await town.ask("unbekannt", register, {"input": {**ME, "handle": "x"}}, language)
        (said[language],) = (each["message"] for each in came["data"]["register"]["errors"])
    assert said == {
        "de": "„Kurzname“ hat 3 bis 40 Zeichen: Kleinbuchstaben von a bis z, Ziffern und Bindestriche.",
        "en": "“handle” has 3 to 40 characters: small letters from a to z, digits and hyphens.",
        "de-simple": "„Kurzname“: 3 bis 40 Zeichen. Nur kleine Buchstaben, Zahlen und Binde-Striche.",
    }


async def test_a_consent_is_for_the_newest_wording_and_can_be_taken_back(town: Town) -> None:
    await join(town, "unbekannt")
    newest = {each["purpose"]: each["version"] for each in (await town.saved("unbekannt", 21))["consentTexts"]}
    assert await town.codes("unbekannt", 22, purpose="MATCHING", textVersion="1999") == ["CONFLICT_VERSION"]
    assert await town.codes("unbekannt", 22, purpose="MATCHING", textVersion=newest["MATCHING"]) == []
    refused = {"purpose": "TERMS_OF_USE", "granted": False, "textVersion": newest["TERMS_OF_USE"]}
    assert await town.codes("unbekannt", 22, **refused) == ["INVALID"]
    await town.done("unbekannt", 22, purpose="MATCHING", granted=False, textVersion=newest["MATCHING"])
    given = {each["purpose"]: each["granted"] for each in (await viewer(town, "unbekannt"))["consents"]}
    assert given == {"TERMS_OF_USE": True, "MATCHING": False}


async def test_an_organisation_is_acted_for_by_whom_the_staff_has_verified(town: Town) -> None:
    me, other = await join(town, "neue person"), await join(town, "zweite person")
    text = {"handle": "lesehilfe", "displayName": "Lesehilfe", "legalName": "Lesehilfe e. V. (fiktiv)"}
    made = (await town.done("neue person", 23, input={**text, "isNonProfit": True, "sector": "WELFARE"}))[
        "organisation"
    ]
    assert (made["viewerMayAct"], made["members"]) == (
        False,
        [{"role": "ADMIN", "verified": False, "member": {"displayName": "Neue Person (fiktiv)"}}],
    )
    added = {"organisationId": made["id"], "memberId": other}
    assert await town.codes("neue person", 24, **added, role="ADMIN") == ["FORBIDDEN"]
    assert await town.codes("neue person", 61, organisationId=made["id"], memberId=me) == ["FORBIDDEN"]
    await town.done("marktplatz", 61, organisationId=made["id"], memberId=me)
    assert await town.codes("neue person", 24, organisationId=made["id"], memberId=me, role=None) == ["WRONG_STATE"]
    await town.done("neue person", 24, **added, role="ADMIN")
    await town.done("marktplatz", 61, **added)
    await town.settle()
    assert await town.rows(
        "cip", "SELECT member_id FROM acts_for WHERE organisation_id = $1 ORDER BY 1", made["id"]
    ) == [(each,) for each in sorted((me, other))]
    await town.done("zweite person", 24, organisationId=made["id"], memberId=me, role=None)
    await town.settle()
    assert await town.rows("cip", "SELECT member_id FROM acts_for WHERE organisation_id = $1", made["id"]) == [(other,)]


async def test_while_the_marketplace_is_away_nobody_registers_and_then_it_goes_on(town: Town) -> None:
    await town.stop("marketplace")
    came = await town.ask("unbekannt", "mutation { register(input: {}) { errors { code } } }")
    assert "errors" in came
    came = await town.ask("unbekannt", "{ viewer { id } competitionRounds { id } }")
    assert (came["data"]["viewer"], came["data"]["competitionRounds"] is None) == (None, False)
    await town.start("marketplace")
    await join(town, "unbekannt")
    assert (await viewer(town, "unbekannt"))["member"]["state"] == "ACTIVE"


async def test_while_a_ministry_is_away_registration_works_and_it_learns_of_it_afterwards(town: Town) -> None:
    await town.stop("cip")
    me = await join(town, "unbekannt")
    house = await organisation(town, "neue person", "spaetwerk", "SCIENCE")
    assert await town.rows("cip", "SELECT state FROM actor_fact WHERE id = ANY ($1)", [me, house]) == []
    await town.start("cip")
    await town.settle()
    assert await town.rows(
        "cip", "SELECT kind, state FROM actor_fact WHERE id = ANY ($1) ORDER BY kind", [me, house]
    ) == [
        ("MEMBER", "ACTIVE"),
        ("ORGANISATION", "ACTIVE"),
    ]
    assert await notified(town, "unbekannt") == []


async def test_who_is_not_registered_is_told_what_to_do_first(town: Town) -> None:
    for language, said in {
        "de": "Sie sind noch nicht registriert. Registrieren Sie sich zuerst, und wiederholen Sie es dann.",
        "en": "You are not registered yet. Register first, then do this again.",
    }.items():
        for number, given in ((27, {"token": "egal", "textVersion": "2025-11"}), (30, {})):
            came = await town.ask("ehemalig", saved(number), given, language)
            (payload,) = came["data"].values()
            assert [(each["code"], each["message"]) for each in payload["errors"]] == [("FORBIDDEN", said)]
