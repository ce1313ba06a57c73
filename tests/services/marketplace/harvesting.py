"""A marketplace's catalogue and the feeds that fill it, in one process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import orjson

from services.kit.clock import Clock
from services.kit.database import Database, open_connection, open_database
from services.marketplace.harvest.follow import Catalogue, Feed, State, step
from services.marketplace.harvest.http import answer_of
from services.marketplace.harvest.ministries import MINISTRIES
from services.marketplace.harvest.reading import Ask
from services.marketplace.store.catalogue import catalogue
from tests.kit.asking import request
from tests.services.conftest import House, bearer
from tests.services.feeds import INDEXER
from tests.services.marketplace.conftest import SCHEMA


def asking(house: House, headers: Mapping[str, str] | None = None) -> Ask:
    """Asks the service without a network; as the indexer, unless other headers are given."""

    async def ask(query: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        signed = {"content-type": "application/json", **(bearer(*INDEXER) if headers is None else headers)}
        body = orjson.dumps({"query": query, "variables": dict(variables)})
        reply = await request(house.app, "POST", "/graphql", body=body, headers=signed)
        return answer_of("http://test", reply.status, reply.body)

    return ask


def feed_of(house: House, headers: Mapping[str, str] | None = None) -> Feed:
    return Feed(MINISTRIES[house.schema], asking(house, headers))


def answering(*answers: Any) -> Ask:
    """A ministry that gives these answers, one after the other, whatever it is asked."""
    left = list(answers)

    async def ask(query: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = left.pop(0)
        return answer

    return ask


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    async with open_database(url, schema=SCHEMA, pool_size=4) as database:
        yield database


async def catch_up(feed: Feed, kept_in: Catalogue) -> int:
    """Steps until there is nothing more to read; how many."""
    steps = 1
    while await step(feed, kept_in) is State.BEHIND:
        steps += 1
    return steps


async def rows(url: str, sql: str, *arguments: Any) -> Sequence[Any]:
    async with open_connection(url, schema=SCHEMA) as connection:
        return [tuple(row) for row in await connection.fetch(sql, *arguments)]


def catalogue_of(database: Database) -> Catalogue:
    return catalogue(database, Clock())
