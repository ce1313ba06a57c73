"""A data lab for its verbs: a clock in the hand, persons, and what was told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

from services.civic_data_lab.__main__ import SERVICE
from services.civic_data_lab.app import built
from services.kit.clock import Clock
from services.kit.database import Connection, open_connection
from tests.kit.asking import NOTHING, Answer, ask
from tests.services.conftest import ISSUER, House, house

SAMPLE = Path(__file__).with_name("data.sql")
BEGIN = datetime(2026, 3, 1, 8, tzinfo=UTC)
CLOSED_LICENSE = "http://dcat-ap.de/def/licenses/other-closed"
CC_BY = "http://dcat-ap.de/def/licenses/cc-by/4.0"
# nora acts for org_w, uta for org_g (a municipality), else for nobody.
ACTORS = """INSERT INTO actor_fact VALUES
  ('member_nora', 'MEMBER', 'ACTIVE', 'PRIVATE_PERSON', false), ('member_wim', 'MEMBER', 'ACTIVE', 'WELFARE', false),
  ('member_tom', 'MEMBER', 'ACTIVE', 'PRIVATE_PERSON', false), ('member_staff', 'MEMBER', 'ACTIVE', 'SCIENCE', false),
  ('member_ghost', 'MEMBER', 'GHOST', 'PRIVATE_PERSON', false), ('member_else', 'MEMBER', 'ACTIVE', 'SCIENCE', false),
  ('member_uta', 'MEMBER', 'ACTIVE', 'MUNICIPALITY', false),
  ('org_w', 'ORGANISATION', 'ACTIVE', 'WELFARE', true), ('org_g', 'ORGANISATION', 'ACTIVE', 'MUNICIPALITY', false),
  ('org_1', 'ORGANISATION', 'ACTIVE', 'CIVIL_SOCIETY', true), ('org_b', 'ORGANISATION', 'ACTIVE', 'BUSINESS', false);
INSERT INTO acts_for VALUES ('member_nora', 'org_w'), ('member_wim', 'org_w'), ('member_uta', 'org_g');
INSERT INTO topic_parent VALUES ('society', NULL), ('mobility', 'society'), ('care', 'society');"""
SCOPES = ("events:register", "dataprojects:apply", "datasets:write")
PERSONS = {
    "owner": "member_nora",
    "colleague": "member_wim",
    "stranger": "member_else",
    "ghost": "member_ghost",
    "staff": "member_staff",
}
"""Colleagues act for the same organisation."""
NOBODY: frozenset[Any] = frozenset()


@dataclass(slots=True)
class World:
    """``moment``: the clock. ``connection``: to look, and to put things in states that the time would bring."""

    own: House
    connection: Connection
    moment: datetime = BEGIN

    async def do(self, who: str | None, document: str, variables: Mapping[str, Any] = NOTHING) -> Answer:
        """As a person: staff has the house's scope, everybody else the members' ones; nobody has no token."""
        return await ask(self.own.app, document, variables, headers_of(who))

    async def payload(self, who: str, document: str, **variables: Any) -> Any:
        """The payload of the mutation ``p``; no errors at the top."""
        answer = await self.do(who, document, variables)
        assert answer.errors == []
        return answer.data["p"]

    async def codes(self, who: str, document: str, **variables: Any) -> list[str]:
        """The codes that came back, of the payload or at the top."""
        answer = await self.do(who, document, variables)
        payload = (answer.data or {}).get("p")
        return [code for code, _ in answer.codes] if payload is None else [each["code"] for each in payload["errors"]]

    async def rows(self, sql: str, *arguments: object) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await self.connection.fetch(sql, *arguments)]

    async def told(self) -> list[tuple[str, list[str]]]:
        """What the others hear: kind and whom it concerns, oldest first."""
        return [(kind, sorted(ids)) for kind, ids in await self.rows("SELECT kind, actor_ids FROM outbox ORDER BY seq")]

    async def put(self, sql: str, id_: str, state: Enum) -> str:
        """Puts a thing into a state: ``$1`` is the id, ``$2`` the state."""
        await self.rows(sql, id_, state.value)
        return id_


def headers_of(who: str | None) -> dict[str, str]:
    if who is None:
        return {}
    scopes = ("cdl:manage",) if who == "member_staff" else SCOPES
    return ISSUER.bearer(sub=f"sub-{who}", actor_id=who, scope=" ".join(scopes))


@asynccontextmanager
async def world(url: str) -> AsyncIterator[World]:
    """A house of its own on a new database."""
    found: list[World] = []
    build = partial(built, clock=Clock(reads=lambda: found[0].moment))
    async with (
        house(url, "civic_data_lab", SERVICE.home, build, [SAMPLE]) as own,
        open_connection(url, schema="civic_data_lab") as connection,
    ):
        await connection.execute(ACTORS)
        await connection.execute("INSERT INTO region_name VALUES ('150020000000', 'DEE02', 'Halle (Saale)')")
        found.append(World(own, connection))
        yield found[0]


def codes(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Codes and paths of a payload's errors."""
    return [(error["code"], ".".join(error["path"])) for error in payload["errors"]]


async def offered(lab: World, kind: str, person: str, id_: str) -> set[str]:
    """The actions that a thing offers to a person; none where the person sees none."""
    query = f"query ($r: [_Any!]!) {{ _entities(representations: $r) {{ ... on {kind} {{ viewerActions }} }} }}"
    answer = await lab.do(PERSONS[person], query, {"r": [{"__typename": kind, "id": id_}]})
    (found,) = answer.data["_entities"]
    return set(found["viewerActions"]) if found else set()


async def state_of(lab: World, kind: type[Enum], sql: str, id_: str) -> Any:
    ((found,),) = await lab.rows(sql, id_)
    return kind(found)
