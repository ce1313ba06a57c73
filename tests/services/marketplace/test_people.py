"""People join, agree, speak for organisations, claim what they had in the old community, and keep things in mind."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
import pytest

from services.kit.database import open_connection
from services.marketplace.rules.people import TIME_TO_AGREE
from tests.kit.asking import Answer, ask
from tests.services.conftest import ISSUER, House, bearer
from tests.services.marketplace.conftest import AT, SCHEMA

NEW = {"handle": "neu-dabei", "displayName": "Neu Dabei", "sector": "WELFARE", "termsVersion": "2025-07"}
ANNA = ISSUER.bearer(sub="anna", scope="profile:write ideas:write", email="anna@example.org", email_verified=True)
STAFF = bearer("staff_1", "marketplace:manage")
MIRA, JO = bearer("member_mira", "profile:write"), bearer("member_jo", "profile:write")
REGISTER = """mutation ($input: RegistrationInput!) { p: register(input: $input) {
  member { id handle displayName state email region { ars } topics { slug } } errors { code path } } }"""
VIEWER = """{ viewer { id email assuranceLevel scopes member { id } consents { purpose granted textVersion }
  consentsDue { purpose version } bookmarks { id } followedIdeas { nodes { id } } } }"""
CONSENT = """mutation ($purpose: ConsentPurpose!, $granted: Boolean!, $version: String!) {
  p: setConsent(purpose: $purpose, granted: $granted, textVersion: $version) {
    consent { purpose granted textVersion } errors { code path } } }"""
ORGANISE = """mutation ($input: OrganisationInput!) { p: registerOrganisation(input: $input) {
  organisation { id viewerMayAct members { role verified member { id } } } errors { code path } } }"""
SET = """mutation ($o: ID!, $m: ID!, $role: OrganisationRole) {
  p: setOrganisationMember(organisationId: $o, memberId: $m, role: $role) {
    organisation { members { role verified member { id } } } errors { code path } } }"""
VERIFY = """mutation ($o: ID!, $m: ID!, $v: Boolean!) {
  p: verifyOrganisation(organisationId: $o, memberId: $m, verified: $v) {
    organisation { members { role verified } } errors { code } } }"""
BODY = {
    "handle": "verein-neu",
    "displayName": "Verein Neu",
    "legalName": "Verein Neu e. V.",
    "isNonProfit": True,
    "sector": "CIVIL_SOCIETY",
}
INVITE = """mutation ($n: ID!) { p: inviteFormerMember(cipMemberNumber: $n) { token expiresAt errors { code } } }"""
LETTER = "query ($t: String!) { membershipInvitation(token: $t) { displayName ideaCount consentText { version } } }"
ACCEPT = """mutation ($t: String!, $v: String!) { p: acceptCommunityMigration(token: $t, textVersion: $v) {
  member { id memberSince ideas { nodes { id } } } errors { code path } } }"""
DECLINE = "mutation ($t: String!) { p: declineCommunityMigration(token: $t) { errors { code } } }"
FORMER = """
INSERT INTO actor (id, kind, handle, display_name, sector)
  VALUES ('member_former', 'MEMBER', 'frueher', 'Alte Bekannte', 'WELFARE');
INSERT INTO member (actor_id, state, cip_member_number, member_since)
  VALUES ('member_former', 'UNCLAIMED', 'CIP-1', '2019-05-01');
