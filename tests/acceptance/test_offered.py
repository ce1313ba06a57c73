"""What is offered is done, and what is not offered is refused: each row of the demo data x each person x each action.

``viewerActions`` of every row is read as every person; of rows that look alike (same state, same rights, the same
offered) one is tried with all verbs, each in a transaction that is rolled back.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import asyncpg
import orjson
import pytest
from graphql import GraphQLObjectType, build_schema

from services.kit.database import Database
from tests.acceptance.conftest import DAY, PERSONAS, TOKENS, WHOLE, WRITTEN, Templates, Town, opened, token_of
from tests.acceptance.offered import APPLICATIONS, DATA_CALLS, KINDS, PILOT_CALLS, Kind
from tests.conftest import FreshDatabase
from tools.run.settings import ROOT, SERVICES

BATCH = 100
LATER = (0, 214) if WHOLE else (0,)
"""Days after that of the demo data; 214 later deadlines are past, and the Ideenwerkstatt has ended."""
PEOPLE = [*PERSONAS]
BARE = " with a bare token"
"""Behind the name of a person who comes with a token of no scope: of a client that asked for nothing more."""
OF_STATE = {
    "FORBIDDEN", "WRONG_STATE", "NOT_FOUND", "DEADLINE_PASSED", "PROGRAMME_ENDED", "CAPACITY_FULL", "ALREADY_EXISTS",
    "UNAUTHENTICATED",
}  # fmt: skip
"""Reasons that lie in the state of the thing or in what the person is to it, not in the words of the request."""
WROTE = "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"
GRANTS = "SELECT id FROM grant_application ORDER BY id"
wrote: list[int] = []
"""How many rows the transactions since it was last looked at have written."""


@asynccontextmanager
async def rolled_back(self: Database) -> AsyncIterator[Database]:
    """In place of ``Database.transaction``: what was written is counted and forgotten."""
    if not isinstance(self.pool, asyncpg.Pool):
        async with self.pool.transaction():
            yield self
        return
    connection = await self.pool.acquire()
    transaction = connection.transaction()
    await transaction.start()
    try:
        before = await connection.fetchval(WROTE)  # what the server has not yet taken over from earlier ones
        yield Database(connection, self.observe, self.figures)
        wrote.append(await connection.fetchval(WROTE) - before)
    finally:
        await transaction.rollback()
        await self.pool.release(connection)


@pytest.fixture(scope="module")
async def lasting_town(templates: Templates, lasting_database: FreshDatabase) -> AsyncIterator[Town]:
    names = await templates("demo")
    urls = {house: await lasting_database(names[house]) if house in WRITTEN else names[house] for house in SERVICES}
    async with opened("demo", urls) as town:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Database, "transaction", rolled_back)
            yield town


def headers_of(person: str | None) -> Mapping[str, str]:
    """Of a demo person, nobody, or any other member with the rights of one."""
    if person is None or person in PERSONAS:
        return token_of(person)
    if person.endswith(BARE):
        member = person.removesuffix(BARE)
        member = PERSONAS[member]["actor_id"] if member in PERSONAS else member
        return TOKENS.bearer(sub=member, actor_id=member, scope="openid", acr="STORK-QAA-Level-3")
    scope = " ".join(PERSONAS["mira"]["scopes"])
    return TOKENS.bearer(sub=person, actor_id=person, scope=scope, acr="STORK-QAA-Level-3")


def rights(person: str | None) -> object:
    """Scopes, and whether it is a member: persons that have the same are asked in one another's place."""
    if person is None:
        return None
    if person.endswith(BARE):
        return BARE
    known = PERSONAS.get(person, {**PERSONAS["mira"], "actor_id": person})
    return tuple(known["scopes"]), known["actor_id"] is None


async def post(town: Town, house: str, person: str | None, query: str, variables: Mapping[str, Any]) -> Any:
    return orjson.loads(await town._post(house, query, variables, headers_of(person)))


async def offers(town: Town, kind: Kind, person: str | None, ids: list[str]) -> Mapping[str, frozenset[str]]:
    """What a person is offered of each row that they see."""
    query = f"""query ($them: [_Any!]!) {{ _entities(representations: $them) {{ ... on {kind.name} {{
      id viewerActions }} }} }}"""
    found: dict[str, frozenset[str]] = {}
    for place in range(0, len(ids), BATCH):
        them = [{"__typename": kind.name, "id": each} for each in ids[place : place + BATCH]]
        came = await post(town, kind.house, person, query, {"them": them})
        entities = (came["data"] or {}).get("_entities") or []
        found |= {each["id"]: frozenset(each["viewerActions"]) for each in entities if each}
    return found


async def row_of(town: Town, kind: Kind, person: str | None, thing: str) -> Mapping[str, Any]:
    if not kind.reads:
        return {}
    query = (
        f"query ($them: [_Any!]!) {{ _entities(representations: $them) {{ ... on {kind.name} {{ {kind.reads} }} }} }}"
    )
    came = await post(town, kind.house, person, query, {"them": [{"__typename": kind.name, "id": thing}]})
    return (came["data"]["_entities"] or [None])[0] or {}


