"""One request cannot take a whole service: its text, its comparisons and its answer have an end."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import orjson
import pytest
import strawberry
from graphql import NameNode, parse

from services.kit.app import application
from services.kit.context import RequestContext
from services.kit.counting import Most, counts_of
from services.kit.documents import Documents
from services.kit.errors import TooManyFieldsError, TooMuchError
from services.kit.identity import Verifier
from services.kit.merging import COMPARISONS
from services.kit.schema import subgraph
from services.kit.settings import Limits
from tests.kit.asking import Reply, request

INTROSPECTION = "__schema{types{fields{name args{name type{name}} type{ofType{ofType{ofType{name}}}}}}}"


@strawberry.type
class Thing:
    name: str = "a"

    @strawberry.field
    async def numbers(self, count: int) -> list[int]:
        return list(range(count))

    @strawberry.field
    async def things(self, count: int) -> list[Thing | None] | None:
        return [Thing() for _ in range(count)]


@strawberry.type
class Query:
    @strawberry.field
    def thing(self) -> Thing | None:
        return Thing()


SCHEMA = subgraph(Query)


async def no_ping() -> None:
    return None


async def asked(text: str, limits: Limits, headers: Mapping[str, str] | None = None) -> Reply:
    app = application(SCHEMA, RequestContext, Verifier(), no_ping, limits=limits)
    body = orjson.dumps({"query": text})
    accepted = {"content-type": "application/json", "accept": "application/graphql-response+json"}
    return await request(app, "POST", "/graphql", body=body, headers={**accepted, **(headers or {})})


def codes(reply: Reply) -> list[Any]:
    return [error["extensions"]["code"] for error in reply.json["errors"]]


@pytest.mark.parametrize(
    ("text", "limits", "code"),
    [
        ("{ thing { name name name } }", Limits(fields=3), "MAX_FIELDS_EXCEEDED"),
        ("{ ...F } fragment F on Query { thing { name } }", Limits(fields=1), "MAX_FIELDS_EXCEEDED"),
        ("{ a: thing { b: name } }", Limits(aliases=1), "MAX_ALIASES_EXCEEDED"),
        (
            "{ ...F ... { thing { name } } } fragment F on Query { __typename }",
            Limits(root_fields=1),
            "MAX_ROOT_FIELDS_EXCEEDED",
        ),
        ("{ thing { numbers(count: 5) } }", Limits(values=6), "LIMIT_EXCEEDED"),
        ("{ thing { things(count: 5) { name } } }", Limits(values=11), "LIMIT_EXCEEDED"),
        ("{ " + " ".join(f"a{n}: {INTROSPECTION}" for n in range(150)) + " }", Limits(values=2_000), "LIMIT_EXCEEDED"),
    ],
)
async def test_beyond_a_limit_the_whole_request_is_refused(text: str, limits: Limits, code: str) -> None:
    reply = await asked(text, limits)
    assert (reply.status, codes(reply)) == (400, [code])
    assert "data" not in reply.json


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("{ thing { name name } }", Limits(fields=3, aliases=1, root_fields=1)),
        ("{ thing { numbers(count: 5) } }", Limits(values=7)),
        ("{ thing { things(count: 5) { name } } }", Limits(values=12)),
    ],
)
async def test_what_is_just_within_is_answered(text: str, limits: Limits) -> None:
    reply = await asked(text, limits)
    assert reply.status == 200
    assert "errors" not in reply.json


def test_a_field_that_is_repeated_too_often_is_told_as_what_it_is_and_nothing_is_kept() -> None:
    some = Documents(SCHEMA._schema, 15_000, 10, 16_777_216)
    text = "{ thing { " + "name " * 1_500 + "} }"
    assert COMPARISONS < 1_500**2
    with pytest.raises(TooManyFieldsError, match="repeats"):
        some.read(text)
    assert len(some.known) == 0


@pytest.mark.parametrize(
    "text",
    [
        "{ only_here_1: thing { name } }",
        "{ only_here_2: thing { missing } }",
        "{ only_here_3: thing { name ...F } } fragment F on Thing { ...F }",
    ],
)
def test_a_document_that_is_not_kept_is_gone_at_once(text: str) -> None:
    """By counting: the rules of validation and the document must not keep each other until a collection of garbage.

    Not so what validation gave up on, for graphql-core's visitors then keep what they stood at.
    """

    def nodes() -> int:
        return sum(type(each) is NameNode and each.value.startswith("only_here") for each in gc.get_objects())

    some = Documents(SCHEMA._schema, 15_000, 10, 16_777_216)
    gc.collect()
    gc.disable()
    try:
        before = nodes()
        with suppress(TooManyFieldsError):
            some.read(text)
        del some
        assert nodes() == before
    finally:
        gc.enable()


def test_fragments_are_counted_once_whatever_leads_to_them() -> None:
    chain = " ".join(f"fragment F{n} on Query {{ a {{ ...F{n + 1} ...F{n + 1} }} }}" for n in range(60))
    found = counts_of(parse(chain + " fragment F60 on Query { b ...F60 } { ...F0 ...F0 ...None }"))
    assert (found.fields, found.root_fields) == (61, 1)
    with pytest.raises(TooMuchError):
        Most(fields=60).check(found)
