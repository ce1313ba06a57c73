"""The parameters of a request, from a JSON body or from the address (GraphQL over HTTP, section 5)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson

from services.kit.ended import ended
from services.kit.errors import RefusedError

NAMES = ("query", "operationName", "variables", "extensions")


class ClientGoneError(Exception):
    """The client hung up; there is nobody to answer."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a client asks for."""

    query: str
    operation_name: str | None
    variables: Mapping[str, Any]


async def read_body(receive: Callable[[], Awaitable[MutableMapping[str, Any]]], limit: int) -> bytes:
    """The whole body. Raises ``RefusedError`` (413) beyond ``limit`` bytes, ``ClientGoneError`` at a hang-up."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        body += message.get("body", b"")
        if len(body) > limit:
            raise RefusedError(413, f"The request is larger than {limit} bytes.")
        if not message.get("more_body", False):
            return bytes(body)


def from_body(body: bytes) -> Parameters:
    """Raises ``RefusedError`` (400) for what is no JSON object of the right form."""
    return _parameters(_json(body, "The body"))


def from_address(query_string: bytes) -> Parameters:
    """Raises ``RefusedError`` (400) for parameters that cannot be read, or stand there twice."""
    try:
        pairs = parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except (UnicodeDecodeError, ValueError) as error:
        raise RefusedError(400, "The parameters in the address cannot be read; they must be UTF-8.") from error
    given = [(name, value) for name, value in pairs if name in NAMES]
    named: dict[str, Any] = dict(given)
    if len(named) < len(given):
        raise RefusedError(400, "A parameter stands twice in the address.")
    for name in ("variables", "extensions"):
        if name in named:
            named[name] = _json(named[name].encode(), f"The parameter {name!r}") if named[name] else None
    return _parameters({**named, "operationName": named.get("operationName") or None})


def _json(text: bytes, what: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise RefusedError(400, f"{what} is not JSON: {ended(error)}") from error


def _parameters(given: object) -> Parameters:
    if not isinstance(given, dict):
        raise RefusedError(400, "The request must be a JSON object.")
    query, name = given.get("query"), given.get("operationName")
    if not isinstance(query, str) or not query:
        raise RefusedError(400, "The request must hold a document, as the string 'query'.")
    if not isinstance(name, str | None):
        raise RefusedError(400, "The operationName must be a string.")
    for part in ("variables", "extensions"):
        if not isinstance(given.get(part), dict | None):
            raise RefusedError(400, f"The {part} must be an object.")
    return Parameters(query, name, given.get("variables") or {})
