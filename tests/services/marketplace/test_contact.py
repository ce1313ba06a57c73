"""Profiles, matches, requests for contact, conversations: who may what, what is told, what nobody learns."""

from __future__ import annotations

import asyncio
from typing import Any

from services.kit.database import open_connection
from tests.kit.asking import ask
from tests.services.conftest import House, bearer
from tests.services.marketplace.test_mutations import rows

MIRA = bearer("member_mira", "contact:write", "profile:write")
JO = bearer("member_jo", "contact:write", "profile:write")
ADA = bearer("member_ada", "contact:write", "profile:write")
STAFF = bearer("staff_1", "marketplace:manage", "contact:write")
SEND = """mutation ($to: ID!, $about: ID, $key: ID, $message: String!) { payload: sendContactRequest(
  toActorId: $to, aboutId: $about, message: $message, idempotencyKey: $key) {
  contactRequest { id status decidedAt about { __typename } viewerActions conversation { id } }
  errors { code path } } }"""
ANSWER = """mutation ($id: ID!, $accept: Boolean!) { payload: answerContactRequest(id: $id, accept: $accept) {
  contactRequest { id status conversation { id participants { id } } } errors { code } } }"""
WITHDRAW = """mutation ($id: ID!) { payload: withdrawContactRequest(id: $id) {
  contactRequest { id status } errors { code } } }"""
READ = "query ($id: ID!) { it: contactRequest(id: $id) { id status decidedAt viewerActions from { id } to { id } } }"
WRITE = """mutation ($id: ID!, $body: String!, $key: ID) { payload: sendMessage(
  conversationId: $id, body: $body, idempotencyKey: $key) { message { id body sender { id } conversation { id } }
  errors { code path } } }"""
TALK = """query ($id: ID!) { it: conversation(id: $id) { id unreadCount isBlocked viewerActions
  messages { totalCount nodes { body sender { id } } } } }"""
BLOCK = """mutation ($id: ID!, $block: Boolean!) { payload: blockActor(actorId: $id, block: $block) {
  blocked errors { code } } }"""
STATUS = """mutation ($id: ID!, $to: ProfileStatus!) { payload: changeProfileStatus(id: $id, to: $to) {
  profile { id status viewerActions } errors { code } } }"""
RATE = """mutation ($idea: ID, $profile: ID, $target: ID!, $to: MatchState!) { payload: rateMatch(
  ideaId: $idea, profileId: $profile, targetId: $target, to: $to) { match { id state } errors { code path } } }"""


async def do(own: House, headers: dict[str, str], query: str, **variables: Any) -> Any:
    answer = await ask(own.app, query, variables, headers)
    assert answer.codes == [], answer
    return answer.data["payload"]


async def codes(own: House, headers: dict[str, str], query: str, **variables: Any) -> list[str]:
    return [each["code"] for each in (await do(own, headers, query, **variables))["errors"]]


async def see(own: House, headers: dict[str, str], query: str, thing: str) -> Any:
    return (await ask(own.app, query, {"id": thing}, headers)).data["it"]


async def change(own: House, sql: str, *arguments: object) -> None:
    async with open_connection(own.url, schema=own.schema) as connection:
        await connection.execute(sql, *arguments)


async def send(own: House, headers: dict[str, str], to: str, **more: Any) -> str:
    payload = await do(own, headers, SEND, **{"to": to, "message": "Guten Tag", **more})
    assert payload["errors"] == []
    found: str = payload["contactRequest"]["id"]
    return found


async def talk(own: House) -> str:
    """A conversation of Mira and Jo."""
    accepted = await do(own, JO, ANSWER, id=await send(own, MIRA, "member_jo"), accept=True)
    found: str = accepted["contactRequest"]["conversation"]["id"]
    return found


