"""Export and erasure in the marketplace: who reads what, what is left, who goes on, how the four houses end it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from starlette.types import ASGIApp

from services.kit.clock import Clock
from services.kit.database import Connection, Database, open_connection, open_database
from services.kit.following import Event
from services.kit.identity import Verifier
from services.marketplace.__main__ import SERVICE
from services.marketplace.app import built
from services.marketplace.matching.refresh import Matching
from services.marketplace.rules.erasure import LIFE, DataRequestStatus, ErasureRole
from services.marketplace.store.documents import source
from services.marketplace.store.erasing import erase_due, late_erasures
from services.marketplace.store.exporting import forget_exports
from services.marketplace.store.notifying import effects_of
from tests.conftest import FreshDatabase
from tests.kit.asking import ask
from tests.kit.life_cycles import Walk, differences
from tests.services.conftest import House, bearer, house
from tests.services.marketplace.conftest import AT, LOCAL, SCHEMA, SMALL
from tests.services.marketplace.test_contact import WRITE, talk

SCOPES = ("ideas:write", "profile:write", "contact:write")
JO, MIRA, ADA = (bearer(f"member_{each}", *SCOPES) for each in ("jo", "mira", "ada"))
STAFF = bearer("staff_1", "marketplace:manage")
OTHERS = ("cip", "ideenwerkstatt", "civic_data_lab")
EXPORT = (
    """mutation { payload: requestDataExport { dataExport { id status requestedAt expiresAt } errors { code } } }"""
)
READ = """query ($id: ID!) { it: dataExport(id: $id) { id status memberId member { id } profileJson ideasJson
  messagesJson accountJson } }"""
ERASE = """mutation ($handle: String!) { payload: requestErasure(confirmHandle: $handle) { erasureRequest {
  id status requestedAt scheduledFor completedAt viewerActions steps { status } } errors { code path } } }"""
CANCEL = "mutation { payload: cancelErasure { erasureRequest { id status viewerActions } errors { code } } }"
MINE = """{ it: viewer { dataExports { id status } erasureRequest { id status viewerActions
  steps { status at keptFor { de en deSimple } programme { __typename } } } } }"""
ALL = """query ($status: [DataRequestStatus!]) { erasureRequests(status: $status) { totalCount nodes {
  id status viewerActions steps { status keptFor { en } programme { __typename slug } } } } }"""


@dataclass(slots=True)
class World:
    """The service with a clock in the hand, and a connection."""

    house: House
    connection: Connection
    moment: datetime = AT
    clock: Clock = field(default_factory=Clock)

    async def do(self, headers: dict[str, str], query: str, **variables: Any) -> Any:
        answer = await ask(self.house.app, query, variables, headers)
        assert answer.codes == [], answer
        return answer.data["payload"]

    async def codes(self, headers: dict[str, str], query: str, **variables: Any) -> list[str]:
        return [each["code"] for each in (await self.do(headers, query, **variables))["errors"]]

    async def see(self, headers: dict[str, str], query: str, **variables: Any) -> Any:
        return (await ask(self.house.app, query, variables, headers)).data["it"]

    async def rows(self, sql: str, *arguments: object) -> list[tuple[Any, ...]]:
        return [tuple(row.values()) for row in await self.connection.fetch(sql, *arguments)]

    async def erase(self) -> int:
        async with open_database(self.house.url, schema=SCHEMA) as database, database.transaction() as inside:
            return await erase_due(inside, self.moment)

    async def erased(self, member: str = "member_jo", handle: str = "demo-jo") -> None:
        """The account is erased, as far as the marketplace goes."""
        assert await self.codes(bearer(member), ERASE, handle=handle) == []
        self.moment += timedelta(days=14)
        assert await self.erase() == 1

    async def tells(self, name: str, member: str = "member_jo", kept: object = ()) -> None:
        payload = {"memberId": member, "kept": list(kept)}  # type: ignore[call-overload]
        event = Event("c", "member.erased", "Member", member, (), payload)
        async with open_database(self.house.url, schema=SCHEMA) as database, database.transaction() as inside:
            await effects_of(name, self.clock)["member.erased"](inside, event)

    async def health(self) -> dict[str, str]:
        async with open_database(self.house.url, schema=SCHEMA) as database:
            return dict(await late_erasures(database, self.clock))


@pytest.fixture
async def world(template: str, fresh_database: FreshDatabase) -> AsyncIterator[World]:
    url = await fresh_database(template)
    held: list[World] = []
    clock = Clock(reads=lambda: held[0].moment if held else AT)

    def build(database: Database, verifier: Verifier) -> ASGIApp:
        asleep = Matching(source(database, url, SCHEMA), lambda: SMALL, LOCAL)
        return built(database, verifier, asleep, clock=clock)

    async with house(url, SCHEMA, SERVICE.home, build) as own, open_connection(url, schema=SCHEMA) as connection:
        held.append(World(own, connection, clock=clock))
        yield held[0]


async def test_an_export_holds_what_is_there_and_is_for_the_member_alone(world: World) -> None:
    conversation = await talk(world.house)
    await world.do(JO, WRITE, id=conversation, body="Von Jo")
    await world.do(MIRA, WRITE, id=conversation, body="Von Mira")
    made = (await world.do(JO, EXPORT))["dataExport"]
    assert (made["status"], made["expiresAt"][:10]) == ("READY", "2026-03-15")
    found = await world.see(JO, READ, id=made["id"])
    assert (found["memberId"], found["member"]) == ("member_jo", {"id": "member_jo"})
    profile, ideas, messages, account = (
        orjson.loads(found[f"{part}Json"]) for part in ("profile", "ideas", "messages", "account")
    )
    assert (profile["headline"], profile["skills"]) == ("Sprachmodelle für Leichte Sprache", ["nlp", "python"])
    assert {each["id"] for each in ideas["ideas"]} == {"idea_fork", "idea_draft"}
    assert [each["number"] for each in ideas["versions"]] == [1]
    assert [each["body"] for each in messages["messages"]] == ["Von Jo"]
    assert messages["conversations"][0]["received"] == 1
    assert "Von Mira" not in found["messagesJson"]
    assert (account["actor"]["handle"], len(account["consents"]), len(account["follows"])) == ("demo-jo", 2, 2)
    for other in (MIRA, STAFF, bearer("mod", "moderation")):
        assert await world.see(other, READ, id=made["id"]) is None
        them = {"them": [{"__typename": "DataExport", "id": made["id"]}]}
        query = "query ($them: [_Any!]!) { _entities(representations: $them) { ... on DataExport { accountJson } } }"
        assert (await ask(world.house.app, query, them, other)).data["_entities"] == [None]
    anonymous = await ask(world.house.app, READ, {"id": made["id"]})
    assert {code for code, _ in anonymous.codes} == {"UNAUTHENTICATED"}


async def test_one_export_a_day_and_none_after_fourteen(world: World) -> None:
    both = await asyncio.gather(world.codes(JO, EXPORT), world.codes(JO, EXPORT))
    assert sorted(both) == [[], ["LIMIT_EXCEEDED"]]
    assert await world.codes(MIRA, EXPORT) == []
    world.moment += timedelta(hours=24)
    assert await world.codes(JO, EXPORT) == []
    world.moment = AT + timedelta(days=14)
    states = [each["status"] for each in (await world.see(JO, MINE))["dataExports"]]
    assert states == ["READY", "EXPIRED"]
    old = (await world.see(JO, MINE))["dataExports"][1]["id"]
    found = await world.see(JO, READ, id=old)
    assert [found[part] for part in ("profileJson", "ideasJson", "messagesJson", "accountJson")] == [None] * 4
    async with open_database(world.house.url, schema=SCHEMA) as database, database.transaction() as inside:
        assert await forget_exports(inside, AT + timedelta(days=104, seconds=1)) == 2


async def test_an_erasure_is_asked_for_with_the_handle_and_can_be_taken_back(world: World) -> None:
    assert await world.codes(JO, CANCEL) == ["NOT_FOUND"]
    assert await world.codes(JO, ERASE, handle="demo-mira") == ["INVALID"]
    first, second = await asyncio.gather(*(world.do(JO, ERASE, handle="demo-jo") for _ in range(2)))
    assert first == second
    request = first["erasureRequest"]
    assert (request["status"], request["viewerActions"], len(request["steps"])) == ("REQUESTED", ["CANCEL"], 4)
    assert request["scheduledFor"][:10] == "2026-03-15"
    assert await world.erase() == 0
    cancelled = await world.do(JO, CANCEL)
    assert cancelled["erasureRequest"]["status"] == "CANCELLED"
    assert await world.do(JO, CANCEL) == cancelled
    world.moment += timedelta(days=15)
    assert await world.erase() == 0
    again = await world.do(JO, ERASE, handle="demo-jo")
    assert again["erasureRequest"]["id"] != request["id"]
    world.moment += timedelta(days=14)
    assert await world.codes(JO, CANCEL) == ["DEADLINE_PASSED"]
    told = await world.rows("SELECT kind, actor_ids FROM outbox WHERE kind LIKE 'member.%' ORDER BY seq")
    assert told == [
        ("member.erasure_requested", ["member_jo"]),
        ("member.erasure_cancelled", ["member_jo"]),
        ("member.erasure_requested", ["member_jo"]),
    ]


WORLD = """
INSERT INTO account VALUES ('member_jo', 'jo.persoenlich@example.org', '2024-01-01Z');
UPDATE actor SET display_name = 'Jo Unverwechselbar', region_ars = '110000000000' WHERE id = 'member_jo';
INSERT INTO actor VALUES ('member_before', 'MEMBER', 'unverwechselbar-jo', 'Jo Unverwechselbar', 'SCIENCE');
INSERT INTO actor_alias VALUES ('member_before', 'member_jo');
INSERT INTO actor_topic VALUES ('member_jo', 'birds') ON CONFLICT DO NOTHING;
UPDATE member SET cip_member_number = 'CIP-77' WHERE actor_id = 'member_jo';
INSERT INTO membership_invitation VALUES ('hash', 'CIP-77', '2025-01-01Z', '2025-04-01Z', 'ACCEPTED', 'member_jo');
INSERT INTO idea_version (idea_id, number, editor_id, change_note, body) VALUES ('idea_fork', 1, 'member_jo',
  'von Jo Unverwechselbar', '{"title": "Plain", "summary": "von Jo Unverwechselbar"}');
