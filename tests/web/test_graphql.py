"""GraphQL over HTTP at the endpoint: ways to ask, forms, statuses, and what is refused."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.ground.codes import PublicCode
from gateway.ground.errors import InternalError, RequestError
from gateway.ground.unpacking import TAKEN
from gateway.model.caller import Caller
from gateway.model.exchange import GraphQLAnswer, GraphQLRequest
from gateway.web.http.graphql import GraphQLEndpoint
from gateway.web.http.headers import Headers, keeper

NEW = {"accept": "application/graphql-response+json"}


@pytest.fixture
def endpoint(graph: Any) -> GraphQLEndpoint:
    return GraphQLEndpoint(graph, keeper(["x-request-id", "x-civic-*"]), limit_body=2000)


@pytest.mark.parametrize(
    ("method", "target", "body"),
    [
        ("POST", "/graphql", {"query": "{ hello }"}),
        ("POST", "/graphql", {"query": "{ hello }", "variables": None, "operationName": None, "extensions": None}),
        ("POST", "/graphql", {"query": "{ hello }", "unknown": [1]}),
        ("POST", "/graphql", b'\n {"query": "{ hello }"} '),
        ("GET", "/graphql?query=%7Bhello%7D", b""),
        ("GET", "/graphql?query=%7Bhello%7D&variables=&operationName=&extensions=%7B%7D&x=1&x=2", b""),
        ("GET", "/graphql?query=%7Bhello%7D&variables=null", b""),
    ],
)
async def test_ways_to_ask(endpoint: GraphQLEndpoint, ask: Any, method: str, target: str, body: Any) -> None:
    reply = await ask(endpoint, method, target, body=body)
    assert (reply.status, reply.json) == (200, {"data": {"hello": "hello world"}})
    assert reply.headers["content-type"] == "application/json; charset=utf-8"
    assert reply.headers["content-length"] == str(len(reply.body))


async def test_variables_and_operation_name_reach_the_graph(endpoint: GraphQLEndpoint, ask: Any) -> None:
    text = "query A($n: String!) { hello(name: $n) } query B { who }"
    body = {"query": text, "variables": {"n": "Käthe"}, "operationName": "A"}
    assert (await ask(endpoint, body=body)).json == {"data": {"hello": "hello Käthe"}}
    by_get = "?query=query+A($n:String!)%7Bhello(name:$n)%7D&variables=%7B%22n%22:%22K%C3%A4the%22%7D&operationName=A"
    assert (await ask(endpoint, "GET", "/graphql" + by_get)).json == {"data": {"hello": "hello Käthe"}}


async def test_a_body_may_come_in_pieces(endpoint: GraphQLEndpoint, ask: Any) -> None:
    assert (await ask(endpoint, body={"query": "{ hello }"}, chunks=7)).json == {"data": {"hello": "hello world"}}


@pytest.mark.parametrize(
    ("query", "status_new"),
    [("{ hello }", 200), ("{ broken }", 200), ("{", 400), ("{ unknown }", 400), ("query($a: Int!) { hello }", 400)],
)
async def test_the_newer_type_has_exact_statuses(
    endpoint: GraphQLEndpoint, ask: Any, query: str, status_new: int
) -> None:
    reply = await ask(endpoint, body={"query": query}, headers=NEW)
    assert (reply.status, reply.headers["content-type"]) == (status_new, f"{NEW['accept']}; charset=utf-8")
    assert ("data" in reply.json) is (status_new == 200)
    assert (await ask(endpoint, body={"query": query})).status == 200


async def test_a_mutation_by_get_is_refused(endpoint: GraphQLEndpoint, ask: Any) -> None:
    reply = await ask(endpoint, "GET", "/graphql?query=mutation%7Bgreet%7D")
    assert (reply.status, reply.headers["allow"]) == (405, "POST")
    assert (await ask(endpoint, body={"query": "mutation { greet }"})).json == {"data": {"greet": "greeted"}}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "INVALID_JSON"),
        (b"{", "INVALID_JSON"),
        (b"\xff\xfe", "INVALID_JSON"),
        (b'{"query": "\xff"}', "INVALID_JSON"),
        (b'{"query": "\\ud800"}', "INVALID_JSON"),
        (b'{"query": "{ hello }"} {}', "INVALID_JSON"),
        (b'{"query": "{ hello }", "variables": {"n": NaN}}', "INVALID_JSON"),
        (b"null", "BAD_REQUEST"),
        (b'"{ hello }"', "BAD_REQUEST"),
        (b"{}", "MISSING_QUERY"),
        (b'{"query": null}', "MISSING_QUERY"),
        (b'{"query": 1}', "BAD_REQUEST"),
        (b'{"query": "{ hello }", "variables": [1]}', "BAD_REQUEST"),
        (b'{"query": "{ hello }", "variables": "{}"}', "BAD_REQUEST"),
        (b'{"query": "{ hello }", "operationName": 1}', "BAD_REQUEST"),
        (b'{"query": "{ hello }", "extensions": 1}', "BAD_REQUEST"),
        (b'[{"query": "{ hello }"}]', "BATCHING_NOT_SUPPORTED"),
    ],
)
async def test_a_body_of_the_wrong_form_is_400(endpoint: GraphQLEndpoint, ask: Any, body: bytes, code: str) -> None:
    for headers in ({}, NEW):
        reply = await ask(endpoint, body=body, headers=headers)
        assert (reply.status, reply.code) == (400, code)


@pytest.mark.parametrize(("levels", "status"), [(100, 200), (100_000, 400)])
async def test_endless_nesting_is_refused(graph: Any, ask: Any, levels: int, status: int) -> None:
    endpoint = GraphQLEndpoint(graph, keeper([]), limit_body=1_000_000)
    body = b'{"query": "{ hello }", "variables": {"n": ' + b"[" * levels + b"]" * levels + b"}}"
    assert (await ask(endpoint, body=body)).status == status


@pytest.mark.parametrize(
    "query",
    [
        "",
        "query=%FF",
        "query=a&query=b",
        "query=a&variables=1",
        "query=a&variables=%7B",
        "query=a&variables=[]",
        "x&" * 101,
    ],
)
async def test_an_address_of_the_wrong_form_is_400(endpoint: GraphQLEndpoint, ask: Any, query: str) -> None:
    assert (await ask(endpoint, "GET", f"/graphql?{query}")).status == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "BREW"])
async def test_other_methods_are_405(endpoint: GraphQLEndpoint, ask: Any, method: str) -> None:
    reply = await ask(endpoint, method)
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/graphql?query=%7Bhello%7D", 200),
        ("/graphql?query=%7B", 200),
        ("/graphql?query=mutation%7Bgreet%7D", 405),
        ("/graphql", 400),
    ],
)
async def test_head_is_answered_as_get_is(endpoint: GraphQLEndpoint, ask: Any, target: str, status: int) -> None:
    """RFC 9110 9.3.2. The body is left out by the server, which counts it (see test_caching)."""
    head, get = [await ask(endpoint, method, target) for method in ("HEAD", "GET")]
    assert head.status == get.status == status
    assert head.headers == get.headers


async def test_head_begins_nothing_that_has_many_parts(endpoint: GraphQLEndpoint, ask: Any) -> None:
    reply = await ask(endpoint, "HEAD", "/graphql?query=%7Bhello%7D", headers={"accept": "text/event-stream"})
    assert (reply.status, reply.code) == (406, "NOT_ACCEPTABLE")


async def test_an_unacceptable_form_is_406(endpoint: GraphQLEndpoint, ask: Any) -> None:
    reply = await ask(endpoint, body={"query": "{ hello }"}, headers={"accept": "text/csv"})
    assert (reply.status, reply.code) == (406, "NOT_ACCEPTABLE")


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_what_a_form_could_send_is_415(endpoint: GraphQLEndpoint, ask: Any, content_type: str) -> None:
    reply = await ask(endpoint, body={"query": "{ hello }"}, headers={"content-type": content_type})
    assert (reply.status, reply.code) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert "accept-encoding" not in reply.headers, "RFC 7694 3: it is not the coding that was wrong"


@pytest.mark.parametrize(
    "coding", ["deflate", "br", "identity, compress", "gzip, nonsense", "nonsense", "Identity", ""]
)
async def test_a_body_in_a_coding_is_refused_with_what_is_taken(
    endpoint: GraphQLEndpoint, ask: Any, coding: str
) -> None:
    reply = await ask(endpoint, body={"query": "{ hello }"}, headers={"content-encoding": coding})
    is_plain = coding in ("Identity", "")
    assert reply.status == (200 if is_plain else 415)
    assert reply.headers.get("accept-encoding") == (None if is_plain else ", ".join((*TAKEN, "identity")))


@pytest.mark.parametrize("announced", ["", "5000", "3"])
async def test_a_body_that_is_too_large_is_413(endpoint: GraphQLEndpoint, ask: Any, announced: str) -> None:
    body = {"query": "{ hello }", "variables": {"n": "x" * 2000}}
    reply = await ask(endpoint, body=body, headers={"content-length": announced}, chunks=3)
    assert (reply.status, reply.code, reply.headers["connection"]) == (413, "REQUEST_TOO_LARGE", "close")


async def test_only_named_headers_go_further(endpoint: GraphQLEndpoint, ask: Any) -> None:
    query = '{ a: header(name: "x-request-id") b: header(name: "x-civic-role") c: header(name: "cookie") }'
    headers = {"x-request-id": "r1", "x-civic-role": "jury", "cookie": "a=1"}
    reply = await ask(endpoint, body={"query": query}, headers=headers)
    assert reply.json["data"] == {"a": "r1", "b": "jury", "c": None}


async def test_the_caller_reaches_the_graph_and_a_bad_token_does_not(graph: Any, ask: Any) -> None:
    async def identify(headers: Headers) -> Caller:
        if headers.get(b"authorization") != b"Bearer good":
            raise RequestError("The token is not valid.", code=PublicCode.UNAUTHENTICATED)
        return Caller("anna")

    endpoint = GraphQLEndpoint(graph, keeper([]), 2000, identify=identify)
    good = await ask(endpoint, body={"query": "{ who }"}, headers={"authorization": "Bearer good"})
    assert good.json == {"data": {"who": "anna"}}
    bad = await ask(endpoint, body={"query": "{ who }"}, headers={"authorization": "Bearer bad"})
    assert (bad.status, bad.code) == (401, "UNAUTHENTICATED")
    assert bad.headers["www-authenticate"].startswith("Bearer")


async def test_several_operations_in_an_array_where_that_is_allowed(graph: Any, ask: Any) -> None:
    endpoint = GraphQLEndpoint(graph, keeper([]), 2000, batch_limit=2)
    reply = await ask(endpoint, body=[{"query": "{ hello }"}, {"query": "{"}])
    assert reply.status == 200
    assert reply.json[0] == {"data": {"hello": "hello world"}}
    assert "data" not in reply.json[1]
    for wrong in ([], [{"query": "{ hello }"}] * 3, [1]):
        assert (await ask(endpoint, body=wrong)).status == 400


@pytest.mark.parametrize("failure", [RuntimeError("secret"), InternalError("secret", reference="ref-1"), MemoryError()])
async def test_our_own_fault_is_a_reference_and_no_more(ask: Any, failure: Exception) -> None:
    async def broken(request: GraphQLRequest) -> GraphQLAnswer:
        raise failure

    reply = await ask(GraphQLEndpoint(broken, keeper([]), 2000), body={"query": "{ hello }"})
    assert (reply.status, reply.code) == (500, "INTERNAL_SERVER_ERROR")
    assert b"secret" not in reply.body
    assert reply.json["errors"][0]["extensions"]["reference"]


async def test_a_client_that_hangs_up_gets_no_answer(endpoint: GraphQLEndpoint) -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        raise AssertionError("there is nobody to answer")

    scope = {"type": "http", "method": "POST", "query_string": b"", "headers": [(b"content-type", b"application/json")]}
    await endpoint(scope, receive, send)


async def test_a_browser_is_sent_to_the_page(graph: Any, ask: Any) -> None:
    endpoint = GraphQLEndpoint(graph, keeper([]), 2000, page="/")
    reply = await ask(endpoint, "GET", headers={"accept": "text/html,*/*"})
    assert (reply.status, reply.headers["location"]) == (303, "/")
    asked = await ask(endpoint, "GET", "/graphql?query=%7Bhello%7D", headers={"accept": "text/html,*/*"})
    assert asked.status == 200


members = st.dictionaries(
    st.sampled_from(["query", "variables", "operationName", "extensions", "x"]),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20) | st.just("{ hello }"),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=8,
    ),
)


@settings(max_examples=150, deadline=None)
@given(
    method=st.sampled_from(["POST", "GET"]),
    body=members.map(orjson.dumps) | st.binary(max_size=60),
    query=st.text(max_size=40).map("query={0}".format) | st.text(max_size=20),
    accept=st.text(st.characters(codec="latin-1"), max_size=30) | st.just("application/json"),
    content_type=st.sampled_from(["application/json", "application/json; charset=x", ";", "a/b"]),
)
async def test_nothing_that_a_client_sends_is_our_fault(
    graph: Any, ask: Any, method: str, body: bytes, query: str, accept: str, content_type: str
) -> None:
    """Whatever comes in: never a 500, always a GraphQL answer."""
    endpoint = GraphQLEndpoint(graph, keeper([]), 2000)
    headers = {"accept": accept, "content-type": content_type}
    reply = await ask(endpoint, method, f"/graphql?{query}", body=body, headers=headers)
    assert reply.status in (200, 400, 405, 406, 415)
    assert "data" in reply.json or reply.json["errors"]