async def test_a_request_is_accepted_and_two_write_to_each_other(own: House) -> None:
    request = await send(own, MIRA, "member_jo")
    assert (await see(own, JO, READ, request))["viewerActions"] == ["ACCEPT", "DECLINE"]
    assert (await see(own, MIRA, READ, request))["viewerActions"] == ["WITHDRAW"]
    for other in (ADA, STAFF):
        assert await see(own, other, READ, request) is None
    assert await codes(own, MIRA, ANSWER, id=request, accept=True) == ["FORBIDDEN"]
    assert await codes(own, ADA, ANSWER, id=request, accept=True) == ["NOT_FOUND"]
    accepted = (await do(own, JO, ANSWER, id=request, accept=True))["contactRequest"]
    assert {each["id"] for each in accepted["conversation"]["participants"]} == {"member_mira", "member_jo"}
    assert await do(own, JO, ANSWER, id=request, accept=True) == {"contactRequest": accepted, "errors": []}
    assert await codes(own, JO, ANSWER, id=request, accept=False) == ["WRONG_STATE"]
    conversation = accepted["conversation"]["id"]
    first = await do(own, MIRA, WRITE, id=conversation, body="Hallo", key="k")
    assert first == await do(own, MIRA, WRITE, id=conversation, body="Hallo", key="k")
    assert await codes(own, MIRA, WRITE, id=conversation, body="Anders", key="k") == ["INVALID"]
    assert await codes(own, ADA, WRITE, id=conversation, body="Ich auch") == ["NOT_FOUND"]
    assert await codes(own, MIRA, WRITE, id=conversation, body=" ") == ["INVALID"]
    assert await codes(own, MIRA, WRITE, id=conversation, body="x" * 4001) == ["INVALID"]
    assert (await see(own, JO, TALK, conversation))["unreadCount"] == 1
    await do(own, JO, WRITE, id=conversation, body="Ja")
    seen = await see(own, JO, TALK, conversation)
    assert seen["unreadCount"] == 0
    assert seen["messages"]["totalCount"] == 2
    assert await see(own, ADA, TALK, conversation) is None
    assert await see(own, STAFF, TALK, conversation) is None
    told = await rows(
        own, "SELECT kind, actor_ids FROM outbox WHERE kind LIKE 'contact%' OR kind LIKE 'mess%' ORDER BY seq"
    )
    assert told == [
        ("contact_request.sent", ["member_jo"]),
        ("contact_request.accepted", ["member_mira"]),
        ("message.sent", ["member_jo"]),
        ("message.sent", ["member_mira"]),
    ]
    # The pair has its conversation: a new request leads to the same one.
    again = await do(own, MIRA, ANSWER, id=await send(own, JO, "member_mira"), accept=True)
    assert again["contactRequest"]["conversation"]["id"] == conversation


async def test_a_refusal_looks_like_patience(own: House) -> None:
    request = await send(own, MIRA, "member_jo")
    before = await see(own, MIRA, READ, request)
    declined = (await do(own, JO, ANSWER, id=request, accept=False))["contactRequest"]
    assert declined["status"] == "DECLINED"
    assert await see(own, MIRA, READ, request) == before
    assert await codes(own, MIRA, SEND, to="member_jo", message="Doch?") == ["ALREADY_EXISTS"]
    await change(own, "UPDATE contact_request SET expires_at = '2026-02-01'")
    assert (await see(own, MIRA, READ, request))["status"] == "EXPIRED"
    assert await codes(own, MIRA, WITHDRAW, id=request) == ["WRONG_STATE"]
    assert await send(own, MIRA, "member_jo") != request


async def test_who_is_blocked_does_not_learn_it(own: House) -> None:
    assert await do(own, JO, BLOCK, id="member_mira", block=True) == {"blocked": True, "errors": []}
    assert await codes(own, JO, BLOCK, id="member_jo", block=True) == ["INVALID"]
    assert await codes(own, JO, BLOCK, id="member_ghost", block=True) == ["NOT_FOUND"]
    request = await send(own, MIRA, "member_jo")
    assert (await see(own, MIRA, READ, request))["status"] == "PENDING"
    assert await see(own, JO, READ, request) is None
    assert await codes(own, JO, ANSWER, id=request, accept=True) == ["NOT_FOUND"]
    assert await rows(own, "SELECT kind FROM outbox WHERE kind LIKE 'contact%'") == []