INSERT INTO idea_team VALUES ('idea_birds', 'member_jo', 'CO_AUTHOR', '2024-02-02Z');
INSERT INTO idea (id, slug, title, summary, problem, solution, common_good_benefit, language, status, maturity,
  author_id) VALUES ('idea_both', 'beide', 'Beide', 'S', 'P', 'L', 'N', 'DE', 'PUBLISHED', 'IDEA', 'member_jo');
INSERT INTO idea_team VALUES ('idea_both', 'member_jo', 'OWNER', '2025-01-01Z'),
  ('idea_both', 'member_ghost', 'CO_AUTHOR', '2025-01-02Z'), ('idea_both', 'member_mira', 'CONTRIBUTOR', '2025-01-03Z'),
  ('idea_both', 'member_ada', 'CO_AUTHOR', '2025-01-04Z');
INSERT INTO comment (id, idea_id, author_id, body, language, created_at)
  VALUES ('comment_jo', 'idea_both', 'member_jo', 'Ein Gedanke', 'DE', '2025-02-01Z');
INSERT INTO amendment (id, idea_id, author_id, base_version, body, note, status, created_at) VALUES
  ('amendment_jo', 'idea_birds', 'member_jo', 1, '{"title": "T", "summary": "Jo Unverwechselbar"}',
   'Von mir, Jo Unverwechselbar', 'PROPOSED', '2025-02-01Z'),
  ('amendment_ada', 'idea_fork', 'member_ada', 1, '{"title": "T", "summary": "mit Jo Unverwechselbar"}', 'So',
   'PROPOSED', '2025-02-01Z');
