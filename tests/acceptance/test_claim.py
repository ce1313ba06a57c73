"""Bisherige Mitglieder der CIP-Community: an invitation is accepted or declined; ideas and entries go over."""

from __future__ import annotations

import pytest

from tests.acceptance.conftest import Town
from tests.acceptance.people import join, last_told, notified, told_since

NUMBER = "CIP-99001"
FORMER = """
INSERT INTO actor (id, kind, handle, display_name, sector)
  VALUES ('member_x1', 'MEMBER', 'frueher-x1', 'Ehemaliges CIP-Mitglied', 'PRIVATE_PERSON');
INSERT INTO member (actor_id, state, cip_member_number, member_since)
  VALUES ('member_x1', 'UNCLAIMED', 'CIP-99001', '2021-03-04');
INSERT INTO idea (id, slug, title, summary, problem, solution, common_good_benefit, language, status, maturity,
  author_id, first_public_version)
  VALUES ('idea_x1', 'frueher', 'Von früher', 'S', 'P', 'L', 'N', 'DE', 'PUBLISHED', 'IDEA', 'member_x1', 1);
INSERT INTO idea_team (idea_id, actor_id, role, joined_at) VALUES ('idea_x1', 'member_x1', 'OWNER', '2021-03-05Z');
"""
FORMER_IN_CIP = """INSERT INTO legacy_member (cip_member_number, display_name, member_since)
  VALUES ('CIP-99001', 'Frieda Früher (fiktiv)', '2021-03-04')"""


@pytest.fixture
async def letter(town: Town) -> str:
    """The token of an invitation of somebody who was a member of the old community."""
    for statement in filter(str.strip, FORMER.split(";")):
        await town.rows("marketplace", statement)
    await town.rows("cip", FORMER_IN_CIP)
    await join(town, "ehemalig")
    assert await town.codes("ehemalig", 25, cipMemberNumber=NUMBER) == ["FORBIDDEN"]
    assert await town.codes("cip", 25, cipMemberNumber="CIP-00000") == ["NOT_FOUND"]
    token: str = (await town.done("cip", 25, cipMemberNumber=NUMBER))["token"]
    return token


async def version(town: Town, token: str) -> str:
    offered = (await town.saved("ehemalig", 26, token=token))["membershipInvitation"]
    assert (offered["displayName"], offered["memberSince"], offered["ideaCount"]) == (
        "Frieda Früher (fiktiv)",
        "2021-03-04",
        1,
    )
    found: str = offered["consentText"]["version"]
    return found


async def test_with_cip_away_a_letter_names_the_place_holder_and_with_a_wrong_token_nobody(
    town: Town, letter: str
) -> None:
    assert (await town.saved("ehemalig", 26, token="falsch"))["membershipInvitation"] is None
    await version(town, letter)
    await town.stop("cip")
    offered = (await town.saved("ehemalig", 26, token=letter))["membershipInvitation"]
    assert (offered["displayName"], offered["ideaCount"]) == ("Ehemaliges CIP-Mitglied", 1)
    await town.start("cip")
    await version(town, letter)
    public = await town.ask("ehemalig", '{ member(id: "member_x1") { displayName } }')
    assert public["data"]["member"]["displayName"] == "Ehemaliges CIP-Mitglied", "the name is the letter's alone"


async def names_in_cip(town: Town) -> list[tuple[object, ...]]:
    return await town.rows(
        "cip", "SELECT member_id, display_name FROM legacy_member WHERE cip_member_number = $1", NUMBER
    )


async def test_a_former_member_takes_the_membership_over(town: Town, letter: str) -> None:
    begun = await last_told(town)
    text = await version(town, letter)
    wrong = {"token": "falsch", "textVersion": text}
    assert await town.codes("ehemalig", 27, **wrong) == ["NOT_FOUND"]
    assert await town.codes("ehemalig", 27, token=letter, textVersion="1999") == ["CONFLICT_VERSION"]
    member = (await town.done("ehemalig", 27, token=letter, textVersion=text))["member"]
    assert (member["memberSince"], [each["title"] for each in member["ideas"]["nodes"]]) == (
        "2021-03-04",
        ["Von früher"],
    )
    assert (await town.done("ehemalig", 27, token=letter, textVersion=text))["member"] == member, "said again, the same"
    assert await town.codes("unbekannt", 27, token=letter, textVersion=text) == ["FORBIDDEN"], "is no member"
    await join(town, "unbekannt")
    assert await town.codes("unbekannt", 27, token=letter, textVersion=text) == ["NOT_FOUND"], "a used one"
    old = await town.ask(None, '{ member(id: "member_x1") { id displayName } }')
    assert old["data"]["member"] == {"id": member["id"], "displayName": "Ehemalig (fiktiv)"}, "the old id leads on"
    assert await notified(town, "ehemalig") == ["Ihre frühere CIP-Mitgliedschaft gehört jetzt zu Ihrem Konto."]
    assert await names_in_cip(town) == [(member["id"], None)]
    ((linked,),) = await town.rows(
        "cip", "SELECT at FROM outbox WHERE kind = 'membership.linked' ORDER BY seq DESC LIMIT 1"
    )
    assert linked == town.now, "by the house's clock"
    told = await told_since(town, begun)
    assert (told["actor.changed"], told["membership.claimed"]) == (True, True), "also what a trigger tells"


async def test_a_former_member_declines_and_cip_forgets(town: Town, letter: str) -> None:
    begun = await last_told(town)
    await town.done("ehemalig", 27, token=letter, textVersion=await version(town, letter), decline=True)
    assert await town.codes("ehemalig", 27, token=letter, textVersion="2025-11") == ["NOT_FOUND"]
    await town.settle()
    assert await names_in_cip(town) in ([], [(None, None)])
    gone = (await town.ask(None, '{ member(id: "member_x1") { displayName state } }'))["data"]["member"]
    assert gone["state"] == "GHOST"
    assert await told_since(town, begun) == {"actor.changed": True, "membership.declined": True}
    assert "Frieda" not in gone["displayName"]


async def test_ten_wrong_tokens_an_hour_are_enough(town: Town, letter: str) -> None:
    for number in range(10):
        assert await town.codes("ehemalig", 27, token=f"wrong {number}", textVersion="2025-11") == ["NOT_FOUND"]
    text = (await town.saved("cip", 21))["consentTexts"]
    right = next(each["version"] for each in text if each["purpose"] == "CIP_MIGRATION")
    assert await town.codes("ehemalig", 27, token=letter, textVersion=right) == ["LIMIT_EXCEEDED"]
    town.later(hours=1, minutes=1)
    assert await town.codes("ehemalig", 27, token=letter, textVersion=right) == []


async def test_while_cip_is_away_the_claim_works_and_the_name_goes_afterwards(town: Town, letter: str) -> None:
    text = await version(town, letter)
    await town.stop("cip")
    member = (await town.done("ehemalig", 27, token=letter, textVersion=text))["member"]["id"]
    await town.settle()
    assert await names_in_cip(town) == [(None, "Frieda Früher (fiktiv)")]
    await town.start("cip")
    await town.settle()
    assert await names_in_cip(town) == [(member, None)]
    assert await notified(town, "ehemalig") == ["Ihre frühere CIP-Mitgliedschaft gehört jetzt zu Ihrem Konto."]