UPDATE idea SET author_id = 'member_former' WHERE id = 'idea_birds';
UPDATE idea_team SET actor_id = 'member_former' WHERE idea_id = 'idea_birds' AND role = 'OWNER';
INSERT INTO follow (actor_id, subject_id, since) VALUES ('member_former', 'idea_plain', '2020-01-01Z')"""


async def do(own: House, text: str, headers: dict[str, str], **variables: Any) -> Any:
    answer: Answer = await ask(own.app, text, variables, headers)
    assert answer.errors == [], answer.errors
    return answer.data["p"]


def codes(payload: Any) -> list[str]:
    return [error["code"] for error in payload["errors"]]


async def events(own: House) -> list[tuple[str, str]]:
    async with open_connection(own.url, schema=SCHEMA) as connection:
        rows = await connection.fetch("SELECT kind, payload FROM outbox ORDER BY seq")
    return [(row["kind"], orjson.dumps(row["payload"]).decode()) for row in rows]


async def run(own: House, sql: str) -> None:
    async with open_connection(own.url, schema=SCHEMA) as connection:
        await connection.execute(sql)


async def test_a_stranger_registers_and_is_somebody(own: House) -> None:
    before = (await ask(own.app, VIEWER, {}, ANNA)).data["viewer"]
    assert (before["member"], before["email"], before["assuranceLevel"]) == (None, "anna@example.org", "BASIC")
    made = await do(own, REGISTER, ANNA, input={**NEW, "topicSlugs": ["inclusion"], "regionArs": "150020000000"})
    assert codes(made) == []
    assert made["member"]["id"] == before["id"]
    assert made["member"]["email"] == "anna@example.org"
    again = await do(own, REGISTER, ANNA, input={**NEW, "handle": "anders"})
    assert again == made
    after = (await ask(own.app, VIEWER, {}, ANNA)).data["viewer"]
    assert after["consents"] == [{"purpose": "TERMS_OF_USE", "granted": True, "textVersion": "2025-07"}]
    assert after["consentsDue"] == []
    told = [payload for kind, payload in await events(own) if kind == "actor.changed"]
    assert '"state":"ACTIVE"' in told[-1]
    assert "Neu Dabei" not in str(await events(own))


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"termsVersion": "2021-06"}, "CONSENT_MISSING", "termsVersion"),
        ({"handle": "Neu Dabei"}, "INVALID", "handle"),
        ({"handle": "x" * 41}, "INVALID", "handle"),
        ({"handle": "demo-mira"}, "ALREADY_EXISTS", "handle"),
        ({"displayName": "\u200b"}, "INVALID", "displayName"),
        ({"displayName": "x" * 201}, "INVALID", "displayName"),
        ({"topicSlugs": ["unheard-of"]}, "INVALID", "topicSlugs"),
        ({"regionArs": "999"}, "INVALID", "regionArs"),
    ],
)
async def test_what_is_wrong_with_a_registration_is_said(
    own: House, change: dict[str, Any], code: str, path: str
) -> None:
    await run(own, "UPDATE actor SET handle = 'demo-mira' WHERE id = 'member_mira'")
    refused = await do(own, REGISTER, ANNA, input={**NEW, **change})
    assert refused == {"member": None, "errors": [{"code": code, "path": ["input", path]}]}
    assert (await ask(own.app, VIEWER, {}, ANNA)).data["viewer"]["member"] is None


async def test_two_at_once_are_one_member_and_a_handle_is_taken_once(own: House) -> None:
    one = await asyncio.gather(*(do(own, REGISTER, ANNA, input=NEW) for _ in range(3)))
    assert one[0] == one[1] == one[2]
    others = [ISSUER.bearer(sub=f"other {number}") for number in range(4)]
    both = await asyncio.gather(*(do(own, REGISTER, each, input={**NEW, "handle": "beide"}) for each in others))
    assert sorted(map(tuple, map(codes, both))) == [(), *[("ALREADY_EXISTS",)] * 3]


@pytest.mark.parametrize("headers", [ISSUER.bearer(sub="robot", scope="service:index"), bearer("member_gone")])
async def test_machines_and_closed_accounts_do_not_register(own: House, headers: dict[str, str]) -> None:
    await run(
        own,
        "INSERT INTO actor (id, kind, handle, display_name, sector) "
        "VALUES ('member_gone', 'MEMBER', 'weg', 'X', 'WELFARE');"
        "INSERT INTO member (actor_id, state, member_since) VALUES ('member_gone', 'GHOST', '2020-01-01')",
    )
    assert codes(await do(own, REGISTER, headers, input=NEW)) == ["FORBIDDEN"]


async def test_nobody_registers_without_a_login(own: House) -> None:
    assert (await ask(own.app, REGISTER, {"input": NEW})).codes == [("UNAUTHENTICATED", "p")]


async def test_consents_are_a_journal_and_what_hangs_on_them_ends_at_once(own: House) -> None:
    async def say(purpose: str, granted: bool, version: str) -> Any:
        return await do(own, CONSENT, JO, purpose=purpose, granted=granted, version=version)

    assert codes(await say("MATCHING", True, "1")) == ["CONFLICT_VERSION"]
    assert codes(await say("TERMS_OF_USE", False, "2025-07")) == ["INVALID"]
    assert (await say("PROFILE_PUBLIC", True, "2021-06"))["consent"]["granted"] is True
    await run(own, "UPDATE profile SET status = 'PUBLISHED' WHERE owner_id = 'member_jo'")
    assert (await say("PROFILE_PUBLIC", False, "2021-06"))["consent"]["granted"] is False
    assert (await say("PROFILE_PUBLIC", False, "2021-06"))["errors"] == []
    async with open_connection(own.url, schema=SCHEMA) as connection:
        assert await connection.fetchval("SELECT status FROM profile WHERE owner_id = 'member_jo'") == "PAUSED"
        said = await connection.fetch(
            "SELECT granted FROM consent WHERE actor_id = 'member_jo' AND purpose = 'PROFILE_PUBLIC' "
            "AND text_version = '2021-06' ORDER BY seq"
        )
    assert [row["granted"] for row in said] == [True, False]


def newer(version: str, days: int) -> str:
    """New terms of use, valid since so many days."""
    return (
        f"INSERT INTO consent_text SELECT purpose, '{version}', text, DATE '{AT.date()}' - {days}, true "
        "FROM consent_text WHERE purpose = 'TERMS_OF_USE' AND version = '2025-07'"
    )


async def test_four_weeks_after_a_new_wording_who_has_not_answered_writes_no_more(own: House) -> None:
    follow = 'mutation { p: bookmarkOffer(offerId: "workshop_1", bookmark: true) { errors { code } } }'
    await do(own, CONSENT, JO, purpose="TERMS_OF_USE", granted=True, version="2025-07")
    days = TIME_TO_AGREE.days
    await run(
        own,
        newer("2026-01", days - 2),
    )
    due = (await ask(own.app, VIEWER, {}, JO)).data["viewer"]["consentsDue"]
    assert due == [{"purpose": "TERMS_OF_USE", "version": "2026-01"}]
    assert codes(await do(own, follow, JO)) == []
    await run(
        own,
        newer("2026-02", days + 2) + "; "
        "ALTER TABLE consent_text DISABLE TRIGGER USER; DELETE FROM consent_text WHERE version = '2026-01'",
    )
    assert codes(await do(own, follow, JO)) == ["CONSENT_MISSING"]
    assert codes(await do(own, CONSENT, JO, purpose="TERMS_OF_USE", granted=True, version="2026-02")) == []
    assert codes(await do(own, follow, JO)) == []


async def test_an_organisation_is_made_verified_and_spoken_for(own: House) -> None:
    made = (await do(own, ORGANISE, MIRA, input=BODY))["organisation"]
    mine = made["id"]
    assert made["viewerMayAct"] is False
    assert made["members"] == [{"role": "ADMIN", "verified": False, "member": {"id": "member_mira"}}]
    assert codes(await do(own, SET, MIRA, o=mine, m="member_jo", role="ADMIN")) == ["FORBIDDEN"]
    assert (await do(own, VERIFY, STAFF, o=mine, m="member_mira", v=True))["errors"] == []
    assert codes(await do(own, SET, MIRA, o=mine, m="member_mira", role=None)) == ["WRONG_STATE"]
    assert codes(await do(own, SET, MIRA, o=mine, m="nobody", role="MEMBER")) == ["NOT_FOUND"]
    both = (await do(own, SET, MIRA, o=mine, m="member_jo", role="ADMIN"))["organisation"]["members"]
    assert {(each["member"]["id"], each["role"], each["verified"]) for each in both} == {
        ("member_mira", "ADMIN", True),
        ("member_jo", "ADMIN", True),
    }
    assert codes(await do(own, SET, MIRA, o=mine, m="member_mira", role=None)) == []
    assert codes(await do(own, SET, MIRA, o=mine, m="member_jo", role=None)) == ["FORBIDDEN"]
    told = [payload for kind, payload in await events(own) if kind == "organisation.member_changed" and mine in payload]
    assert ['"actsFor":true' in each for each in told] == [False, True, True, False]


async def test_the_last_two_administrators_cannot_both_go_at_once(own: House) -> None:
    mine = (await do(own, ORGANISE, MIRA, input=BODY))["organisation"]["id"]
    await do(own, VERIFY, STAFF, o=mine, m="member_mira", v=True)
    await do(own, SET, MIRA, o=mine, m="member_jo", role="ADMIN")
    both = await asyncio.gather(
        do(own, SET, MIRA, o=mine, m="member_mira", role=None), do(own, SET, JO, o=mine, m="member_jo", role=None)
    )
    assert sorted(map(tuple, map(codes, both))) == [(), ("WRONG_STATE",)]


@pytest.mark.parametrize(
    ("change", "path"),
    [({"website": "ftp://x"}, "website"), ({"sector": "PRIVATE_PERSON"}, "sector"), ({"legalName": " "}, "legalName")],
)
async def test_what_is_wrong_with_an_organisation_is_said(own: House, change: dict[str, Any], path: str) -> None:
    assert (await do(own, ORGANISE, MIRA, input={**BODY, **change}))["errors"] == [
        {"code": "INVALID", "path": ["input", path]}
    ]


async def test_a_former_member_claims_what_was_hers(own: House) -> None:
    await run(own, FORMER)
    token = (await do(own, INVITE, STAFF, n="CIP-1"))["token"]
    newer = (await do(own, INVITE, STAFF, n="CIP-1"))["token"]
    await do(own, REGISTER, ANNA, input=NEW)
    assert (await ask(own.app, LETTER, {"t": token}, ANNA)).data["membershipInvitation"] is None
    letter = (await ask(own.app, LETTER, {"t": newer}, ANNA)).data["membershipInvitation"]
    assert letter == {"displayName": "Alte Bekannte", "ideaCount": 1, "consentText": {"version": "2025-11"}}
    assert codes(await do(own, ACCEPT, ANNA, t=newer, v="1")) == ["CONFLICT_VERSION"]
    taken = await do(own, ACCEPT, ANNA, t=newer, v="2025-11")
    assert (codes(taken), taken["member"]["memberSince"]) == ([], "2019-05-01")
    assert [idea["id"] for idea in taken["member"]["ideas"]["nodes"]] == ["idea_birds"]
    assert await do(own, ACCEPT, ANNA, t=newer, v="2025-11") == taken
    assert codes(await do(own, ACCEPT, JO, t=newer, v="2025-11")) == ["NOT_FOUND"]
    old = '{ member(id: "member_former") { id } idea(id: "idea_birds") { author { id } viewerIsFollowing } }'
    seen = (await ask(own.app, old, {}, ANNA)).data
    assert seen["member"]["id"] == seen["idea"]["author"]["id"] == taken["member"]["id"]
    assert [kind for kind, _ in await events(own) if kind.startswith("membership")] == ["membership.claimed"]
    counts = "{ communityMigration { invited migrated declined pending expired } }"
    numbers = (await ask(own.app, counts, {}, STAFF)).data["communityMigration"]
    assert numbers == {"invited": 1, "migrated": 1, "declined": 0, "pending": 0, "expired": 0}


async def test_who_declines_is_nobody_any_more(own: House) -> None:
    await run(own, FORMER)
    token = (await do(own, INVITE, STAFF, n="CIP-1"))["token"]
    stranger = ISSUER.bearer(sub="somebody")
    assert codes(await do(own, DECLINE, stranger, t=token)) == []
    assert codes(await do(own, DECLINE, stranger, t=token)) == []
    assert codes(await do(own, INVITE, STAFF, n="CIP-1")) == ["WRONG_STATE"]
    state = (await ask(own.app, '{ member(id: "member_former") { state displayName } }')).data["member"]
    assert state["state"] == "GHOST"
    assert state["displayName"] != "Alte Bekannte"


async def test_wrong_tokens_look_alike_and_are_counted(own: House) -> None:
    for number in range(10):
        assert codes(await do(own, ACCEPT, JO, t=f"wrong {number}", v="2025-11")) == ["NOT_FOUND"]
    assert codes(await do(own, ACCEPT, JO, t="wrong", v="2025-11")) == ["LIMIT_EXCEEDED"]
    assert (await ask(own.app, LETTER, {"t": "wrong"}, JO)).codes == [("LIMIT_EXCEEDED", "membershipInvitation")]
    assert codes(await do(own, ACCEPT, MIRA, t="wrong", v="2025-11")) == ["NOT_FOUND"]


async def test_one_keeps_in_mind_what_one_sees(own: House) -> None:
    follow = "mutation ($s: ID!, $on: Boolean!) { p: follow(subjectId: $s, follow: $on) { following errors { code } } }"
    keep = """mutation ($o: ID!, $on: Boolean!) { p: bookmarkOffer(offerId: $o, bookmark: $on) {
      offer { id } errors { code } } }"""
    assert await do(own, follow, JO, s="idea_plain", on=True) == {"following": True, "errors": []}
    assert await do(own, follow, JO, s="idea_plain", on=True) == {"following": True, "errors": []}
    assert codes(await do(own, follow, JO, s="idea_nowhere", on=True)) == ["NOT_FOUND"]
    kept = await do(own, keep, JO, o="workshop_1", on=True)
    assert kept == {"offer": {"id": "workshop_1"}, "errors": []}
    assert codes(await do(own, keep, JO, o="nothing", on=True)) == ["NOT_FOUND"]
    viewer = (await ask(own.app, VIEWER, {}, JO)).data["viewer"]
    assert {"id": "workshop_1"} in viewer["bookmarks"]
    assert {"id": "idea_plain"} in viewer["followedIdeas"]["nodes"]
    assert (await do(own, keep, JO, o="workshop_1", on=False))["errors"] == []
    assert (await do(own, follow, JO, s="idea_plain", on=False)) == {"following": False, "errors": []}
    assert codes(await do(own, follow, ANNA, s="idea_plain", on=True)) == ["FORBIDDEN"]