async def test_a_blocked_conversation_can_be_read_and_not_written(own: House) -> None:
    conversation = await talk(own)
    await do(own, JO, BLOCK, id="member_mira", block=True)
    for person in (MIRA, JO):
        seen = await see(own, person, TALK, conversation)
        assert (seen["isBlocked"], seen["viewerActions"]) == (True, [])
        assert await codes(own, person, WRITE, id=conversation, body="Hallo") == ["FORBIDDEN"]
    await do(own, JO, BLOCK, id="member_mira", block=False)
    assert await codes(own, MIRA, WRITE, id=conversation, body="Hallo") == []


async def test_administrators_answer_for_their_organisation(own: House) -> None:
    request = await send(own, JO, "org_haus")
    assert await see(own, ADA, READ, request) is None
    accepted = await do(own, MIRA, ANSWER, id=request, accept=True)
    conversation = accepted["contactRequest"]["conversation"]["id"]
    said = await do(own, MIRA, WRITE, id=conversation, body="Willkommen")
    assert said["message"]["sender"]["id"] == "org_haus"
    assert await codes(own, MIRA, SEND, to="org_haus", message="An mich") == ["INVALID"]


async def test_what_stands_against_a_request(own: House) -> None:
    for to, about, message, code in (
        ("member_ghost", None, "x", "NOT_FOUND"),
        ("nobody", None, "x", "NOT_FOUND"),
        ("member_mira", None, "x", "INVALID"),
        ("member_jo", "idea_unknown", "x", "NOT_FOUND"),
        ("member_jo", None, "", "INVALID"),
        ("member_jo", None, "x" * 2001, "INVALID"),
    ):
        assert await codes(own, MIRA, SEND, to=to, about=about, message=message) == [code], (to, about)
    await change(
        own,
        "INSERT INTO actor SELECT 'member_x' || n, 'MEMBER', 'x' || n, 'X', 'SCIENCE' FROM generate_series(1, 10) n;"
        "INSERT INTO contact_request (id, from_id, to_id, message, status, is_delivered, created_at, expires_at)"
        " SELECT 'contact_' || n, 'member_mira', 'member_x' || n, 'x',"
        " CASE WHEN n = 1 THEN 'DECLINED' ELSE 'PENDING' END, true,"
        " '2026-02-20', '2026-03-20' FROM generate_series(1, 10) n;",
    )
    assert await codes(own, MIRA, SEND, to="member_jo", message="x") == ["LIMIT_EXCEEDED"]


async def test_one_of_two_requests_at_once_is_sent(own: House) -> None:
    both = await asyncio.gather(
        codes(own, MIRA, SEND, to="member_jo", message="a"), codes(own, JO, SEND, to="member_mira", message="b")
    )
    assert sorted(both) == [[], ["ALREADY_EXISTS"]]
    same = {"to": "member_ada", "message": "a", "key": "same"}
    one, other = await asyncio.gather(do(own, MIRA, SEND, **same), do(own, MIRA, SEND, **same))
    assert one == other
    assert one["errors"] == []


async def test_contacts_see_profiles_for_contacts(own: House) -> None:
    await change(own, "UPDATE profile SET visibility = 'CONTACTS', status = 'PUBLISHED' WHERE owner_id = 'member_jo'")
    query = 'query { it: member(id: "member_jo") { profile { id } } }'

    async def seen_by(headers: dict[str, str]) -> bool:
        return (await ask(own.app, query, {}, headers)).data["it"]["profile"] is not None

    assert not await seen_by(MIRA)
    await talk(own)
    assert await seen_by(MIRA)
    assert not await seen_by(ADA)
    await do(own, JO, BLOCK, id="member_mira", block=True)
    assert not await seen_by(MIRA)


