"""A small subgraph as an application: errors, guards, languages, references."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
import strawberry
from starlette.types import ASGIApp
from strawberry import federation

from services.kit.app import application
from services.kit.civic import Info, LocalizedText, euros
from services.kit.civic import Money as MoneyType
from services.kit.connections import BorderConnection, Listing, border_connection, listing
from services.kit.context import RequestContext
from services.kit.errors import ForbiddenError, UnavailableError
from services.kit.field import field, sliced
from services.kit.guard import authenticated, requires_scopes
from services.kit.identity import Verifier, verifier_of
from services.kit.membership import ActorState, Membership
from services.kit.paging import Page
from services.kit.schema import key, subgraph
from services.kit.settings import Limits, Settings
from tests.kit.asking import ask, entities, request
from tests.kit.sdl_compare import differences
from tests.kit.tokens import AUDIENCE, ISSUER, Issuer, new_issuer, written_jwks

SECRET = "column secret_name does not exist"
SHARED = RuntimeError(SECRET)


@federation.type(keys=["id"])
class Thing:
    id: strawberry.ID
    title: LocalizedText

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: Any) -> Thing | None:
        name = key(representation, "id")
        if name == "broken":
            raise RuntimeError(SECRET)
        return cls(id=strawberry.ID(name), title=LocalizedText(de="Ding", en="thing")) if name == "thing" else None

    @field(guard=requires_scopes("things:read", ("things:list", "stats:read")))
    def price(self) -> MoneyType | None:
        return euros(1)  # type: ignore[arg-type]  # an int is amount enough here


def no_more() -> Any:
    raise AssertionError("nobody asked for the total")


async def total() -> int:
    return 7


@strawberry.type
class Query:
    @field()
    def broken(self) -> str | None:
        raise RuntimeError(SECRET)

    @field()
    def shared(self) -> str | None:
        raise SHARED

    @field()
    def forbidden(self) -> str | None:
        raise ForbiddenError

    @field(guard=authenticated())
    async def subject(self, info: Info) -> str | None:
        return info.context.caller.sub if info.context.caller else None

    @field(list_size=sliced(sized=("nodes", "edges")), cost=3)
    async def things(self, first: int | None = 20, after: str | None = None) -> BorderConnection[Thing] | None:
        found = Page((1, 2), has_next=True, has_previous=False, listed="things")
        return border_connection(found, lambda row: None, lambda row: (row,), no_more)

    @field()
    async def own_things(self) -> Listing[Thing] | None:
        nothing: Page[int] = Page((), has_next=False, has_previous=True, listed="things")
        return listing(
            nothing, lambda row: Thing(id=strawberry.ID("x"), title=LocalizedText(de="x")), lambda row: (row,), total
        )


@strawberry.type
class Mutation:
    @field()
    def touch(self) -> str | None:
        return "touched"


async def everybody_is_a_member(context: RequestContext, actor_id: str) -> ActorState:
    return ActorState.ACTIVE


SCHEMA = subgraph(Query, Mutation, types=[Thing], members=Membership(everybody_is_a_member, frozenset()))
CONTRACT = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
    import: ["@key", "@shareable", "@authenticated", "@requiresScopes", "@cost", "@listSize", "@tag"])
scalar Decimal
"Programme text in German, optionally English and Leichte Sprache. User content is never wrapped in it."
type LocalizedText @shareable { de: String! en: String deSimple: String
  "The text in the asked language, else in the request's Accept-Language, else German."
  text(language: Language): String! }
"Language of a text. DE_SIMPLE is Leichte Sprache (BCP 47: de-simple)."
enum Language { DE EN DE_SIMPLE }
type Money @shareable { amount: Decimal! currency: String! }
type PageInfo @shareable { endCursor: String startCursor: String hasNextPage: Boolean! hasPreviousPage: Boolean! }
type Thing @key(fields: "id") { id: ID! title: LocalizedText!
  price: Money @requiresScopes(scopes: [["things:read"], ["things:list", "stats:read"]]) }
type ThingConnection @shareable { nodes: [Thing]! edges: [ThingEdge!]! pageInfo: PageInfo! totalCount: Int! }
type ThingEdge @shareable { cursor: String! node: Thing }
type Mutation { touch: String }
type Query { broken: String shared: String forbidden: String subject: String @authenticated
  things(first: Int = 20, after: String): ThingConnection
    @cost(weight: 3) @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"]) }
"""


