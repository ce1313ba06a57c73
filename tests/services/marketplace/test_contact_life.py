"""Walks through the tables of contact: every action x role x state of requests, profiles, matches and conversations."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest

from services.kit.database import Connection, open_connection
from services.marketplace.rules.contact import LIFE as REQUEST
from services.marketplace.rules.contact import TALK, ContactRequestStatus, ContactRole, ConversationRole
from services.marketplace.rules.contact import ConversationState as Talk
from services.marketplace.rules.profile_life import LIFE as PROFILE
from services.marketplace.rules.profile_life import MATCH, MatchRole, ProfileRole
from services.marketplace.rules.vocabulary import MatchState, ProfileStatus
from tests.kit.asking import ask
from tests.kit.life_cycles import Walk, differences
from tests.services.conftest import House, bearer
from tests.services.marketplace.conftest import AT

SCOPES = ("contact:write", "profile:write")
PERSONS = {
    "mira": bearer("member_mira", *SCOPES),
    "jo": bearer("member_jo", *SCOPES),
    "stranger": bearer("member_ada", *SCOPES),
    "ghost": bearer("member_ghost", *SCOPES),
    "staff": bearer("staff_1", "marketplace:manage", "moderation", *SCOPES),
}
NO_MEMBERS = ("ghost", "staff")
ACTION = "mutation ($id: ID!) {{ payload: {} {{ errors {{ code }} }} }}"


@dataclass(frozen=True, slots=True)
class World:
    """The service, and a connection to put things into a state with."""

    house: House
    database: Connection

    async def do(self, text: str, person: str, thing: str) -> list[str]:
        """The codes that came back of a mutation."""
        answer = await ask(self.house.app, ACTION.format(text), {"id": thing}, PERSONS[person])
        if answer.data["payload"] is None:
            return [code for code, _ in answer.codes]
        return [error["code"] for error in answer.data["payload"]["errors"]]

    async def offers(self, query: str, person: str, thing: str) -> set[str]:
        found = (await ask(self.house.app, query, {"id": thing}, PERSONS[person])).data["it"]
        return {each.lower() for each in found["viewerActions"]}


@pytest.fixture
async def world(own: House) -> AsyncIterator[World]:
    async with open_connection(own.url, schema=own.schema) as database:
        yield World(own, database)


def barred(person: str, action: str) -> bool:
    return person in NO_MEMBERS


# -- requests


async def put_request(world: World, to: str, status: ContactRequestStatus) -> str:
    is_late = status is ContactRequestStatus.EXPIRED  # the row does not say so yet
    await world.database.execute("DELETE FROM contact_request; DELETE FROM conversation")
    await world.database.execute(
        "INSERT INTO contact_request (id, from_id, to_id, message, status, is_delivered, created_at, expires_at)"
        " VALUES ('contact_1', $1, $2, 'Hallo', $3, true, $4,"
        " $4::timestamptz + CASE WHEN $5::boolean THEN interval '0' ELSE interval '30 days' END)",
        *("member_jo" if to == "org_haus" else "member_mira", to),
        "PENDING" if is_late else status.value,
        AT,
        is_late,
    )
    return "contact_1"


@pytest.mark.parametrize("to", ["member_jo", "org_haus"])
async def test_the_life_of_a_contact_request(world: World, to: str) -> None:
    # An organisation is answered for by its verified administrators: Mira is one of the house.
    sender, addressee = ("jo", "mira") if to == "org_haus" else ("mira", "jo")
    roles: dict[str, set[ContactRole]] = {sender: {ContactRole.SENDER}, addressee: {ContactRole.ADDRESSEE}}
    persons = {person: frozenset(roles.get(person, set())) for person in PERSONS}

    async def state_of(request: str) -> ContactRequestStatus:
        sql = "SELECT shown_contact_status(status, expires_at, $2, true) FROM contact_request WHERE id = $1"
        return ContactRequestStatus(await world.database.fetchval(sql, request, AT))

    def sees(person: str, status: ContactRequestStatus) -> bool:
        return person in (sender, addressee)

    verbs = {
        "accept": partial(world.do, "answerContactRequest(id: $id, accept: true)"),
        "decline": partial(world.do, "answerContactRequest(id: $id, accept: false)"),
        "withdraw": partial(world.do, "withdrawContactRequest(id: $id)"),
    }
    query = "query ($id: ID!) { it: contactRequest(id: $id) { viewerActions } }"
    walk = Walk(
        REQUEST,
        ContactRequestStatus,
        {person: held for person, held in persons.items() if person != sender},
        partial(put_request, world, to),
        state_of,
        verbs,
        partial(world.offers, query),
        elsewhere=frozenset({"expire"}),
        sees=sees,
        barred=barred,
        repeats=frozenset(verbs),
    )
    assert await differences(walk) == []
    # To its sender a declined request looks like a pending one: also in what it answers.
    others = [status for status in ContactRequestStatus if status is not ContactRequestStatus.DECLINED]
    assert await differences(replace(walk, states=others, persons={sender: persons[sender]})) == []
    declined = await put_request(world, to, ContactRequestStatus.DECLINED)
    assert await world.offers(query, sender, declined) == {"withdraw"}
    assert await world.do("answerContactRequest(id: $id, accept: true)", sender, declined) == ["FORBIDDEN"]
    assert await world.do("withdrawContactRequest(id: $id)", sender, declined) == []


# -- conversations


async def test_the_life_of_a_conversation(world: World) -> None:
    query = "query ($id: ID!) { it: conversation(id: $id) { viewerActions } }"
    blocks: dict[Talk, list[tuple[str, ...]]] = {
        Talk.OPEN: [()],
        Talk.BLOCKED: [("member_mira", "member_jo"), ("member_jo", "member_mira")],
    }
    for state, ways in blocks.items():
        offered = set(TALK.actions(state, {ConversationRole.PARTICIPANT}))
        for blocked in ways:
            await world.database.execute("DELETE FROM block; DELETE FROM message; DELETE FROM conversation")
            await world.database.execute(
                "INSERT INTO conversation VALUES ('conversation_1', 'member_jo', 'member_mira', $1, $1)", AT
            )
            if blocked:
                await world.database.execute("INSERT INTO block VALUES ($1, $2, $3)", *blocked, AT)
            for person in PERSONS:
                sent = await world.do('sendMessage(conversationId: $id, body: "Hallo")', person, "conversation_1")
                if person in ("mira", "jo"):
                    assert sent == ([] if "send_message" in offered else ["FORBIDDEN"]), (person, state)
                    assert await world.offers(query, person, "conversation_1") == offered
                else:
                    assert sent == (["FORBIDDEN"] if person in NO_MEMBERS else ["NOT_FOUND"]), (person, state)
                    data = (await ask(world.house.app, query, {"id": "conversation_1"}, PERSONS[person])).data
                    assert data == {"it": None}


# -- profiles


async def put_profile(world: World, profile: str, status: ProfileStatus) -> str:
    await world.database.execute(
        "UPDATE profile SET status = $2, visibility = 'PUBLIC' WHERE id = $1", profile, status.value
    )
    return profile


@pytest.mark.parametrize(("profile", "owner", "other"), [("profile_jo", "jo", "mira"), ("profile_haus", "mira", "jo")])
async def test_the_life_of_a_profile(world: World, profile: str, owner: str, other: str) -> None:
    persons = {person: frozenset({ProfileRole.OWNER} if person == owner else ()) for person in PERSONS}

    async def state_of(thing: str) -> ProfileStatus:
        return ProfileStatus(await world.database.fetchval("SELECT status FROM profile WHERE id = $1", thing))

    # The verb names the state that is wished for: what leads there is one action for whoever asks.
    wished = [replace(each, action=each.target.value) for each in PROFILE.transitions]
    targets = sorted({each.action for each in wished})
    verbs: dict[str, Any] = {to: partial(world.do, f"changeProfileStatus(id: $id, to: {to})") for to in targets}
    put = partial(put_profile, world, profile)
    walk = Walk(
        replace(PROFILE, transitions=wished),
        ProfileStatus,
        persons,
        put,
        state_of,
        verbs,
        sees=lambda person, status: person == owner,
        barred=barred,
        repeats=frozenset(targets),
    )
    assert await differences(walk) == []
    query = """query ($id: ID!) { all: _entities(representations: [{__typename: "Profile", id: $id}]) {
      ... on Profile { viewerActions } } }"""
    for status in ProfileStatus:
        await put(status)
        for person in (owner, other):
            (found,) = (await ask(world.house.app, query, {"id": profile}, PERSONS[person])).data["all"]
            said = {each.lower() for each in (found or {"viewerActions": []})["viewerActions"]}
            assert said == set(PROFILE.actions(status, persons[person])), (person, status)


# -- matches

PAIR = ("idea_birds", "profile_jo")


async def put_match(world: World, state: MatchState) -> str:
    await world.database.execute("DELETE FROM match; DELETE FROM contact_request; DELETE FROM conversation")
    await world.database.execute("INSERT INTO match VALUES ($1, $2, $3, $4)", *PAIR, state.value, AT)
    return PAIR[0]


async def state_of_match(world: World, subject: str) -> MatchState:
    return MatchState(await world.database.fetchval("SELECT state FROM match WHERE subject_id = $1", subject))


async def offered_of_match(world: World, seen: set[str], person: str, subject: str) -> set[str]:
    """What the pair offers; a dismissed one is no suggestion any more, and offers nothing."""
    query = """query ($id: ID!) { all: _entities(representations: [{__typename: "Match", id: $id}]) {
      ... on Match { state viewerActions } } }"""
    wanted = {"id": f"match_{subject}.{PAIR[1]}"}
    (found,) = (await ask(world.house.app, query, wanted, PERSONS[person])).data["all"]
    if found is None:
        return set()
    seen.add(found["state"])
    return {each.lower() for each in found["viewerActions"]}


async def test_the_life_of_a_match_by_hand(world: World) -> None:
    """By hand means by rateMatch; what a request for contact does is offered by nobody here."""
    by_hand = replace(MATCH, transitions=[each for each in MATCH.transitions if MatchRole.SUBJECT in each.roles])
    seen = set[str]()
    rate = 'rateMatch(ideaId: $id, targetId: "profile_jo", to: {})'
    walk = Walk(
        by_hand,
        MatchState,
        {person: frozenset({MatchRole.SUBJECT} if person == "mira" else ()) for person in PERSONS},
        partial(put_match, world),
        partial(state_of_match, world),
        {"see": partial(world.do, rate.format("SEEN")), "dismiss": partial(world.do, rate.format("DISMISSED"))},
        sees=lambda person, state: person == "mira",
        barred=barred,
        repeats=frozenset({"see", "dismiss"}),
    )
    assert await differences(walk) == []
    all_see = replace(walk, do={}, sees=lambda person, state: True, offered=partial(offered_of_match, world, seen))
    nobody_does = ["nobody does dismiss", "nobody does see"]  # what is done was walked above
    assert await differences(all_see) == nobody_does
    assert seen == {each.value for each in MatchState} - {"DISMISSED"}


@pytest.mark.parametrize("state", MatchState)
async def test_the_life_of_a_match_by_contact(world: World, state: MatchState) -> None:
    def after(action: str, before: MatchState) -> MatchState:
        led = MATCH.target(action, before, {MatchRole.CONTACT})
        return led if isinstance(led, MatchState) else before  # a dismissed pair stays so, and the request is sent

    await put_match(world, state)
    send = 'sendContactRequest(toActorId: "member_jo", aboutId: $id, message: "Hallo")'
    assert await world.do(send, "mira", f"match_{PAIR[0]}.{PAIR[1]}") == []
    contacted = after("contact", state)
    assert await state_of_match(world, PAIR[0]) is contacted
    request = await world.database.fetchval("SELECT id FROM contact_request")
    assert await world.do("answerContactRequest(id: $id, accept: true)", "jo", request) == []
    assert await state_of_match(world, PAIR[0]) is after("accept", contacted)
