"""Every transition and deed x person x state of ideas, amendments and team requests gives what its table says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

import pytest

from services.kit.database import Connection, open_connection
from services.marketplace.rules.amendments import LIFE as AMENDMENT
from services.marketplace.rules.amendments import AmendmentRole, AmendmentStatus
from services.marketplace.rules.idea_life import LIFE as IDEA
from services.marketplace.rules.idea_life import SHOWN, IdeaRole, Standing, offered
from services.marketplace.rules.team import LIFE as REQUEST
from services.marketplace.rules.team import TeamRequestKind, TeamRequestRole, TeamRequestStatus
from services.marketplace.rules.vocabulary import IdeaStatus
from tests.kit.asking import ask
from tests.kit.life_cycles import Walk, differences
from tests.services.conftest import House, bearer
from tests.services.marketplace.conftest import AT
from tests.services.marketplace.test_mutations import IDEA as TEXT

MEMBERS = {
    # Published before, but something of her was hidden: her ideas are read first.
    "new owner": "member_ada",
    "known owner": "member_mira",
    "co-author": "member_co",
    "contributor": "member_helper",
    "outsider": "member_jo",
    "ghost": "member_ghost",
}
TEAM = {"new owner": "OWNER", "known owner": "OWNER", "co-author": "CO_AUTHOR", "contributor": "CONTRIBUTOR"}
WORLD = """
INSERT INTO actor VALUES ('member_co', 'MEMBER', 'demo-co', 'Co (fiktiv)', 'SCIENCE'),
  ('member_helper', 'MEMBER', 'demo-helper', 'Helfer (fiktiv)', 'SCIENCE'),
  ('member_guest', 'MEMBER', 'demo-guest', 'Gast (fiktiv)', 'SCIENCE');
INSERT INTO member (actor_id, state, member_since) SELECT id, 'ACTIVE', '2025-01-01' FROM actor
  WHERE id IN ('member_co', 'member_helper', 'member_guest');
INSERT INTO idea (id, slug, title, summary, problem, solution, common_good_benefit, language, status, maturity,
  author_id, first_public_version) VALUES
  ('idea_walk', 'walk', 'Weg', 'S', 'P', 'L', 'N', 'DE', 'PUBLISHED', 'IDEA', 'member_ada', 1);
INSERT INTO idea_topic VALUES ('idea_walk', 'birds');
INSERT INTO idea_version (idea_id, number, editor_id, body) VALUES ('idea_walk', 1, 'member_ada',
  '{"title": "Weg", "summary": "S"}');
"""
AGAIN = """
DELETE FROM comment WHERE idea_id = 'idea_walk';
DELETE FROM amendment WHERE idea_id = 'idea_walk';
DELETE FROM team_request WHERE idea_id = 'idea_walk';
DELETE FROM idea_support WHERE idea_id = 'idea_walk';
DELETE FROM idea_team WHERE idea_id = 'idea_walk';
INSERT INTO idea_team VALUES ('idea_walk', 'member_ada', 'OWNER'), ('idea_walk', 'member_mira', 'OWNER'),
  ('idea_walk', 'member_co', 'CO_AUTHOR'), ('idea_walk', 'member_helper', 'CONTRIBUTOR');