async def tried(
    town: Town, kind: Kind, person: str | None, thing: str, row: Mapping[str, Any], action: str
) -> tuple[list[str], int]:
    """The codes that came back of an action, and how many rows it wrote."""
    text = kind.verbs[action]
    declared = ", ".join(
        each for each in ["$id: ID!", *filter(None, kind.declares.split(", "))] if each.split(":")[0] in text
    )
    variables = {name: value for name, value in (kind.given(row, action) or {}).items() if f"${name}" in text}
    query = f"mutation {f'({declared})' if declared else ''} {{ payload: {text} {{ errors {{ code message path }} }} }}"
    wrote.clear()
    came = await post(town, kind.house, person, query, {"id": thing, **variables})
    payload = (came.get("data") or {}).get("payload")
    if payload is None:
        return [each.get("extensions", {}).get("code", each["message"]) for each in came["errors"]], sum(wrote)
    return [each["code"] for each in payload["errors"]], sum(wrote)


async def wrong(
    town: Town, kind: Kind, person: str | None, thing: str, state: str, offered: frozenset[str]
) -> list[str]:
    row = await row_of(town, kind, person, thing)
    found: list[str] = []
    tries: dict[object, set[str]] = {}
    for action, text in kind.verbs.items():
        given = kind.given(row, action)
        if given is not None:
            tries.setdefault((text, repr(given)), set()).add(action)
    for actions in tries.values():
        codes, written = await tried(town, kind, person, thing, row, min(actions))
        place = f"{person} with {kind.name} {thing} ({state}), {'/'.join(sorted(actions))}"
        if actions & offered and OF_STATE & set(codes):
            found.append(f"{place}: offered and refused with {codes}")
        if not actions & (offered | kind.always) and not codes and written:
            found.append(f"{place}: not offered and done")
    return found


@pytest.mark.parametrize("days", LATER)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
async def test_what_is_offered_is_done_and_nothing_else(lasting_town: Town, kind: Kind, days: int) -> None:
    town = lasting_town
    town.now = DAY + timedelta(days=days)
    if kind.before:
        await town.rows(kind.house, kind.before)
    rows = dict(await town.rows(kind.house, kind.rows))
    insiders = sorted({str(each) for (each,) in await town.rows(kind.house, kind.insiders) if each})[:12]
    alike: set[object] = set()
    found: list[str] = []
    named: set[str] = set()
    bare = [f"{each}{BARE}" for each in ("mira", *insiders)]
    for person in (None, *PEOPLE, *insiders, *bare):
        offered = await offers(town, kind, person, sorted(rows))
        for thing, state in sorted(rows.items()):
            now = offered.get(thing)
            key = (rights(person), state, now)
            if key in alike or now is None:
                continue
            alike.add(key)
            named |= now
            found += await wrong(town, kind, person, thing, state, now)
    assert named - set(kind.verbs) - kind.elsewhere == set()
    assert not found, "\n".join(found)


WALKED_ELSEWHERE = {
    "ApplicationPartner",  # below: no entity
    "Match",  # no row but a pair: tests/services/marketplace/test_contact_life.py
}


def test_every_type_that_offers_actions_is_walked() -> None:
    """Of the graph as it was composed, so nobody's new one is forgotten."""
    schema = build_schema((ROOT / "schema/api.graphql").read_text(encoding="utf-8"), assume_valid=True)
    offering = {
        name
        for name, each in schema.type_map.items()
        if isinstance(each, GraphQLObjectType) and "viewerActions" in each.fields
    }
    assert offering == {each.name for each in KINDS} | WALKED_ELSEWHERE


PARTNERS = """query ($them: [_Any!]!) { _entities(representations: $them) { ... on GrantApplication { id consortium {
  partners { status role viewerActions organisation { id } } } } } }"""
ANSWERS = {"CONFIRM": True, "LEAVE": False}
ANSWER = """mutation ($application: ID!, $organisation: ID!, $confirm: Boolean!) { payload: answerPartnership(
  applicationId: $application, organisationId: $organisation, confirm: $confirm) { errors { code } } }"""


async def test_partners_are_offered_what_they_may_answer(lasting_town: Town) -> None:
    """The same for what is no entity: a place in a consortium."""
    town = lasting_town
    town.now = DAY
    them = [{"__typename": "GrantApplication", "id": each} for (each,) in await town.rows("cip", GRANTS)]
    insiders = sorted({str(each) for (each,) in await town.rows("cip", APPLICATIONS.insiders)})
    tries, found = 0, []
    for person in (*PEOPLE, *insiders):
        came = await post(town, "cip", person, PARTNERS, {"them": them})
        for application in filter(None, came["data"]["_entities"] or []):
            for partner in application["consortium"]["partners"]:
                for action, confirm in ANSWERS.items():
                    said = {"application": application["id"], "organisation": partner["organisation"]["id"]}
                    wrote.clear()
                    payload = (await post(town, "cip", person, ANSWER, {**said, "confirm": confirm}))["data"]["payload"]
                    codes = [None] if payload is None else [each["code"] for each in payload["errors"]]
                    tries += 1
                    if (action in partner["viewerActions"]) is not (not codes) and (codes or sum(wrote)):
                        found.append(f"{person} {said} {partner} {action}: {codes}")
    assert tries
    assert not found, "\n".join(found)