async def test_the_address_is_for_contacts_and_oneself(own: House) -> None:
    await change(
        own, "INSERT INTO account (actor_id, email, registered_at) VALUES ('member_jo', 'jo@x.example', now())"
    )
    query = """{ it: member(id: "member_jo") { email } again: _entities(representations: [
      {__typename: "Member", id: "member_jo"}, {__typename: "Member", id: "member_ada"}]) { ... on Member { email }
    } }"""

    async def seen_by(headers: dict[str, str]) -> str | None:
        data = (await ask(own.app, query, {}, headers)).data
        assert data["again"] == [data["it"], {"email": None}]
        found: str | None = data["it"]["email"]
        return found

    assert (await ask(own.app, query)).data["it"] == {"email": None}
    request = await send(own, MIRA, "member_jo")
    assert [await seen_by(person) for person in (JO, MIRA, ADA, STAFF)] == ["jo@x.example", None, None, None]
    await do(own, JO, ANSWER, id=request, accept=True)
    own.trips.clear()
    assert [await seen_by(person) for person in (JO, MIRA, ADA, STAFF)] == ["jo@x.example", "jo@x.example", None, None]
    assert own.trips.count("emails_of_members") == 4, "one trip a request, for all members of it"
    await do(own, MIRA, BLOCK, id="member_jo", block=True)
    assert await seen_by(MIRA) is None


async def test_an_owner_pauses_and_archives_a_profile(own: House) -> None:
    ((profile,),) = await rows(own, "SELECT id FROM profile WHERE owner_id = 'member_jo'")
    assert await codes(own, MIRA, STATUS, id=profile, to="PAUSED") == ["NOT_FOUND"]
    paused = await do(own, JO, STATUS, id=profile, to="PAUSED")
    assert paused["profile"] == {"id": profile, "status": "PAUSED", "viewerActions": ["RESUME", "ARCHIVE"]}
    assert await do(own, JO, STATUS, id=profile, to="PAUSED") == paused
    assert await codes(own, JO, STATUS, id=profile, to="HIDDEN_BY_MODERATION") == ["WRONG_STATE"]
    await change(
        own,
        "INSERT INTO consent (actor_id, purpose, granted, text_version)"
        " VALUES ('member_jo', 'PROFILE_PUBLIC', false, '1')",
    )
    assert await codes(own, JO, STATUS, id=profile, to="PUBLISHED") == ["CONSENT_MISSING"]
    assert await codes(own, JO, STATUS, id=profile, to="ARCHIVED") == []
    assert await codes(own, JO, STATUS, id=profile, to="PUBLISHED") == ["WRONG_STATE"]


async def test_a_dismissed_pair_is_never_suggested_again(own: House) -> None:
    query = '{ match(input: {ideaId: "idea_birds"}) { nodes { id state } } }'

    async def suggested() -> dict[str, str]:
        nodes = (await ask(own.app, query, {}, MIRA)).data["match"]["nodes"]
        return {each["id"].rpartition(".")[2]: each["state"] for each in nodes}

    target, other = list(await suggested())[:2]
    pair = {"idea": "idea_birds", "target": target}
    assert await codes(own, ADA, RATE, **pair, to="SEEN") == ["NOT_FOUND"]
    assert await codes(own, MIRA, RATE, **pair, to="CONTACTED") == ["INVALID"]
    assert await codes(own, MIRA, RATE, **pair, profile="profile_x", to="SEEN") == ["INVALID"]
    assert await codes(own, MIRA, RATE, idea="idea_birds", target="idea_nothing", to="SEEN") == ["NOT_FOUND"]
    assert (await do(own, MIRA, RATE, **pair, to="SEEN"))["match"]["state"] == "SEEN"
    assert await codes(own, MIRA, RATE, **pair, to="DISMISSED") == []
    assert await codes(own, MIRA, RATE, **pair, to="DISMISSED") == []
    assert await codes(own, MIRA, RATE, **pair, to="SEEN") == ["WRONG_STATE"]
    assert target not in await suggested()
    request = await send(own, MIRA, "member_jo", about=f"match_idea_birds.{other}")
    assert (await suggested())[other] == "CONTACTED"
    assert await codes(own, MIRA, RATE, idea="idea_birds", target=other, to="DISMISSED") == ["WRONG_STATE"]
    await do(own, JO, ANSWER, id=request, accept=True)
    assert (await suggested())[other] == "ACCEPTED"
