"""A town: the four houses and the gateway in one process, each with its own database, and a clock held in the hand.

There are two: an empty one, which has only what no verb makes (topics, regions, programmes, skills), and one with the
demo data. Everything is asked over the gateway, by persons with signed tokens. A house can be stopped and started
again; events go from house to house when the town is told to ``settle``.
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any
from zlib import crc32

import jwt
import orjson
import pytest
from starlette.types import ASGIApp

from gateway.answering.answer import answer
from gateway.identity.keys import KeyRing as GatewayKeys
from gateway.identity.tokens import Checker
from gateway.making import graph_of, policies_of, supergraph_of
from gateway.model.exchange import GraphQLRequest
from gateway.settings import Settings
from gateway.subgraphs.inside import Inside
from services.cip.app import effects as effects_of_cip
from services.kit.asking import FEEDS, QUERY, events_of
from services.kit.chores import Chores
from services.kit.clock import BERLIN, Clock
from services.kit.database import Database, open_connection, open_database
from services.kit.erasing import ClosedAccounts, with_erasure
from services.kit.errors import UnavailableError
from services.kit.followed import Effects
from services.kit.following import Ask, Event, Follower, Source, SourceError
from services.kit.identity import Verifier
from services.kit.keys import KeyRing
from services.kit.marketplace import AWAY as NO_ANSWER
from services.kit.marketplace import QUERY as IDEA_QUERY
from services.kit.marketplace import AskedIdea, idea_of
from services.kit.migrate import load_migrations, migrate
from services.kit.seed import copy_table, seed
from services.marketplace.harvest.documents import FeedError
from services.marketplace.harvest.follow import Feed, step
from services.marketplace.harvest.follow import State as Reading
from services.marketplace.harvest.former import naming
from services.marketplace.harvest.http import answer_of
from services.marketplace.harvest.ministries import MINISTRIES
from services.marketplace.matching.refresh import Matching, State
from services.marketplace.store.catalogue import catalogue
from services.marketplace.store.documents import source
from services.marketplace.store.idea_chores import CHORES
from services.marketplace.store.notifying import asks_itself, effects_of
from tests.conftest import FreshDatabase
from tests.kit.asking import request as http
from tests.kit.tokens import AUDIENCE, ISSUER, new_issuer
from tests.services.marketplace.conftest import LOCAL, SMALL, holds, left, until, until_true
from tools.run.parts import POLICIES
from tools.run.settings import ROOT, SERVICES

DAY = datetime(2025, 6, 16, 12, tzinfo=BERLIN)
OPERATIONS = ROOT / "schema" / "operations"
TOKENS = new_issuer()
KEYS = jwt.PyJWKSet.from_json(TOKENS.jwks)
PERSONAS = {each["id"]: each for each in json.loads((ROOT / "demo" / "personas.json").read_text(encoding="utf-8"))}
PERSONAS["zweite moderation"] = {
    "id": "zweite",
    "actor_id": "member_0015",
    "scopes": ["moderation"],
    "acr": "STORK-QAA-Level-3",
    "email": None,
}
GIVEN = {
    "marketplace": (
        *("sdg", "topic", "topic_sdg", "region", "ministry", "ministry_name", "programme_ref", "programme_ministry"),
        *("civic_coding_programme", "skill"),
    ),
    "cip": ("programme_text", "topic_category"),
    "ideenwerkstatt": ("programme_text", "region_name"),
    "civic_data_lab": (
        *("programme_text", "license", "region_name", "topic_theme", "support_offer", "entity_topic"),
        *("data_consultation", "data_project_call", "learning_module", "community_format", "toolbox_item"),
    ),
}
"""What an empty network has: tables of the demo data that no verb writes."""
MACHINE = TOKENS.bearer(sub="events", scope="service:index service:events")
MOVER = TOKENS.bearer(sub="index", scope="service:migrate")
PLACES = ("empty", "demo")
WHOLE = "ACCEPTANCE_WHOLE" in os.environ
HERE = Path(__file__).parent
AWAY = "SUBREQUEST_HTTP_ERROR"
"""The code of a field whose house does not answer."""
WRITTEN = ("marketplace", "cip", "ideenwerkstatt", "civic_data_lab")
"""Houses that stories write to: each test has their databases for itself, and shares the others."""
Urls = Mapping[str, str]


async def keys() -> jwt.PyJWKSet:
    return KEYS


@cache
def supergraph() -> Any:
    return supergraph_of((ROOT / "schema" / "supergraph.graphql").read_text(encoding="utf-8"), Settings())


@dataclass(slots=True)
class Standing:
    """A house that is open: its database, and what reads the others' events."""

    database: Database
    follower: Follower | None
    stack: AsyncExitStack


