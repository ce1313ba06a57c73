"""Every change of a life cycle writes its line of the journal: who, what, from where to where (domain_slice2 2)."""

from __future__ import annotations

from datetime import timedelta

from services.kit.chores import Chores
from services.kit.clock import Clock
from services.kit.database import open_database
from services.marketplace.store.idea_chores import CHORES
from tests.services.conftest import ISSUER, House, bearer
from tests.services.marketplace import test_contact as contact
from tests.services.marketplace import test_people as people
from tests.services.marketplace.conftest import AT
from tests.services.marketplace.test_mutations import ADA, MIRA, PROFILE, SAVE, rows, submit, update
from tests.services.marketplace.test_together import (
    STAFF,
    answer,
    decide,
    do,
    invite,
    join,
    propose,
    review,
    say,
    written,
)

Line = tuple[str, str | None, str | None, str | None]
JO = bearer("member_jo", "ideas:write", "profile:write", "contact:write")


async def lines(own: House, entity: str) -> list[Line]:
    """(action, from, to, by) of everything that was done to a thing."""
    sql = "SELECT action, from_state, to_state, actor_id FROM journal WHERE entity_id = $1 ORDER BY id"
    return [(each[0], each[1], each[2], each[3]) for each in await rows(own, sql, entity)]


async def later(own: House, days: int) -> None:
    async with open_database(own.url, schema=own.schema) as database:
        await Chores(database, Clock(reads=lambda: AT + timedelta(days=days)), CHORES).round()


async def test_of_an_idea(own: House) -> None:
    idea = await written(own, ADA)
    await update(own, ADA, idea, 1, title="Neu")
    await submit(own, ADA, idea)
    await review(own, STAFF, idea, False, "Wer?")
    await submit(own, ADA, idea)
    await review(own, STAFF, idea, True)
    for state in ("PAUSED", "PAUSED", "PUBLISHED", "WITHDRAWN"):  # said again, it is no change
        await do(own, ADA, f'changeIdeaStatus(id: "{idea}", to: {state}) {{ errors {{ code }} }}')
    await later(own, 800)
    assert await lines(own, idea) == [
        ("create", None, "DRAFT", "member_ada"),
        ("edit", "version 1", "version 2", "member_ada"),
        ("submit", "DRAFT", "IN_REVIEW", "member_ada"),
        ("return", "IN_REVIEW", "DRAFT", "staff_1"),
        ("submit", "DRAFT", "IN_REVIEW", "member_ada"),
        ("approve", "IN_REVIEW", "PUBLISHED", "staff_1"),
        ("pause", "PUBLISHED", "PAUSED", "member_ada"),
        ("resume", "PAUSED", "PUBLISHED", "member_ada"),
        ("withdraw", "PUBLISHED", "WITHDRAWN", "member_ada"),
        ("archive", None, "ARCHIVED", None),
    ]
    await do(own, ADA, f'changeIdeaStatus(id: "{idea}", to: WITHDRAWN) {{ errors {{ code }} }}')
    assert len(await lines(own, idea)) == 11, "also what is archived is withdrawn: any state but HIDDEN"


async def test_of_what_people_do_together(own: House) -> None:
    asked = (await join(own, JO, "idea_birds"))["teamRequest"]["id"]
    await answer(own, MIRA, asked)
    invited = (await invite(own, MIRA, "idea_birds", "member_ada"))["teamRequest"]["id"]
    amendment = (await propose(own, ADA, "idea_birds", 1, title="Anders"))["amendment"]["id"]
    await decide(own, MIRA, amendment)
    comment = (await say(own, ADA, "idea_birds"))["comment"]["id"]
    await do(own, ADA, f'editComment(id: "{comment}", body: "Besser") {{ errors {{ code }} }}')
    await do(own, ADA, f'editComment(id: "{comment}", body: null) {{ errors {{ code }} }}')
    await later(own, 31)
    assert await lines(own, asked) == [
        ("send", None, "PENDING", "member_jo"),
        ("accept", "PENDING", "ACCEPTED", "member_mira"),
    ]
    assert await lines(own, invited) == [
        ("send", None, "PENDING", "member_mira"),
        ("expire", "PENDING", "EXPIRED", None),
    ]
    assert await lines(own, amendment) == [
        ("propose", None, "PROPOSED", "member_ada"),
        ("accept", "PROPOSED", "ACCEPTED", "member_mira"),
    ]
    assert await lines(own, comment) == [
        ("add", None, "SHOWN", "member_ada"),
        ("edit", "SHOWN", "SHOWN", "member_ada"),
        ("delete", "SHOWN", "DELETED", "member_ada"),
    ]
    assert ("join_team", None, "CONTRIBUTOR", "member_mira") in await lines(own, "idea_birds")