INSERT INTO team_request (id, kind, idea_id, actor_id, sender_id, role, message, status, created_at, expires_at) VALUES
  ('request_jo', 'APPLICATION', 'idea_plain', 'member_jo', 'member_jo', 'CONTRIBUTOR', 'Hier ist Jo Unverwechselbar',
   'PENDING', '2026-02-20Z', '2026-05-20Z');
INSERT INTO block VALUES ('member_ada', 'member_jo', '2025-01-01Z');
INSERT INTO idempotency VALUES ('member_jo', 'k', 'd', 'r', '2026-01-01Z');
INSERT INTO saved_search (id, owner_id, name, query, alert, created_at, changed_at) VALUES
  ('search_jo', 'member_jo', 'Jo Unverwechselbar sucht', 'Wasser', 'DAILY', '2025-01-01Z', '2025-01-01Z');
INSERT INTO told_nothing VALUES ('member_jo', '2025-01-01Z');
INSERT INTO match (subject_id, target_id, state, changed_at) VALUES ('profile_jo', 'idea_plain', 'SEEN', '2025-01-01Z');
"""


async def dumped(world: World) -> str:
    """Every text of every table, as a dump would show it."""
    tables = await world.rows(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = $1 AND table_type = 'BASE TABLE'", SCHEMA
    )
    found = [
        str(await world.connection.fetchval(f'SELECT coalesce(jsonb_agg(to_jsonb(t))::text, $1) FROM "{name}" t', ""))
        for (name,) in tables
    ]
    assert len(found) > 40
    return "\n".join(found)


async def test_nothing_is_left_of_who_is_erased(world: World) -> None:
    await world.connection.execute(WORLD)
    conversation = await talk(world.house)
    await world.do(JO, WRITE, id=conversation, body="Ich bin Jo Unverwechselbar")
    report = """mutation { payload: reportContent(subjectId: "idea_birds", reason: SPAM, explanation: "Unfug") {
      errors { code } } }"""
    assert await world.codes(JO, report) == []
    for mark in ("Unverwechselbar", "unverwechselbar", "persoenlich", "demo-jo", "CIP-77"):
        assert mark in await dumped(world)
    await world.erased()
    left = await dumped(world)
    for mark in ("Unverwechselbar", "unverwechselbar-jo", "persoenlich", "demo-jo"):
        assert mark not in left, re.findall(f".{{40}}{mark}.{{20}}", left)
    member = "SELECT state, cip_member_number, member_since::text FROM member WHERE actor_id = 'member_jo'"
    assert (await world.rows(member))[0][:2] == ("GHOST", None)
    assert (await world.rows(member))[0][2].endswith("-01-01")
    for table, column in (
        *(("account", "actor_id"), ("profile", "owner_id"), ("follow", "actor_id"), ("bookmark", "actor_id")),
        *(("idea_support", "actor_id"), ("actor_topic", "actor_id"), ("notification", "recipient_id")),
        *(("block", "blocked_id"), ("challenge_vote", "member_id"), ("idempotency", "actor_id")),
        *(("content_report", "reporter_id"), ("membership_invitation", "claimed_by"), ("data_export", "member_id")),
    ):
        sql = f"SELECT count(*) FROM {table} WHERE {column} = 'member_jo'"
        assert await world.rows(sql) == [(0,)], table
    assert await world.rows("SELECT status, note FROM amendment WHERE id = 'amendment_jo'") == [("WITHDRAWN", "")]
    assert await world.rows("SELECT status, message FROM team_request WHERE id = 'request_jo'") == [("WITHDRAWN", "")]
    assert await world.rows("SELECT body FROM message") == [(None,)]
    comments = """{ it: idea(id: "idea_both") { comments { nodes { body author { id displayName } } } } }"""
    (comment,) = (await world.see({}, comments))["comments"]["nodes"]
    assert comment == {"body": "Ein Gedanke", "author": {"id": "member_jo", "displayName": "Gelöschtes Mitglied"}}
    told = await world.rows("SELECT payload FROM outbox WHERE kind = 'member.erasure_due'")
    assert told == [({"memberId": "member_jo"},)]
    assert await world.rows("SELECT id FROM erased_actor") == [("member_jo",)]
    changed = "SELECT payload ->> 'state' FROM outbox WHERE kind = 'actor.changed' AND subject_id = $1 ORDER BY seq"
    assert (await world.rows(changed, "member_jo"))[-1] == ("GHOST",)


KEEPS = {
    # The account itself, by its id alone, and what says that it was erased.
    *("actor", "member", "erased_actor", "erasure_request", "actor_alias", "outbox"),
    # Rows that only grow hold ids and no names.
    *("consent", "idea_version"),
    # What stays for others: their ideas, what was said to them, what they asked for or decided.
    *("idea", "idea_team", "amendment", "comment", "team_request", "contact_request", "conversation", "message"),
}


async def test_the_id_stands_only_where_it_must(world: World) -> None:
    """A table that is new and knows of members is found here: it is emptied, or said why not."""
    await world.connection.execute(WORLD)
    await world.erased()
    tables = await world.rows(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = $1 AND table_type = 'BASE TABLE'", SCHEMA
    )
    found = set()
    for (name,) in tables:
        sql = f'SELECT count(*) FROM "{name}" t WHERE to_jsonb(t)::text ~ $1'
        if await world.connection.fetchval(sql, '"member_jo"'):
            found.add(name)
    assert found - KEEPS == set()


async def test_ideas_with_others_go_on_and_ideas_alone_are_emptied(world: World) -> None:
    await world.connection.execute(WORLD)
    await world.erased()
    teams = "SELECT actor_id, role FROM idea_team WHERE idea_id = $1 ORDER BY joined_at"
    assert await world.rows(teams, "idea_both") == [
        ("member_jo", "CONTRIBUTOR"),
        ("member_ghost", "CO_AUTHOR"),
        ("member_mira", "CONTRIBUTOR"),
        ("member_ada", "OWNER"),
    ]
    assert ("member_jo", "CONTRIBUTOR") in await world.rows(teams, "idea_birds")
    heirs = await world.rows("SELECT subject_id, actor_ids FROM outbox WHERE kind = 'idea.owner_left'")
    assert heirs == [("idea_both", ["member_ada"])]
    alone = "SELECT status, title, summary, problem, slug FROM idea WHERE id = ANY ($1) ORDER BY id"
    assert await world.rows(alone, ["idea_draft", "idea_fork"]) == [
        ("WITHDRAWN", "", "", "", "idea-draft"),
        ("WITHDRAWN", "", "", "", "idea-fork"),
    ]
    versions = (
        "SELECT body, change_note, hash = sealed(idea_id, number, body) FROM idea_version WHERE idea_id = 'idea_fork'"
    )
    assert await world.rows(versions) == [({"title": "", "summary": ""}, None, True)]
    with pytest.raises(Exception, match="append-only"):
        await world.connection.execute('UPDATE idea_version SET body = \'{"title": "", "summary": ""}\'')
    query = '{ it: idea(id: "idea_fork") { id } }'
    assert await world.see({}, query) is None


KEPT = {
    "what": {"de": "Förderakte", "en": "Funding file", "deSimple": "Papiere zum Geld"},
    "until": "2036-12-31",
}


async def test_it_is_complete_when_all_four_are_there(world: World) -> None:
    await world.erased()
    assert (await ask(world.house.app, ALL, {"status": ["COLLECTING"]}, JO)).data == {"erasureRequests": None}
    for name in OTHERS[:2]:
        await world.tells(name, kept=[KEPT])
        await world.tells(name, kept=[])  # told again: the first counts
    (node,) = (await ask(world.house.app, ALL, {"status": ["COLLECTING"]}, STAFF)).data["erasureRequests"]["nodes"]
    steps = {each["programme"]["__typename"]: each for each in node["steps"]}
    assert steps["CivicCodingProgramme"]["status"] == "COMPLETED"
    assert steps["CipProgramme"]["keptFor"] == {"en": "Funding file (until 2036-12-31)"}
    assert (steps["CivicDataLabProgramme"]["status"], node["viewerActions"]) == ("REQUESTED", [])
    assert await world.health() == {}
    world.moment += timedelta(days=7, seconds=1)
    assert await world.health() == {"erasure civic_data_lab": "late (1)"}
    await world.tells(OTHERS[2])
    assert await world.health() == {}
    assert await world.rows("SELECT status FROM erasure_request") == [("COMPLETED",)]
    await world.tells("cip", "member_unknown")
    assert await world.erase() == 0


async def test_an_erasure_that_fails_keeps_no_other_from_being_done_and_is_said(world: World) -> None:
    assert await world.codes(JO, ERASE, handle="demo-jo") == []
    assert await world.codes(MIRA, ERASE, handle="demo-mira") == []
    world.moment += timedelta(days=15, seconds=1)
    fails = "CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;"
    when = "BEFORE UPDATE ON member FOR EACH ROW WHEN (OLD.actor_id = 'member_jo')"
    trigger = f"CREATE TRIGGER fails {when} EXECUTE FUNCTION fails()"
    await world.connection.execute(fails + trigger)
    assert await world.erase() == 1
    assert await world.rows("SELECT count(*) FROM profile WHERE owner_id = 'member_jo'") == [(1,)]
    assert await world.health() == {"erasure": "overdue (1)"}
    await world.connection.execute("DROP TRIGGER fails ON member")
    assert await world.erase() == 1
    assert await world.health() == {}


async def test_the_life_of_an_erasure(world: World) -> None:
    persons = {
        "the member": frozenset({ErasureRole.MEMBER}),
        "another": frozenset[ErasureRole](),
        "staff": frozenset[ErasureRole](),
    }
    headers = {"the member": JO, "another": MIRA, "staff": STAFF}
    states = [each for each in DataRequestStatus if each.value not in ("READY", "EXPIRED")]
    await world.connection.execute(
        "INSERT INTO erasure_request (id, member_id, requested_at, scheduled_for)"
        " VALUES ('erasure_1', 'member_jo', $1, $2)",
        AT,
        AT + timedelta(days=14),
    )

    async def put(status: DataRequestStatus) -> str:
        await world.connection.execute("UPDATE erasure_request SET status = $1", status.value)
        return "erasure_1"

    async def state_of(request: str) -> DataRequestStatus:
        return DataRequestStatus(await world.connection.fetchval("SELECT status FROM erasure_request"))

    async def cancel(person: str, request: str) -> list[str]:
        return await world.codes(headers[person], CANCEL)

    walk = Walk(
        LIFE,
        states,
        persons,
        put,
        state_of,
        {"cancel": cancel},
        elsewhere=frozenset({"begin", "complete"}),
        # Nobody names the account of another one: it is always one's own that is meant.
        sees=lambda person, status: person == "the member",
        barred=lambda person, action: person == "staff",
        repeats=frozenset({"cancel"}),
    )
    assert await differences(walk) == []
    await put(DataRequestStatus.REQUESTED)
    query = (
        "query ($them: [_Any!]!) { _entities(representations: $them) { ... on ErasureRequest { id viewerActions } } }"
    )
    them = {"them": [{"__typename": "ErasureRequest", "id": "erasure_1"}]}
    seen = {
        person: (await ask(world.house.app, query, them, headers[person])).data["_entities"][0] for person in headers
    }
    assert seen["another"] is None
    assert (seen["the member"]["viewerActions"], seen["staff"]["viewerActions"]) == (["CANCEL"], [])