UPDATE idea SET status = 'COMPLETED' WHERE id = 'idea_walk';
"""


@dataclass(frozen=True, slots=True)
class World:
    """The service, and a connection to put things into a state with."""

    house: House
    database: Connection

    async def codes(self, person: str, query: str, **variables: Any) -> list[str]:
        """What came back of a mutation: nothing, or why not."""
        answer = await ask(self.house.app, query, variables, headers(person))
        if answer.data["payload"] is None:
            return [code for code, _ in answer.codes]
        return [error["code"] for error in answer.data["payload"]["errors"]]

    async def put(self, status: Enum) -> str:
        await self.database.execute(AGAIN)
        await self.database.execute("UPDATE idea SET status = $1 WHERE id = 'idea_walk'", status.value)
        return "idea_walk"

    async def version(self) -> int:
        found: int = await self.database.fetchval("SELECT version FROM idea WHERE id = 'idea_walk'")
        return found


def headers(person: str) -> dict[str, str]:
    if person == "reviewer":
        return bearer("staff_1", "marketplace:manage", "ideas:write")
    scopes = ("moderation",) if person == "reviewing owner" else ()
    return bearer(MEMBERS[person], "ideas:write", *scopes)


@pytest.fixture
async def world(own: House) -> AsyncIterator[World]:
    async with open_connection(own.url, schema=own.schema) as database:
        await database.execute(WORLD)
        yield World(own, database)


ACTION = "mutation ($id: ID!) {{ payload: {} {{ errors {{ code }} }} }}"
CHANGE = "changeIdeaStatus(id: $id, to: {}, expectedStatus: null)"
IDEA_VERBS = {
    "submit": "submitIdea(id: $id)",
    "approve": "reviewIdea(id: $id, approve: true)",
    "return": 'reviewIdea(id: $id, approve: false, note: "Wer hilft?")',
    "pause": CHANGE.format("PAUSED"),
    "resume": CHANGE.format("PUBLISHED"),
    "implement": CHANGE.format("IN_IMPLEMENTATION"),
    "complete": CHANGE.format("COMPLETED"),
    "withdraw": CHANGE.format("WITHDRAWN"),
    "invite": 'inviteToTeam(ideaId: $id, actorId: "member_guest", role: CONTRIBUTOR, message: "Komm")',
    "set_open_roles": 'setOpenRoles(ideaId: $id, roles: [{kind: FINANCING, description: "Geld"}])',
    "fork": 'forkIdea(id: $id, note: "Weiter")',
    "ask_to_join": 'askToJoinTeam(ideaId: $id, message: "Ich will")',
    "comment": 'addComment(ideaId: $id, body: "Gut", language: DE)',
    "support": "supportIdea(ideaId: $id, support: true)",
}
UPDATE = """mutation ($id: ID!, $version: Int!, $input: IdeaInput!) {
  payload: updateIdea(id: $id, expectedVersion: $version, input: $input) { errors { code } } }"""
PROPOSE = """mutation ($id: ID!, $version: Int!, $input: IdeaInput!) {
  payload: proposeAmendment(ideaId: $id, baseVersion: $version, input: $input, note: "So") { errors { code } } }"""


def idea_persons() -> dict[str, frozenset[IdeaRole]]:
    owner = Standing(is_owner=True, is_editor=True, is_on_team=True, is_member=True)
    return {
        "new owner": owner.roles,
        "reviewing owner": Standing(True, True, True, True, is_staff=True).roles,
        "known owner": Standing(True, True, True, True, is_known=True).roles,
        "co-author": Standing(is_editor=True, is_on_team=True, is_member=True).roles,
        "contributor": Standing(is_on_team=True, is_member=True).roles,
        "outsider": Standing(is_member=True).roles,
        "reviewer": Standing(is_staff=True).roles,
        "ghost": frozenset(),
    }


MEMBERS["reviewing owner"] = MEMBERS["new owner"]
REVIEWS = ("approve", "return")


def sees_idea(person: str, status: IdeaStatus) -> bool:
    # It was COMPLETED before it was ARCHIVED.
    return person not in ("outsider", "ghost") or status in SHOWN or status is IdeaStatus.ARCHIVED


def barred_from_idea(person: str, action: str) -> bool:
    if action in REVIEWS:
        return person not in ("reviewer", "reviewing owner")
    return person in ("ghost", "reviewer")


async def test_the_life_of_an_idea(world: World) -> None:
    async def verb(text: str, person: str, idea: str) -> list[str]:
        return await world.codes(person, ACTION.format(text), id=idea)

    async def join(person: str, idea: str) -> list[str]:
        codes = await verb(IDEA_VERBS["ask_to_join"], person, idea)
        # Who is on the team is told so; the table knows only that it is not theirs to ask.
        return ["FORBIDDEN"] if codes == ["ALREADY_EXISTS"] else codes

    async def write(query: str, person: str, idea: str) -> list[str]:
        version = await world.version()
        text = {**TEXT, "title": f"Weg nach {version}"}
        return await world.codes(person, query, id=idea, version=version, input=text)

    async def state_of(idea: str) -> IdeaStatus:
        return IdeaStatus(await world.database.fetchval("SELECT status FROM idea WHERE id = $1", idea))

    verbs: dict[str, Any] = {action: partial(verb, text) for action, text in IDEA_VERBS.items()}
    walk = Walk(
        IDEA,
        IdeaStatus,
        idea_persons(),
        world.put,
        state_of,
        {**verbs, "ask_to_join": join, "edit": partial(write, UPDATE), "propose_amendment": partial(write, PROPOSE)},
        # Deciding is walked below; following and reporting are verbs of their own; archiving is background work.
        elsewhere=frozenset({"decide_amendment", "follow", "report", "archive"}),
        sees=sees_idea,
        barred=barred_from_idea,
        repeats=frozenset({"pause", "resume", "implement", "complete", "withdraw"}),
    )
    assert await differences(walk) == []


async def test_what_is_offered_of_an_idea_is_its_table(world: World) -> None:
    standings = {
        "new owner": Standing(is_owner=True, is_editor=True, is_on_team=True, is_member=True),
        "co-author": Standing(is_editor=True, is_on_team=True, is_member=True),
        "contributor": Standing(is_on_team=True, is_member=True),
        "outsider": Standing(is_member=True),
        "reviewer": Standing(is_staff=True),
    }
    query = '{ idea(id: "idea_walk") { viewerActions viewerCanEdit } }'
    for status in IdeaStatus:
        await world.put(status)
        for person, standing in standings.items():
            idea = (await ask(world.house.app, query, headers=headers(person))).data["idea"]
            expected = [each.value for each in offered(status, standing)] if sees_idea(person, status) else []
            assert (idea or {"viewerActions": []})["viewerActions"] == expected, (person, status)
            assert (idea or {"viewerCanEdit": False})["viewerCanEdit"] is ("EDIT" in expected)


def barred_ghost(person: str, action: str) -> bool:
    return person == "ghost"


async def offers(world: World, query: str, person: str, thing: str) -> set[str]:
    data = (await ask(world.house.app, query, {"id": thing}, headers(person))).data
    found = data["_entities"][0] if "_entities" in data else data["thing"]
    return {each.lower() for each in found["viewerActions"]}


async def test_the_life_of_an_amendment(world: World) -> None:
    persons = {
        "new owner": frozenset({AmendmentRole.TEAM}),
        "co-author": frozenset({AmendmentRole.TEAM}),
        "contributor": frozenset[AmendmentRole](),
        "outsider": frozenset({AmendmentRole.AUTHOR}),
        "ghost": frozenset[AmendmentRole](),
    }

    async def put(status: AmendmentStatus) -> str:
        await world.put(IdeaStatus.PUBLISHED)
        version = await world.version()
        body = {**TEXT, "title": f"Weg nach {version}", "dataNeeds": None}
        await world.database.execute(
            "INSERT INTO amendment (id, idea_id, author_id, base_version, body, note, status, created_at)"
            " VALUES ('amendment_1', 'idea_walk', 'member_jo', $1, $2, 'So', $3, $4)",
            version,
            body,
            status.value,
            AT,
        )
        return "amendment_1"

    async def state_of(amendment: str) -> AmendmentStatus:
        return AmendmentStatus(await world.database.fetchval("SELECT status FROM amendment WHERE id = $1", amendment))

    def sees(person: str, status: AmendmentStatus) -> bool:
        return bool(persons[person]) or status is AmendmentStatus.ACCEPTED

    async def verb(text: str, person: str, amendment: str) -> list[str]:
        return await world.codes(person, ACTION.format(text), id=amendment)

    verbs = {
        "accept": partial(verb, "decideAmendment(id: $id, accept: true)"),
        "reject": partial(verb, "decideAmendment(id: $id, accept: false)"),
        "withdraw": partial(verb, "withdrawAmendment(id: $id)"),
    }
    query = """query ($id: ID!) { _entities(representations: [{__typename: "Amendment", id: $id}]) {
      ... on Amendment { viewerActions } } }"""
    walk = Walk(
        AMENDMENT,
        AmendmentStatus,
        persons,
        put,
        state_of,
        verbs,
        partial(offers, world, query),
        elsewhere=frozenset({"outdate"}),  # what accepting comes to when the text went on: see test_together
        sees=sees,
        barred=barred_ghost,
        repeats=frozenset(verbs),
    )
    assert await differences(walk) == []


SENT = {
    TeamRequestKind.INVITATION: {
        "new owner": {TeamRequestRole.SENDER},
        "known owner": {TeamRequestRole.SENDER},  # an owner may take back what another one sent
        "co-author": set(),
        "outsider": {TeamRequestRole.ADDRESSEE},
    },
    TeamRequestKind.APPLICATION: {
        "new owner": {TeamRequestRole.ADDRESSEE},
        "known owner": {TeamRequestRole.ADDRESSEE},
        "co-author": {TeamRequestRole.ADDRESSEE},
        "outsider": {TeamRequestRole.SENDER},
    },
}


@pytest.mark.parametrize("kind", TeamRequestKind)
async def test_the_life_of_a_team_request(world: World, kind: TeamRequestKind) -> None:
    sides: dict[str, Iterable[TeamRequestRole]] = {**SENT[kind], "contributor": (), "ghost": ()}
    persons = {person: frozenset(roles) for person, roles in sides.items()}

    async def put(status: TeamRequestStatus) -> str:
        await world.put(IdeaStatus.PUBLISHED)
        is_late = status is TeamRequestStatus.EXPIRED  # the row does not say so yet
        await world.database.execute(
            "INSERT INTO team_request"
            " (id, kind, idea_id, actor_id, sender_id, role, message, status, created_at, expires_at)"
            " VALUES ('request_1', $1, 'idea_walk', 'member_jo', $2, 'CONTRIBUTOR', 'Ja?', $3, $4,"
            " $4::timestamptz + CASE WHEN $5::boolean THEN interval '0' ELSE interval '30 days' END)",
            kind.value,
            "member_ada" if kind is TeamRequestKind.INVITATION else "member_jo",
            "PENDING" if is_late else status.value,
            AT,
            is_late,
        )
        return "request_1"

    async def state_of(request: str) -> TeamRequestStatus:
        sql = "SELECT shown_request_status(status, expires_at, $2) FROM team_request WHERE id = $1"
        return TeamRequestStatus(await world.database.fetchval(sql, request, AT))

    def sees(person: str, status: TeamRequestStatus) -> bool:
        return person not in ("contributor", "ghost")

    async def verb(text: str, person: str, request: str) -> list[str]:
        return await world.codes(person, ACTION.format(text), id=request)

    verbs = {
        "accept": partial(verb, "answerTeamRequest(id: $id, accept: true)"),
        "decline": partial(verb, "answerTeamRequest(id: $id, accept: false)"),
        "withdraw": partial(verb, "withdrawTeamRequest(id: $id)"),
    }
    walk = Walk(
        REQUEST,
        TeamRequestStatus,
        persons,
        put,
        state_of,
        verbs,
        partial(offers, world, "query ($id: ID!) { thing: teamRequest(id: $id) { viewerActions } }"),
        elsewhere=frozenset({"expire"}),
        sees=sees,
        barred=barred_ghost,
        repeats=frozenset(verbs),
    )
    assert await differences(walk) == []
