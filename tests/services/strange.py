"""Valid input that nobody writes by hand, for every verb of a house: it is done whole, or refused with nothing written.

A wish begins with values that are likely (ids that are there, texts of a line) and has some that are strange: empty and
endless texts, control characters, numbers and days at the ends of their ranges, long lists, ids of other things.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)
from hypothesis import strategies as st

from services.kit.database import Connection
from tests.kit.asking import request
from tests.services.conftest import House

EXPECTED = frozenset({"BAD_USER_INPUT", "UNAUTHENTICATED", "FORBIDDEN", "LIMIT_EXCEEDED", "REQUEST_TOO_LARGE"})
"""The codes at the top of an answer that a client may cause: a value that is none, a right that is missing."""
TEXTS = (
    *("", " ", "\t\r\n", "\0", "a\0b", "\x1b[31mrot\x1b[0m", "\x7f\x80\x9f", "\u202eabc", "\ufeff", "\uffff"),
    *("e\u0301" * 50, "🏳️‍🌈" * 60, "%", "_", "\\", "'; DROP TABLE x; --", "{places}", "{0}", "{field.__class__}"),
    *("$1", "<script>", "../..", "x" * 201, "x" * 1_001, "ß" * 10_001, "x" * 1_000_000, "https://[::1", "https://"),
    *("https://example.org/\0", "https://example.org/ a", "javascript:alert(1)", "https://" + "a" * 3_000),
)  # fmt: skip
WHOLE = (-(2**31), -1, 0, 1, 2, 50, 32_767, 32_768, 2**31 - 1)
BROKEN = (-1.7e308, -1.0, -0.0, 0.0, 5e-324, 1.0, 1e38, 1.7e308)
MOMENTS = (
    *("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999-12:00", "1900-01-01T00:00:00Z", "1899-12-31T23:59:59Z"),
    *("2100-12-31T23:59:59Z", "2025-03-30T02:30:00+01:00", "2025-10-26T02:30:00+02:00", "2024-02-29T00:00:00+14:00"),
    *("2025-06-31T00:00:00Z", "2025-06-16T10:00:00", "2025-06-16", "", "now", "infinity", "2025-06-16T10:00:00+99:00"),
)
DAYS = ("0001-01-01", "9999-12-31", "1900-01-01", "2100-12-31", "2024-02-29", "2025-02-29", "", "today", "-infinity")
COUNTS = (0, 1, 2, 21, 101, 10_000)


@dataclass(frozen=True, slots=True)
class Wish:
    """A verb with its arguments. ``document``: asks for all that the payload says of the thing."""

    verb: str
    document: str
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """What is likely. ``ids``: those that are there, of this house and of others; ``now``: what the clock shows;
    ``given``: arguments with which a verb would be done, as ``verb`` or ``verb.argument`` has them.
    """

    ids: Sequence[str]
    now: datetime
    given: Mapping[str, Mapping[str, Any]]

    def moments(self) -> list[str]:
        return [(self.now + timedelta(hours=each)).isoformat() for each in (-48, -1, 0, 1, 30, 400, 9_000)]


def wishes(schema: GraphQLSchema, verb: str, words: Words) -> st.SearchStrategy[Wish]:
    """Wishes for a verb."""
    assert schema.mutation_type is not None
    field = schema.mutation_type.fields[verb]
    document = document_of(verb, field)

    @st.composite
    def made(draw: st.DrawFn) -> Wish:
        # Few strange values: with many the first one would be refused, and no other looked at.
        oddness = draw(st.sampled_from((0, 1, 1, 3)))
        values = _Values(draw, words, oddness)
        likely = words.given.get(verb, {})
        given = {
            name: values.of(argument.type, likely.get(name))
            for name, argument in field.args.items()
            if is_required_argument(argument) or name in likely or draw(st.integers(0, 3)) == 0
        }
        return Wish(verb, document, given)

    return made()


def document_of(verb: str, field: GraphQLField) -> str:
    """The operation of a verb, with each argument as a variable."""
    head = ", ".join(f"${name}: {argument.type}" for name, argument in field.args.items())
    given = ", ".join(f"{name}: ${name}" for name in field.args)
    of_payload = selection(get_named_type(field.type), 3)
    if not field.args:
        return f"mutation {{ p: {verb} {{ {of_payload} }} }}"
    return f"mutation ({head}) {{ p: {verb}({given}) {{ {of_payload} }} }}"


def selection(kind: GraphQLNamedType, depth: int) -> str:
    """The fields of an object that need no argument, so many levels deep."""
    if not isinstance(kind, GraphQLObjectType):
        return "__typename"
    found = ["__typename"]
    for name, field in kind.fields.items():
        named = get_named_type(field.type)
        if any(is_required_argument(each) for each in field.args.values()):
            continue
        if is_leaf_type(named):
            found.append(name)
        elif depth > 1:
            found.append(f"{name} {{ {selection(named, depth - 1)} }}")
    return " ".join(found)


@dataclass(slots=True)
class _Values:
    """``odd``: how many strange values may still come."""

    draw: st.DrawFn
    words: Words
    odd: int

    def is_odd(self) -> bool:
        if self.odd and self.draw(st.integers(0, 3)) == 0:
            self.odd -= 1
            return True
        return False

    def pick(self, values: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(values))

    def of(self, kind: GraphQLInputType, likely: Any = None) -> Any:
        """``likely``: the value that would be done; None: there is none."""
        match kind:
            case GraphQLNonNull():
                return self.of(kind.of_type, likely)
            case GraphQLList():
                if self.is_odd():
                    return [self.of(kind.of_type, likely and likely[0])] * self.pick(COUNTS)
                if likely is not None:
                    return [self.of(kind.of_type, each) for each in likely]
                return [self.of(kind.of_type) for _ in range(self.pick((0, 1, 1, 2)))]
            case GraphQLInputObjectType():
                there = likely or {}
                return {
                    name: self.of(field.type, there.get(name))
                    for name, field in kind.fields.items()
                    if isinstance(field.type, GraphQLNonNull) or name in there or self.draw(st.integers(0, 3)) == 0
                }
            case GraphQLEnumType():
                return self.pick(list(kind.values)) if likely is None or self.is_odd() else likely
            case _:
                return self.leaf(kind.name, likely)

    def leaf(self, name: str, given: Any) -> Any:
        likely, strange = {
            "ID": (self.words.ids, (*TEXTS, 0, -1, 2**53)),
            "String": (("Ein Text", "Ein anderer Text (fiktiv)"), TEXTS),
            "URL": (("https://example.org/x",), TEXTS),
            "Int": ((1, 3, 30, 60), WHOLE),
            "Float": ((1.0, 0.5, 12), BROKEN),
            "Boolean": ((True, False), (True, False)),
            "DateTime": (self.words.moments(), MOMENTS),
            "Date": ((self.words.now.date().isoformat(), "2026-12-01"), DAYS),
            "Decimal": (("10.00", "0.5"), ("-1", "1e400", "NaN", "Infinity", "0.001", "99999999999999", "", "x")),
        }[name]
        if self.is_odd():
            return self.pick((*strange, *self.words.ids) if name == "ID" else strange)
        return self.pick(likely) if given is None else given


async def fingerprint(connection: Connection, schema: str) -> Mapping[str, tuple[int, int]]:
    """Of each table, how many rows it has and a sum over what is in them."""
    names = await connection.fetch(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = $1 AND table_type = 'BASE TABLE'", schema
    )
    parts = [
        f"SELECT '{each[0]}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM \"{each[0]}\" t"
        for each in names
    ]
    return {name: (count, int(sum_)) for name, count, sum_ in await connection.fetch(" UNION ALL ".join(parts))}


async def done_or_refused(
    house: House,
    connection: Connection,
    headers: Mapping[str, str],
    wish: Wish,
    besides: Set[str] = frozenset(),
) -> bool:
    """Whether it was done. Fails for an error of the house's own, and for what was written although it was refused.

    ``besides``: tables that something else writes to, or that count who was refused.
    """
    before = await fingerprint(connection, house.schema)
    body = orjson.dumps({"query": wish.document, "variables": wish.variables})
    reply = await request(
        house.app, "POST", "/graphql", body=body, headers={"content-type": "application/json", **headers}
    )
    told = reply.json.get("errors", [])
    assert [each for each in told if each["extensions"]["code"] not in EXPECTED] == [], (wish.verb, wish.variables)
    payload = (reply.json.get("data") or {}).get("p")
    if payload is not None and payload["errors"] == []:
        return True
    after = await fingerprint(connection, house.schema)
    written = {name for name, sum_ in before.items() if after[name] != sum_}
    assert written <= besides, (wish.verb, wish.variables, written)
    return False
