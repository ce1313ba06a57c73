"""Automatic persisted queries: hash alone, hash with document, and every way in which they do not fit."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote

import orjson
import pytest

from gateway.web.http.graphql import GraphQLEndpoint
from gateway.web.http.headers import keeper
from gateway.web.http.persisted import LARGEST, PersistedQueries

QUERY = "{ hello }"
ANSWER = {"data": {"hello": "hello world"}}


def hashed(query: str = QUERY, **changes: Any) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": hashlib.sha256(query.encode()).hexdigest(), **changes}}


@pytest.fixture
def endpoint(graph: Any) -> GraphQLEndpoint:
    return GraphQLEndpoint(graph, keeper([]), limit_body=200_000)


async def test_a_document_is_known_once_it_came_with_its_hash(ask: Any, endpoint: GraphQLEndpoint) -> None:
    unknown = await ask(endpoint, body={"extensions": hashed()})
    assert (unknown.status, unknown.code) == (200, "PERSISTED_QUERY_NOT_FOUND")
    assert unknown.json["errors"][0]["message"] == "PersistedQueryNotFound"
    assert (await ask(endpoint, body={"query": QUERY, "extensions": hashed()})).json == ANSWER
    assert (await ask(endpoint, body={"extensions": hashed()})).json == ANSWER
    in_capitals = hashed()["persistedQuery"]["sha256Hash"].upper()
    assert (await ask(endpoint, body={"extensions": hashed(sha256Hash=in_capitals)})).json == ANSWER
    by_get = "/graphql?extensions=" + quote(orjson.dumps(hashed()).decode())
    assert (await ask(endpoint, "GET", by_get)).json == ANSWER


async def test_nobody_can_put_another_document_under_a_hash(ask: Any, endpoint: GraphQLEndpoint) -> None:
    wrong = await ask(endpoint, body={"query": "{ who }", "extensions": hashed()})
    assert (wrong.status, wrong.code) == (400, "PERSISTED_QUERY_HASH_MISMATCH")
    assert (await ask(endpoint, body={"extensions": hashed()})).code == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize(
    "extensions",
    [{"persistedQuery": 1}, {"persistedQuery": {}}, hashed(version=2), hashed(sha256Hash=1), hashed(sha256Hash=None)],
)
async def test_what_is_no_hash_is_refused(ask: Any, endpoint: GraphQLEndpoint, extensions: dict[str, Any]) -> None:
    assert (await ask(endpoint, body={"query": QUERY, "extensions": extensions})).status == 400


async def test_a_mutation_by_hash_over_get_is_refused(ask: Any, endpoint: GraphQLEndpoint) -> None:
    mutation = "mutation { greet }"
    assert (await ask(endpoint, body={"query": mutation, "extensions": hashed(mutation)})).status == 200
    by_get = "/graphql?extensions=" + quote(orjson.dumps(hashed(mutation)).decode())
    assert (await ask(endpoint, "GET", by_get)).status == 405


async def test_it_can_be_switched_off(ask: Any, graph: Any) -> None:
    endpoint = GraphQLEndpoint(graph, keeper([]), 2000, persisted=PersistedQueries(is_on=False))
    assert (await ask(endpoint, body={"query": QUERY, "extensions": hashed()})).json == ANSWER
    assert (await ask(endpoint, body={"extensions": hashed()})).code == "PERSISTED_QUERY_NOT_SUPPORTED"


async def test_a_huge_document_is_answered_but_not_kept(ask: Any, endpoint: GraphQLEndpoint) -> None:
    huge = QUERY + "#" * LARGEST
    assert (await ask(endpoint, body={"query": huge, "extensions": hashed(huge)})).json == ANSWER
    assert (await ask(endpoint, body={"extensions": hashed(huge)})).code == "PERSISTED_QUERY_NOT_FOUND"
