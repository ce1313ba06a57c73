"""The parameters of a request, from a JSON body or from the address (GraphQL over HTTP, section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import msgspec

from gateway.ground.codes import PublicCode
from gateway.ground.json_codec import exact_number, write_json
from gateway.ground.sentence import ended
from gateway.model.caller import Caller
from gateway.model.exchange import GraphQLRequest
from gateway.web.http.persisted import PersistedQueries
from gateway.web.http.refusal import RefusedError

NAMES = ("query", "operationName", "variables", "extensions")
NOT_JSON = PublicCode.INVALID_JSON


class Source(msgspec.Struct, frozen=True):
    """What a request brings beside its parameters: the headers that go further, who asks and from where, how long he
    waits (seconds), whether he wants to know the cost, and the documents known. ``limit_variables`` in bytes.
    """

    headers: Mapping[str, str]
    caller: Caller
    persisted: PersistedQueries
    address: str = ""
    wait: float | None = None
    asks_cost: bool = False
    limit_variables: int = 262_144


class Parameters(msgspec.Struct, frozen=True, rename="camel"):
    """The members of a request that GraphQL over HTTP names; others are ignored, as it says."""

    query: str | None = None
    operation_name: str | None = None
    variables: dict[str, Any] | None = None
    extensions: dict[str, Any] | None = None


Decoded = TypeVar("Decoded")

_one = msgspec.json.Decoder(Parameters, float_hook=exact_number)
_many = msgspec.json.Decoder(list[Parameters], float_hook=exact_number)
_object = msgspec.json.Decoder(dict[str, Any] | None, float_hook=exact_number)


def from_body(body: bytes, source: Source) -> GraphQLRequest:
    """Raises RefusedError (400) when the body is no JSON object of the right form."""
    return _request(_decode(_one, body, "The body"), source, is_large=len(body) > source.limit_variables)


def from_array(body: bytes, source: Source, limit: int) -> tuple[GraphQLRequest, ...]:
    """Several requests in one body. Raises RefusedError (400) when arrays are not taken, or not of this length."""
    if limit == 0:
        raise RefusedError(
            "Arrays of operations are not taken here; send one at a time.", code=PublicCode.BATCHING_NOT_SUPPORTED
        )
    found = _decode(_many, body, "The body")
    if not 1 <= len(found) <= limit:
        raise RefusedError(
            f"An array may hold 1 to {limit} operations, not {len(found)}.", code=PublicCode.BATCH_LIMIT_EXCEEDED
        )
    return tuple(_request(each, source, is_large=len(body) > source.limit_variables) for each in found)


def is_array(body: bytes) -> bool:
    return body.lstrip(b" \t\r\n").startswith(b"[")


def from_address(query_string: bytes, source: Source) -> GraphQLRequest:
    """Raises RefusedError (400) when a parameter is doubled, not UTF-8 or not of the right form."""
    try:
        pairs = parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except (UnicodeDecodeError, ValueError) as error:
        raise RefusedError("The parameters in the address cannot be read; they must be UTF-8.") from error
    given = [(name, value) for name, value in pairs if name in NAMES]
    named = dict(given)
    if len(named) < len(given):
        raise RefusedError("A parameter stands twice in the address.")
    return _request(
        Parameters(
            query=named.get("query"),
            operation_name=named.get("operationName") or None,
            variables=_object_in(named, "variables"),
            extensions=_object_in(named, "extensions"),
        ),
        source,
        queries_only=True,
        is_large=len(query_string) > source.limit_variables,
    )


def _object_in(named: Mapping[str, str], name: str) -> dict[str, Any] | None:
    text = named.get(name)
    return _decode(_object, text.encode(), f"The parameter {name!r}") if text else None


def _decode(decoder: msgspec.json.Decoder[Decoded], text: bytes, what: str) -> Decoded:
    try:
        return decoder.decode(text)
    except msgspec.ValidationError as error:
        raise RefusedError(f"{what} has not the form of a GraphQL request: {ended(error)}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RefusedError(f"{what} is not JSON: {ended(error)}", code=NOT_JSON) from error
    except RecursionError as error:
        raise RefusedError(f"{what} is nested too deeply.", code=NOT_JSON) from error


def _request(
    parameters: Parameters, source: Source, *, queries_only: bool = False, is_large: bool = False
) -> GraphQLRequest:
    """``is_large``: the variables may be larger than they may be; else nobody need measure them."""
    if is_large and parameters.variables and len(write_json(parameters.variables)) > source.limit_variables:
        message = f"The variables are larger than {source.limit_variables} bytes."
        raise RefusedError(message, code=PublicCode.VARIABLES_TOO_LARGE)
    query = parameters.query
    if parameters.extensions:
        query = source.persisted.document(query, parameters.extensions)
    if query is None:
        raise RefusedError("The request holds no 'query'.", code=PublicCode.MISSING_QUERY)
    return GraphQLRequest(
        query=query,
        operation_name=parameters.operation_name,
        variables=parameters.variables or {},
        extensions=parameters.extensions or {},
        headers=source.headers,
        queries_only=queries_only,
        caller=source.caller,
        address=source.address,
        wait=source.wait,
        asks_cost=source.asks_cost,
    )