APPLY = """mutation ($input: PilotApplicationInput!) { payload: submitPilotApplication(input: $input,
  idempotencyKey: "try") { errors { code } } }"""
APPLICANTS = """SELECT member_id, organisation_id FROM (
  SELECT a.member_id, a.organisation_id, row_number() OVER (
    PARTITION BY f.is_non_profit, EXISTS (SELECT FROM pilot_application p WHERE p.applicant_id = f.id)
    ORDER BY a.member_id, f.id) AS place
  FROM acts_for a JOIN actor_fact f ON f.id = a.organisation_id) ranked WHERE place <= 4"""
MANDATES = "SELECT organisation_id FROM acts_for WHERE member_id = $1 ORDER BY 1"
NEVER_SHOWN = "org_nobody"


async def test_to_apply_is_offered_exactly_if_somebody_may_be_applied_for(lasting_town: Town) -> None:
    """An application takes an organisation: it is tried for each that the person acts for, and for themselves."""
    town = lasting_town
    town.now = DAY
    calls = sorted(each for (each,) in await town.rows("ideenwerkstatt", "SELECT id FROM pilot_call"))
    administrators = {member for member, _ in await town.rows("ideenwerkstatt", APPLICANTS)}
    seen: set[tuple[bool, bool]] = set()
    found = []
    for person in (None, *PEOPLE, *sorted(administrators)):
        me = PERSONAS[person]["actor_id"] if person in PERSONAS else person
        own = [each for (each,) in await town.rows("ideenwerkstatt", MANDATES, me)] if me else []
        offered = await offers(town, PILOT_CALLS, person, calls)
        for call in calls:
            is_offered, codes, is_done = "APPLY" in offered.get(call, ()), [], False
            for applicant in filter(None, (me or NEVER_SHOWN, *own)):
                wish = {"callId": call, "title": "Weg", "description": "Ein Weg.", "needs": ["Rat"]}
                wish |= {"applicantId": applicant, "topicSlugs": ["climate"]}
                payload = (await post(town, "ideenwerkstatt", person, APPLY, {"input": wish}))["data"]["payload"]
                codes.append([None] if payload is None else [each["code"] for each in payload["errors"]])
                is_done = is_done or codes[-1] == []
            seen.add((bool(own), is_offered))
            if is_offered is not is_done:
                found.append(f"{person} with {call}: offered {is_offered}, {codes}")
    assert seen == {(False, False), (True, False), (True, True)}
    assert not found, "\n".join(found)


TAKE = """mutation ($input: DataProjectInput!) { payload: submitDataProject(input: $input,
  idempotencyKey: "try") { errors { code } } }"""
WISH = {"title": "Weg", "summary": "Ein Weg.", "topicSlugs": ["climate"], "dataDescription": "Listen"}
VERSION = "SELECT version FROM privacy_text WHERE published_on <= '2025-06-16' ORDER BY published_on DESC LIMIT 1"
OF_EACH_SECTOR = """SELECT DISTINCT ON (f.sector) a.member_id
  FROM acts_for a JOIN actor_fact f ON f.id = a.organisation_id
  ORDER BY f.sector, a.member_id"""


async def test_to_hand_in_a_data_project_is_offered_exactly_if_it_would_be_taken(lasting_town: Town) -> None:
    """The same in the data lab, where persons apply for themselves, too, unless their sector may not."""
    town = lasting_town
    town.now = DAY
    calls = sorted(each for (each,) in await town.rows("civic_data_lab", "SELECT id FROM data_project_call"))
    ((version,),) = await town.rows("civic_data_lab", VERSION)
    administrators = [each for (each,) in await town.rows("civic_data_lab", OF_EACH_SECTOR)]
    found, seen = [], set[bool]()
    for person in (None, *PEOPLE, *administrators):
        me = PERSONAS[person]["actor_id"] if person in PERSONAS else person
        own = [each for (each,) in await town.rows("civic_data_lab", MANDATES, me)] if me else []
        offered = await offers(town, DATA_CALLS, person, calls)
        for call in calls:
            is_offered, codes, is_done = "APPLY" in offered.get(call, ()), [], False
            for applicant in (me or NEVER_SHOWN, *own):
                wish = {**WISH, "callId": call, "applicantId": applicant, "privacyTextVersion": version}
                payload = (await post(town, "civic_data_lab", person, TAKE, {"input": wish}))["data"]["payload"]
                codes.append([None] if payload is None else [each["code"] for each in payload["errors"]])
                is_done = is_done or codes[-1] == []
            seen.add(is_offered)
            if is_offered is not is_done:
                found.append(f"{person} with {call}: offered {is_offered}, {codes}")
    assert seen == {True, False}
    assert not found, "\n".join(found)