@dataclass(slots=True)
class Town:
    """``now``: what the clocks of all houses show. ``applications``: the houses that are open, by name."""

    place: str
    urls: Urls
    now: datetime = DAY
    applications: dict[str, ASGIApp] = field(default_factory=dict)
    standing: dict[str, Standing] = field(default_factory=dict)
    graph: Any = None
    check: Any = None
    matching: Matching | None = None
    awake: list[Matching] = field(default_factory=list)
    closed: dict[str, ClosedAccounts] = field(default_factory=dict)

    @property
    def clock(self) -> Clock:
        return Clock(reads=lambda: self.now.astimezone(UTC))

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def day(self, days: int) -> str:
        """A date so many days from now, as the graph takes it."""
        return (self.now + timedelta(days=days)).date().isoformat()

    def moment(self, **time: float) -> str:
        return (self.now + timedelta(**time)).isoformat()

    # -- asking

    async def ask(
        self, person: str | None, query: str, variables: Mapping[str, Any] | None = None, language: str = "de"
    ) -> Any:
        """The gateway's whole answer to an operation of a person (None: of nobody)."""
        headers = {**token_of(person), "accept-language": language}
        caller = await self.check(headers.get("authorization"))
        asked = GraphQLRequest(query=query, variables=variables or {}, headers=headers, caller=caller)
        return orjson.loads((await answer(self.graph, asked)).body)

    async def saved(self, person: str | None, number: int, **variables: Any) -> Any:
        """The data of a saved operation; there are no errors."""
        came = await self.ask(person, saved(number), variables)
        assert "errors" not in came, (number, came["errors"])
        return came["data"]

    async def did(self, person: str | None, number: int, **variables: Any) -> Any:
        """The payload of a saved operation with one verb."""
        (payload,) = (await self.saved(person, number, **variables)).values()
        return payload

    async def done(self, person: str | None, number: int, **variables: Any) -> Any:
        """The same, when it was done."""
        payload = await self.did(person, number, **variables)
        assert payload["errors"] == [], (number, payload["errors"])
        return payload

    async def codes(self, person: str | None, number: int, **variables: Any) -> list[str]:
        """Why it was not done: the codes of a payload, or of the field where there is none."""
        came = await self.ask(person, saved(number), variables)
        payload = next(iter((came.get("data") or {}).values()), None)
        if payload is None:
            return [each["extensions"]["code"] for each in came["errors"]]
        return [each["code"] for each in payload["errors"]]

    async def rows(self, house: str, sql: str, *arguments: object) -> list[tuple[Any, ...]]:
        async with open_connection(self.urls[house], schema=house) as connection:
            return [tuple(row) for row in await connection.fetch(sql, *arguments)]

    async def match(self, entity_id: str | None = None, *, gone: bool = False) -> None:
        """Matching works, and knows of this document (or no longer)."""
        matching = self.matching
        assert matching is not None
        if matching.state is State.STARTING and matching not in self.awake:
            self.awake.append(matching)
            matching.start()
        await until(lambda: matching.state is not State.STARTING)
        if entity_id is not None:
            await until_true(partial(left if gone else holds, matching, entity_id))

    async def harvest(self) -> None:
        """The marketplace's catalogue takes in all that the open houses have told of their documents."""
        kept_in = catalogue(self.standing["marketplace"].database, self.clock)
        for ministry in MINISTRIES.values():
            feed = Feed(ministry, partial(self._documents, ministry.name))
            while await step(feed, kept_in) is Reading.BEHIND:
                pass

    async def _documents(self, house: str, query: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        return answer_of("http://town", 200, await self._post(house, query, variables, MACHINE))

    # -- houses

    async def stop(self, house: str) -> None:
        """Ends a house, as a machine that is switched off."""
        del self.applications[house], self.closed[house]
        await self.standing.pop(house).stack.aclose()

    async def start(self, house: str) -> None:
        """Opens a house over its database as it was left."""
        stack = AsyncExitStack()
        database = await stack.enter_async_context(open_database(self.urls[house], schema=house))
        closed = ClosedAccounts(database, self.clock)
        await closed.look()
        self.closed[house] = closed
        verifier = Verifier(KeyRing(keys), ISSUER, AUDIENCE, is_closed=closed.has)
        follower = self._follower(house, database, closed)
        build = import_module(f"services.{house}.app").built
        match house:
            case "marketplace":
                self.matching = Matching(source(database, self.urls[house], house), lambda: SMALL, LOCAL)
                named = naming(self._ask_cip)
                self.applications[house] = build(
                    database, verifier, self.matching, clock=self.clock, name_of_former=named
                )
                stack.push_async_callback(self.matching.close)
            case "cip":
                catch_up = partial(self._catch_up, house)
                self.applications[house] = build(
                    database, verifier, self.clock, catch_up=catch_up, ask_idea=self._ask_idea
                )
            case _:
                catch_up = partial(self._catch_up, house)
                self.applications[house] = build(database, verifier, self.clock, catch_up=catch_up)
        self.standing[house] = Standing(database, follower, stack)

    def _follower(self, house: str, database: Database, closed: ClosedAccounts) -> Follower | None:
        if house == "marketplace":
            asks: dict[str, Ask] = {each: partial(self._events, each) for each in SERVICES if each != house}
            asks[house] = asks_itself(database, self.clock)
            sources = [Source(name, ask, effects_of(name, self.clock)) for name, ask in asks.items()]
        else:
            effects: Effects = self._effects(house) if house in WRITTEN else {}
            sources = [Source(name, partial(self._events, name), each, closed.note) for name, each in effects.items()]
        return Follower(database, sources, self.clock) if sources else None

    def _effects(self, house: str) -> Effects:
        app = import_module(f"services.{house}.app")
        if house == "cip":
            return with_erasure(effects_of_cip(self.clock), self.clock, app.forget_member)
        return with_erasure(app.EFFECTS, self.clock, app.forget)

    async def chores(self) -> None:
        """What the marketplace does every minute is done now, and every process knows who was erased."""
        database = self.standing["marketplace"].database
        chores = Chores(database, self.clock, CHORES)
        await chores.round()
        assert chores.report() == {}
        for closed in self.closed.values():
            await closed.look()

    async def _events(self, house: str, since: str | None, first: int) -> Sequence[Event]:
        query = QUERY.format(feed=FEEDS[house])
        return events_of(house, await self._post(house, query, {"since": since, "first": first}, MACHINE))

    async def _post(self, house: str, query: str, variables: Mapping[str, Any], headers: Mapping[str, str]) -> bytes:
        if house not in self.applications:
            raise SourceError(f"{house} is away")
        body = orjson.dumps({"query": query, "variables": variables})
        given = {"content-type": "application/json", **headers}
        return (await http(self.applications[house], "POST", "/graphql", body=body, headers=given)).body

    async def _ask_idea(self, token: str | None, idea_id: str) -> AskedIdea | None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        try:
            return idea_of(orjson.loads(await self._post("marketplace", IDEA_QUERY, {"id": idea_id}, headers)))
        except SourceError:
            raise UnavailableError(NO_ANSWER) from None

    async def _ask_cip(self, query: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            answer: Mapping[str, Any] = orjson.loads(await self._post("cip", query, variables, MOVER))
        except SourceError as error:
            raise FeedError(str(error)) from None
        return answer

    async def _catch_up(self, house: str) -> bool:
        return await self.read(house, "marketplace")

    async def read(self, house: str, name: str) -> bool:
        """A house reads all that another one has told; whether it could."""
        follower = self.standing[house].follower
        if follower is None:
            return True
        for each in follower.sources:
            if each.name == name:
                try:
                    while await follower.step(each):
                        pass
                except SourceError:
                    return False
        return True

    async def settle(self) -> None:
        """Every open house reads what the others have told, until there is nothing new."""
        for _ in range(2):  # what an event did may be an event itself
            for house in list(self.standing):
                for name in SERVICES:
                    await self.read(house, name)


def token_of(person: str | None) -> dict[str, str]:
    """The header of a demo person, or of anybody by name: as sure as an online ID card, or ``name:acr``."""
    if person is None:
        return {}
    known = PERSONAS.get(person)
    if known is None:
        name, _, acr = person.partition(":")
        return TOKENS.bearer(sub=name, scope=" ".join(PERSONAS["mira"]["scopes"]), acr=acr or "STORK-QAA-Level-3")
    verified = True if known["email"] else None
    return TOKENS.bearer(
        sub=known["id"], actor_id=known["actor_id"], scope=" ".join(known["scopes"]), acr=known["acr"],
        email=known["email"], email_verified=verified,
    )  # fmt: skip


@cache
def saved(number: int) -> str:
    return next(OPERATIONS.glob(f"{number:02}_*.graphql")).read_text(encoding="utf-8")


@asynccontextmanager
async def opened(place: str, urls: Urls) -> AsyncIterator[Town]:
    """The town over four databases."""
    town = Town(place, urls)
    settings = Settings(policies=dict([POLICIES.split("=")]), query_dedupe=False)
    policies = policies_of(supergraph(), settings)
    town.graph = graph_of(supergraph(), settings, Inside(town.applications), policies=policies)
    town.check = Checker(GatewayKeys(keys), ISSUER, AUDIENCE)
    try:
        for house in SERVICES:
            await town.start(house)
        yield town
    finally:
        for house in list(town.applications):
            await town.stop(house)


async def filled(house: str, url: str, place: str) -> None:
    """Migrates a database and puts the place's data into it."""
    home = ROOT / "services" / house
    async with open_connection(url, schema=house) as connection:
        await migrate(connection, load_migrations(home / "sql" / "migrations"))
        if place == "demo":
            await seed(connection, home / "demo")
        else:
            async with connection.transaction():
                for table in GIVEN[house]:
                    await copy_table(connection, table, home / "demo" / f"{table}.csv")


def name_in(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


Templates = Callable[[str], Awaitable[Mapping[str, str]]]


@pytest.fixture(scope="session")
async def templates(lasting_database: FreshDatabase) -> Templates:
    """A place's databases: names of those to be copied, else URLs. Every house knows what the others have told."""
    made: dict[str, Mapping[str, str]] = {}

    async def of(place: str) -> Mapping[str, str]:
        if place not in made:
            urls = {house: await lasting_database("template0") for house in SERVICES}
            for house, url in urls.items():
                await filled(house, url, place)
            async with opened(place, urls) as town:
                await town.settle()
            made[place] = {house: name_in(url) if house in WRITTEN else url for house, url in urls.items()}
        return made[place]

    return of


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each test in one of the two towns, which by its name, so that each file tries both; `make judge-acceptance` asks
    for all. A town is made for each test, and that is most of what it costs.
    """
    if WHOLE:
        return
    places: dict[str, list[pytest.Item]] = {}
    for item in items:
        if isinstance(item, pytest.Function) and HERE in item.path.parents and "town" in item.fixturenames:
            name = item.nodeid.replace("[empty", "[").replace("[demo", "[")
            places.setdefault(name, []).append(item)
    left = [same[crc32(name.encode()) % 2 - 1] for name, same in places.items() if len(same) == len(PLACES)]
    config.hook.pytest_deselected(items=left)
    gone = {id(item) for item in left}
    items[:] = [item for item in items if id(item) not in gone]


@pytest.fixture(params=PLACES)
async def town(
    request: pytest.FixtureRequest, templates: Templates, fresh_database: FreshDatabase
) -> AsyncIterator[Town]:
    """The empty town, and that of the demo data; a test's own."""
    place: str = request.param
    names = await templates(place)
    urls = {house: await fresh_database(names[house]) if house in WRITTEN else names[house] for house in SERVICES}
    async with opened(place, urls) as ours:
        yield ours
