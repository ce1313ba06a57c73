"""A client that speaks ASGI to the endpoint, and a graph of one process in place of the federated one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import orjson
import pytest
from graphql import GraphQLError, OperationDefinitionNode, build_schema, execute_sync, parse, validate

from gateway.ground.errors import RequestError
from gateway.model.exchange import GraphQLAnswer, GraphQLRequest, Outcome

SCHEMA = build_schema("""
  type Query { hello(name: String! = "world"): String, who: String, header(name: String!): String, broken: String }
  type Mutation { greet: String }
""")


class Root:
    def __init__(self, request: GraphQLRequest) -> None:
        self.request = request

    def hello(self, info: object, name: str) -> str:
        return f"hello {name}"

    def who(self, info: object) -> str | None:
        return self.request.caller.subject

    def header(self, info: object, name: str) -> str | None:
        return self.request.headers.get(name)

    def greet(self, info: object) -> str:
        return "greeted"

    def broken(self, info: object) -> str:
        raise RequestError("The field is broken.")


async def plain_graph(request: GraphQLRequest) -> GraphQLAnswer:
    """Does what the graph does, with graphql-core alone."""
    try:
        document = parse(request.query)
        errors = validate(SCHEMA, document)
        if errors:
            raise errors[0]
    except GraphQLError as error:
        return refused(error)
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if request.queries_only and any(node.operation.value != "query" for node in operations):
        return GraphQLAnswer(Outcome.METHOD_NOT_ALLOWED, orjson.dumps({"errors": [{"message": "Use POST."}]}))
    result = execute_sync(
        SCHEMA, document, Root(request), variable_values=dict(request.variables), operation_name=request.operation_name
    )
    if result.data is None and result.errors and not result.errors[0].path:
        return refused(result.errors[0])
    return GraphQLAnswer(Outcome.EXECUTED, orjson.dumps(result.formatted))


def refused(error: GraphQLError) -> GraphQLAnswer:
    return GraphQLAnswer(Outcome.REQUEST_ERROR, orjson.dumps({"errors": [error.formatted]}))


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)

    @property
    def code(self) -> str:
        """The code of the only error; there is no data beside it."""
        answer = self.json
        assert set(answer) == {"errors"}
        (error,) = answer["errors"]
        return str(error["extensions"]["code"])


Ask: TypeAlias = Callable[..., Awaitable[Reply]]


@pytest.fixture(scope="session")
def ask() -> Ask:
    return ask_application


async def ask_application(
    application: Callable[..., Awaitable[None]],
    method: str = "POST",
    target: str = "/graphql",
    *,
    body: bytes | object = b"",
    headers: Mapping[str, str] | None = None,
    chunks: int = 1,
) -> Reply:
    """One HTTP exchange. ``body``: bytes as they are, or a value to send as JSON. ``chunks``: in how many pieces."""
    path, _, query = target.partition("?")
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    given = {"content-type": "application/json", **(headers or {})} if method == "POST" else (headers or {})
    size = -(-len(content) // chunks) or 1
    pieces = [content[start : start + size] for start in range(0, len(content), size)] or [b""]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not pieces:
            await asyncio.Event().wait()  # the client stays and says nothing more
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in given.items() if value],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 4000),
    }
    await application(scope, receive, send)
    start, *parts = sent
    answered = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    return Reply(start["status"], answered, b"".join(part.get("body", b"") for part in parts))


@pytest.fixture(scope="session")
def graph() -> Callable[[GraphQLRequest], Awaitable[GraphQLAnswer]]:
    return plain_graph