@dataclass(frozen=True, slots=True)
class Small:
    app: ASGIApp
    issuer: Issuer


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    issuer = new_issuer()
    jwks = written_jwks(issuer, tmp_path_factory.mktemp("issuer"))
    settings = Settings("kit", None, "127.0.0.1", 1, 1, str(jwks), ISSUER, AUDIENCE)

    async def ping() -> None:
        raise UnavailableError("The database is away.")

    return Small(application(SCHEMA, RequestContext, verifier_of(settings), ping), issuer)


async def test_what_nobody_expected_is_a_reference_and_in_the_log(
    small: Small, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = await ask(small.app, "{ broken forbidden }")
    broken, forbidden = sorted(answer.errors, key=lambda error: str(error["path"]))
    assert answer.data == {"broken": None, "forbidden": None}
    assert broken["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert "secret" not in str(answer.errors)
    assert broken["extensions"]["reference"] in caplog.text
    assert SECRET in caplog.text
    assert forbidden == {
        "message": "You are not allowed to see this.",
        "extensions": {"code": "FORBIDDEN"},
        "locations": [{"line": 1, "column": 10}],
        "path": ["forbidden"],
    }
    assert "not allowed" not in caplog.text


@pytest.mark.parametrize(("method", "path"), [("GET", "/grahpql"), ("POST", "/graphql/v1"), ("GET", "/")])
async def test_where_there_is_nothing_the_answer_says_what_is_there(small: Small, method: str, path: str) -> None:
    reply = await request(small.app, method, path)
    (error,) = reply.json["errors"]
    assert (reply.status, error["extensions"]) == (404, {"code": "PATH_NOT_FOUND"})
    assert error["message"].startswith(f"There is nothing at {path}.")
    assert error["message"].endswith("There are: /graphql, /health, /metrics.")
    read = await request(small.app, method, path, headers={"accept": "text/html, */*"})
    assert (read.status, read.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert read.body.decode() == error["message"]


async def test_a_slash_too_many_leads_to_the_graph(small: Small) -> None:
    reply = await request(small.app, "POST", "/graphql/", body=b'{"query": "{ subject }"}')
    assert reply.status == 307
    assert reply.headers["location"].endswith("/graphql")


async def test_a_method_that_an_address_does_not_take_is_refused_in_words(small: Small) -> None:
    reply = await request(small.app, "POST", "/health")
    assert (reply.status, reply.json["errors"][0]["extensions"]["code"]) == (405, "METHOD_NOT_ALLOWED")


async def test_one_exception_of_many_fields_is_one_reference(small: Small, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = await ask(small.app, "{ a: shared b: shared broken }")
    references = [error["extensions"]["reference"] for error in answer.errors]
    assert (len(references), len(set(references))) == (3, 2)
    assert len(caplog.records) == 2


@pytest.mark.parametrize(
    ("query", "variables", "code"),
    [
        ("{", {}, "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("query ($first: Int!) { things(first: $first) { totalCount } }", {}, "BAD_USER_INPUT"),
        ("query ($first: Int) { things(first: $first) { totalCount } }", {"first": "x"}, "BAD_USER_INPUT"),
        ("query ($first: Int) { things(first: $first) { totalCount } }", {"first": 2**31}, "BAD_USER_INPUT"),
        ("{ " + "broken " * 20_000 + "}", {}, "GRAPHQL_PARSE_FAILED"),
        ("{ " + "things { " * 3_000 + "id" + " }" * 3_001, {}, "GRAPHQL_PARSE_FAILED"),
        ("subscription { x }", {}, "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_documents_and_variables_that_cannot_be_used(
    small: Small, query: str, variables: dict[str, Any], code: str
) -> None:
    answer = await ask(small.app, query, variables)
    assert (answer.data, [found for found, _ in answer.codes]) == (None, [code])


@pytest.mark.parametrize(
    ("method", "body", "media_type", "status", "code"),
    [
        ("POST", b"{", "application/json", 400, "BAD_REQUEST"),
        ("POST", b"", "application/json", 400, "BAD_REQUEST"),
        ("POST", b"7", "application/json", 400, "BAD_REQUEST"),
        ("POST", b'"x"', "application/json", 400, "BAD_REQUEST"),
        ("POST", b"[]", "application/json", 400, "BAD_REQUEST"),
        ("POST", b"{}", "application/json", 400, "BAD_REQUEST"),
        ("POST", b'{"query": 7}', "application/json", 400, "BAD_REQUEST"),
        ("POST", b'{"query": "{ broken }", "variables": []}', "application/json", 400, "BAD_REQUEST"),
        ("POST", b'{"query": "{ broken }", "operationName": "x"}', "application/json", 400, "BAD_REQUEST"),
        ("POST", b'{"query": "{ broken }", "operationName": []}', "application/json", 400, "BAD_REQUEST"),
        ("POST", b'{"query": "{ broken }", "operationName": {"a": 1}}', "application/json", 400, "BAD_REQUEST"),
        ("POST", b'{"query": "{ broken }", "extensions": 1}', "application/json", 400, "BAD_REQUEST"),
        ("POST", b"\xff\xfe", "application/json", 400, "BAD_REQUEST"),
        ("POST", b'{"query": "{ broken }"}', "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("POST", b'{"query": "{ broken }"}', "", 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("POST", b'{"query": "{ broken }"}', "application/json; charset=latin-1", 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("PUT", b"{}", "application/json", 405, "METHOD_NOT_ALLOWED"),
        ("GET", b"", "application/json", 400, "BAD_REQUEST"),
    ],
)
async def test_requests_that_are_no_graphql(
    small: Small, method: str, body: bytes, media_type: str, status: int, code: str
) -> None:
    reply = await request(small.app, method, "/graphql", body=body, headers={"content-type": media_type})
    assert reply.status == status
    assert reply.json["errors"][0]["extensions"]["code"] == code
    assert "Traceback" not in reply.body.decode()


@pytest.mark.parametrize("coding", ["gzip", "br", "identity, gzip", "nonsense", "Identity", ""])
async def test_a_body_in_a_coding_is_refused_with_what_is_taken(small: Small, coding: str) -> None:
    headers = {"content-type": "application/json", "content-encoding": coding}
    body = b'{"query": "{ __typename }"}'
    reply = await request(small.app, "POST", "/graphql", body=body, headers=headers)
    is_plain = coding in ("Identity", "")
    assert reply.status == (200 if is_plain else 415)
    assert reply.headers.get("accept-encoding") == (None if is_plain else "identity")


async def test_what_nobody_expected_before_graphql_is_masked_too(caplog: pytest.LogCaptureFixture) -> None:
    def context_for(*_: object) -> RequestContext:
        raise RuntimeError(SECRET)

    async def ping() -> None:
        """All is well."""

    app = application(SCHEMA, context_for, Verifier(), ping)
    with caplog.at_level(logging.ERROR):
        reply = await request(app, "POST", "/graphql", body=b"{}", headers={"content-type": "application/json"})
    (error,) = reply.json["errors"]
    assert (reply.status, error["extensions"]["code"]) == (500, "INTERNAL_SERVER_ERROR")
    assert SECRET not in reply.body.decode()
    assert error["extensions"]["reference"] in caplog.text


async def test_queries_come_by_get_too_and_mutations_never(small: Small) -> None:
    reply = await request(small.app, "GET", "/graphql", query={"query": "{ __typename }"})
    assert (reply.status, reply.json) == (200, {"data": {"__typename": "Query"}})
    head = await request(small.app, "HEAD", "/graphql", query={"query": "{ __typename }"})
    assert (head.status, head.headers) == (reply.status, reply.headers), (
        "RFC 9110 9.3.2; the server leaves out the body"
    )
    changed = await request(small.app, "GET", "/graphql", query={"query": "mutation { touch }"})
    assert (changed.status, changed.json["errors"][0]["extensions"]) == (405, {"code": "METHOD_NOT_ALLOWED"})
    member = small.issuer.bearer(actor_id="member_1")
    assert (await ask(small.app, "mutation { touch }", headers=member)).data == {"touch": "touched"}
    page = await request(small.app, "GET", "/graphql", headers={"accept": "text/html"})
    assert (page.status, page.json["errors"][0]["extensions"]) == (400, {"code": "BAD_REQUEST"})


NEWER, OLDER = "application/graphql-response+json", "application/json"
TAKES_INT = "query ($first: Int) { things(first: $first) { totalCount } }"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, OLDER),
        ("*/*", OLDER),
        ("application/*", OLDER),
        (OLDER, OLDER),
        (NEWER, NEWER),
        (f"{NEWER}, {OLDER};q=0.9", NEWER),
        (f"{NEWER};q=0.5, {OLDER}", OLDER),
        (f"{NEWER};q=0, */*", OLDER),
        ("nonsense;q=x", OLDER),
    ],
)
@pytest.mark.parametrize(
    ("query", "variables", "is_executed"),
    [
        ("{ __typename }", {}, True),
        ("{ broken }", {}, True),
        ("{", {}, False),
        ("{ nothing }", {}, False),
        (TAKES_INT, {"first": "x"}, False),
        ("{ " + "a { " * 200 + "b" + " }" * 201, {}, False),
    ],
)
async def test_the_newer_form_has_exact_statuses_and_no_data_where_nothing_was_executed(
    small: Small, accept: str | None, media: str, query: str, variables: dict[str, Any], is_executed: bool
) -> None:
    headers = {"content-type": "application/json"} | ({"accept": accept} if accept else {})
    body = orjson.dumps({"query": query, "variables": variables})
    reply = await request(small.app, "POST", "/graphql", body=body, headers=headers)
    assert reply.headers["content-type"] == f"{media}; charset=utf-8"
    assert reply.status == (200 if is_executed or media == OLDER else 400)
    assert ("data" in reply.json) == is_executed


async def test_caches_may_keep_what_is_for_everybody_where_that_is_set(small: Small, tmp_path: Path) -> None:
    jwks = written_jwks(small.issuer, tmp_path)
    verifier = verifier_of(Settings("kit", None, "127.0.0.1", 1, 1, str(jwks), ISSUER, AUDIENCE))
    kept = application(SCHEMA, RequestContext, verifier, no_ping, limits=Limits(fresh=5, stale=600))
    member = small.issuer.bearer(actor_id="member_1")

    async def told(app: Any, query: str, headers: dict[str, str] | None = None) -> tuple[str | None, str | None]:
        body = orjson.dumps({"query": query})
        given = {"content-type": "application/json", **(headers or {})}
        reply = await request(app, "POST", "/graphql", body=body, headers=given)
        return reply.headers.get("cache-control"), reply.headers.get("vary")

    said = ("max-age=5, stale-if-error=600", "authorization, accept-language")
    assert await told(kept, "{ __typename }") == said
    for query, headers in (("{ __typename }", member), ("{ broken }", {}), ("mutation { touch }", {}), ("{ no }", {})):
        assert await told(kept, query, headers) == (None, None), query
    assert await told(small.app, "{ __typename }") == (None, None)


async def test_a_body_beyond_the_limit_is_refused_whatever_it_announces(small: Small) -> None:
    limited = application(SCHEMA, RequestContext, Verifier(), no_ping, limits=Limits(body=100))
    body = orjson.dumps({"query": "{ __typename }" + " " * 100})
    for announced in ({}, {"content-length": str(len(body))}, {"content-length": "9" * 30}, {"content-length": "x"}):
        headers = {"content-type": "application/json", **announced}
        reply = await request(limited, "POST", "/graphql", body=body, headers=headers)
        assert (reply.status, reply.json["errors"][0]["extensions"]["code"]) == (413, "REQUEST_TOO_LARGE")
        assert reply.headers["connection"] == "close"


async def no_ping() -> None:
    """All is well."""


async def test_health_tells_when_the_service_cannot_answer(small: Small) -> None:
    reply = await request(small.app, "GET", "/health")
    assert (reply.status, reply.json) == (503, {"status": "unavailable", "code": "SERVICE_UNAVAILABLE"})


GUARDED = "... on Thing { id price { amount } }"


@pytest.mark.parametrize(
    ("scope", "code"),
    [
        (None, "UNAUTHENTICATED"),
        ("", "FORBIDDEN"),
        ("things:list", "FORBIDDEN"),
        ("things:read", None),
        ("stats:read things:list", None),
    ],
)
async def test_scopes_are_an_or_of_ands(small: Small, scope: str | None, code: str | None) -> None:
    headers = {} if scope is None else small.issuer.bearer(scope=scope)
    answer = await entities(small.app, GUARDED, [{"__typename": "Thing", "id": "thing"}], headers)
    assert answer.codes == ([(code, "_entities.0.price")] if code else [])
    assert answer.data == [{"id": "thing", "price": None if code else {"amount": "1"}}]


async def test_a_login_is_enough_where_no_scope_is_asked(small: Small) -> None:
    assert (await ask(small.app, "{ subject }")).codes == [("UNAUTHENTICATED", "subject")]
    assert (await ask(small.app, "{ subject }", headers=small.issuer.bearer())).data == {"subject": "somebody"}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "Ding"),
        ("en", "thing"),
        ("fr, en-US;q=0.5, de;q=0.1", "thing"),
        ("de-simple", "Ding"),
        ("en;q=0", "Ding"),
        ("en;q=x", "Ding"),
    ],
)
async def test_texts_in_the_language_of_the_request(small: Small, header: str | None, expected: str) -> None:
    headers = {} if header is None else {"accept-language": header}
    selection = "... on Thing { title { text german: text(language: DE) simple: text(language: DE_SIMPLE) } }"
    answer = await entities(small.app, selection, [{"__typename": "Thing", "id": "thing"}], headers)
    # A text that is not there in the asked language comes in the request's, else in German.
    assert answer.data == [{"title": {"text": expected, "german": "Ding", "simple": expected}}]


async def test_references_fail_one_by_one(small: Small) -> None:
    names = ["thing", "nothing", "broken"]
    answer = await entities(small.app, "... on Thing { id }", [{"__typename": "Thing", "id": name} for name in names])
    assert answer.data == [{"id": "thing"}, None, None]
    assert answer.codes == [("INTERNAL_SERVER_ERROR", "_entities.2")]


async def test_totals_are_counted_only_when_asked(small: Small) -> None:
    answer = await ask(
        small.app,
        "{ things { nodes { id } edges { node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }"
        " ownThings { nodes { id } pageInfo { hasPreviousPage startCursor endCursor } totalCount } }",
    )
    assert answer.errors == []
    assert answer.data["things"]["pageInfo"]["startCursor"] != answer.data["things"]["pageInfo"]["endCursor"]
    assert answer.data["things"]["nodes"] == [None, None]
    assert answer.data["ownThings"] == {
        "nodes": [],
        "pageInfo": {"hasPreviousPage": True, "startCursor": None, "endCursor": None},
        "totalCount": 7,
    }


def test_the_printed_schema_says_what_a_contract_would() -> None:
    found = [line for line in differences(SCHEMA.as_str(), CONTRACT) if "ownThings" not in line]
    assert found == []
