"""A CIP house for its verbs: a clock in the hand, a marketplace that is a function, persons, and what was told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from services.cip import __main__ as commands
from services.cip.app import built
from services.kit.clock import Clock
from services.kit.database import Connection, open_connection
from services.kit.errors import UnavailableError
from services.kit.marketplace import AskedIdea, TeamMember
from tests.kit.asking import NOTHING, Answer, ask
from tests.services.cip.conftest import SAMPLE
from tests.services.conftest import ISSUER, House, house

BEGIN = datetime(2026, 6, 1, 10, tzinfo=UTC)
IDEA = AskedIdea(
    id="idea_n",
    version=3,
    status="PUBLISHED",
    title="Amtsdeutsch verstehen",
    summary="Bescheide in Leichter Sprache",
    body={"problem": "P", "solution": "S", "commonGoodBenefit": "G"},
    may_edit=True,
    topic_slugs=("inclusion",),
    team=(
        TeamMember("member_nora", is_organisation=False, name="Nora (fiktiv)", sector="PRIVATE_PERSON", role="OWNER"),
        TeamMember(
            "member_tom", is_organisation=False, name="Tom (fiktiv)", sector="PRIVATE_PERSON", role="CONTRIBUTOR"
        ),
        TeamMember("org_w", is_organisation=True, name="Wohlfahrt (fiktiv)", sector="WELFARE", role="CO_AUTHOR"),
        TeamMember("org_u", is_organisation=True, name="Universität (fiktiv)", sector="SCIENCE", role="CONTRIBUTOR"),
    ),
)
ACTORS = """INSERT INTO actor_fact VALUES
  ('member_nora', 'MEMBER', 'ACTIVE', 'PRIVATE_PERSON', false), ('member_uta', 'MEMBER', 'ACTIVE', 'SCIENCE', false),
  ('member_tom', 'MEMBER', 'ACTIVE', 'PRIVATE_PERSON', false), ('member_staff', 'MEMBER', 'ACTIVE', 'SCIENCE', false),
  ('member_ghost', 'MEMBER', 'GHOST', 'PRIVATE_PERSON', false), ('member_else', 'MEMBER', 'ACTIVE', 'BUSINESS', false),
  ('org_w', 'ORGANISATION', 'ACTIVE', 'WELFARE', true), ('org_u', 'ORGANISATION', 'ACTIVE', 'SCIENCE', true),
  ('org_b', 'ORGANISATION', 'ACTIVE', 'BUSINESS', false);
INSERT INTO acts_for VALUES ('member_nora', 'org_w'), ('member_uta', 'org_u'), ('member_else', 'org_b');
INSERT INTO topic_parent VALUES ('society', NULL), ('inclusion', 'society'), ('work', NULL);"""
SCOPES = ("competition:enter", "grants:apply")


@dataclass(slots=True)
class World:
    """``moment``: the clock; ``ideas``: what the marketplace shows to whoever asks; ``asked``: with which tokens."""

    own: House
    connection: Connection
    moment: datetime = BEGIN
    ideas: dict[str, AskedIdea] = field(default_factory=lambda: {IDEA.id: IDEA})
    is_away: bool = False
    asked: list[str | None] = field(default_factory=list)

    async def do(self, who: str | None, document: str, variables: Mapping[str, Any] = NOTHING) -> Answer:
        """As a person: staff has the house's scope, everybody else the members' ones; nobody has no token."""
        return await ask(self.own.app, document, variables, headers_of(who))

    async def rows(self, sql: str, *arguments: object) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await self.connection.fetch(sql, *arguments)]

    async def told(self) -> list[tuple[str, list[str]]]:
        """What the others hear: kind and whom it concerns, oldest first."""
        return [(kind, sorted(ids)) for kind, ids in await self.rows("SELECT kind, actor_ids FROM outbox ORDER BY seq")]


def headers_of(who: str | None, acr: str = "STORK-QAA-Level-3") -> dict[str, str]:
    if who is None:
        return {}
    scopes = ("cip:manage",) if who == "member_staff" else SCOPES
    return ISSUER.bearer(sub=f"sub-{who}", actor_id=who, scope=" ".join(scopes), acr=acr)


@asynccontextmanager
async def world(url: str) -> AsyncIterator[World]:
    """A house of its own on a new database."""
    found: list[World] = []

    async def ask_idea(token: str | None, idea_id: str) -> AskedIdea | None:
        here = found[0]
        here.asked.append(token)
        if here.is_away:
            raise UnavailableError("away")
        return here.ideas.get(idea_id)

    clock = Clock(reads=lambda: found[0].moment)
    build = partial(built, clock=clock, ask_idea=ask_idea)
    async with (
        house(url, "cip", commands.SERVICE.home, build, [SAMPLE]) as own,
        open_connection(url, schema="cip") as connection,
    ):
        await connection.execute(ACTORS)
        found.append(World(own, connection))
        yield found[0]


def changed(idea: AskedIdea, **changes: Any) -> AskedIdea:
    return replace(idea, **changes)


def codes(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Codes and paths of a payload's errors."""
    return [(error["code"], ".".join(error["path"])) for error in payload["errors"]]