async def test_of_contacts_and_profiles(own: House) -> None:
    conversation = await contact.talk(own)
    await contact.do(own, contact.MIRA, contact.WRITE, id=conversation, body="Hallo")
    request = await contact.send(own, contact.ADA, "member_jo")
    await contact.do(own, contact.ADA, contact.WITHDRAW, id=request)
    saved = await contact.do(own, JO, SAVE, input={**PROFILE, "ownerId": "member_jo", "visibility": "PRIVATE"})
    profile = saved["profile"]["id"]
    await contact.do(own, JO, contact.STATUS, id=profile, to="ARCHIVED")
    assert await lines(own, conversation) == [("send_message", None, None, "member_mira")]
    assert await lines(own, request) == [
        ("send", None, "PENDING", "member_ada"),
        ("withdraw", "PENDING", "WITHDRAWN", "member_ada"),
    ]
    assert [(action, after, by) for action, _, after, by in await lines(own, profile)] == [
        ("save", "DRAFT", "member_jo"),
        ("change_status", "ARCHIVED", "member_jo"),
    ]


async def test_of_people_and_organisations(own: House) -> None:
    me = (await people.do(own, people.REGISTER, people.ANNA, input=people.NEW))["member"]["id"]
    for _ in range(2):
        await people.do(own, people.CONSENT, people.ANNA, purpose="MATCHING", granted=True, version="2021-06")
    made = (await people.do(own, people.ORGANISE, people.ANNA, input=people.BODY))["organisation"]["id"]
    for _ in range(2):
        await people.do(own, people.VERIFY, STAFF, o=made, m=me, v=True)
        await people.do(own, people.SET, people.ANNA, o=made, m="member_jo", role="MEMBER")
    await people.do(own, people.SET, people.ANNA, o=made, m="member_jo", role=None)
    assert await lines(own, me) == [
        ("register", None, "ACTIVE", me),
        ("set_consent", None, "MATCHING GRANTED", me),
    ]
    assert await lines(own, made) == [
        ("register", None, "ADMIN unverified", me),
        ("verify", "ADMIN unverified", "ADMIN verified", "staff_1"),
        ("set_member", None, "MEMBER verified", me),
        ("set_member", "MEMBER verified", None, me),
    ]
    told = await rows(
        own, "SELECT actor_ids FROM outbox WHERE kind = 'organisation.member_changed' AND subject_id = $1", made
    )
    assert sorted(map(str, told)) == sorted(map(str, [([],), ([me],), (["member_jo"],), (["member_jo"],)]))


async def test_of_a_claim(own: House) -> None:
    await people.run(own, people.FORMER)
    token = (await people.do(own, people.INVITE, STAFF, n="CIP-1"))["token"]
    me = (await people.do(own, people.REGISTER, people.ANNA, input=people.NEW))["member"]["id"]
    await people.do(own, people.ACCEPT, people.ANNA, t=token, v="2025-11")
    assert await lines(own, "CIP-1") == [
        ("invite", None, "OPEN", "staff_1"),
        ("accept", "OPEN", "ACCEPTED", me),
    ]


async def test_a_letter_holds_for_six_months(own: House) -> None:
    await people.run(own, people.FORMER)
    given = await people.do(own, people.INVITE, STAFF, n="CIP-1")
    state = "SELECT state FROM membership_invitation"
    assert given["expiresAt"] == "2026-09-01T13:00:00+02:00", AT
    await later(own, 183)
    assert await rows(own, state) == [("OPEN",)]
    await later(own, 185)
    assert await rows(own, state) == [("EXPIRED",)]
    assert codes_of(await people.do(own, people.DECLINE, ISSUER.bearer(sub="somebody"), t=given["token"])) == [
        "NOT_FOUND"
    ]


def codes_of(payload: dict[str, list[dict[str, str]]]) -> list[str]:
    return [each["code"] for each in payload["errors"]]
