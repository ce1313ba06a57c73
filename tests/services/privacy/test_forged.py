"""Each service is asked at its own port, past the gateway: every root field, and forged references of every type, by
nobody, by a member, by the staff of the other houses. What the oracle of ``marks`` hides comes out on no way.

Composition protects nothing here: what moved away by @override and what is @inaccessible is asked for as all else.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar

import pytest
from graphql import (
    GraphQLField,
    get_named_type,
    get_nullable_type,
    is_enum_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

from services.kit.database import Database, open_connection
from services.kit.identity import Verifier
from services.kit.migrate import load_migrations, migrate
from services.kit.schema import Subgraph
from services.kit.seed import seed
from services.marketplace.app import open_index
from services.marketplace.matching.refresh import Matching
from services.marketplace.store.documents import source
from tests.conftest import FreshDatabase
from tests.kit.asking import Answer, ask
from tests.services.conftest import House, bearer, house
from tests.services.privacy.asking_all import (
    RANKED,
    SERVICES,
    arguments,
    entity_types,
    everything,
    keys_in,
    keys_of,
    representations,
)
from tests.services.privacy.marks import MARKS, stranger

# What a refusal in the middle of an answer cut off is told of when it is collected: long after, and in whatever test.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


Item = TypeVar("Item")
REFUSALS = {"UNAUTHENTICATED", "FORBIDDEN"}
EXPECTED = {*REFUSALS, "NOT_FOUND", "BAD_USER_INPUT", "MATCHING_NOT_READY"}
MANAGE = {
    "cip": "cip:manage",
    "ideenwerkstatt": "ideenwerkstatt:manage",
    "civic_data_lab": "cdl:manage",
    "marketplace": "marketplace:manage",
}
ROOT_KEYS = {"id", "slug", "ars", "nuts", "uri", "handle", "number"}
BATCH = 300  # references in one request
WHOLE = "PRIVACY_WHOLE" in os.environ
"""``make judge-privacy`` asks for all demo data; else of many rows those that hide something, and some more."""
ENOUGH = 60


def others_than(name: str) -> str:
    return " ".join(scope for house_name, scope in MANAGE.items() if house_name != name)


CALLERS = ("nobody", "member", "staff of the other houses")


def headers_of(caller: str, name: str) -> dict[str, str]:
    match caller:
        case "nobody":
            return {}
        case "member":
            return bearer(stranger(), "ideas:write", "profile:write", "events:register")
        case "staff of the other houses":
            return bearer(stranger(), *others_than(name).split(), "stats:read", "expert:review", "jury:assess")
        case _:
            return bearer("somebody_of_the_house", MANAGE[name], "service:migrate")


@dataclass(frozen=True, slots=True)
class Asked:
    """A service with its demo data, and its schema."""

    name: str
    house: House
    schema: Subgraph

    async def ask(self, query: str, headers: dict[str, str], **variables: Any) -> Answer:
        answer = await ask(self.house.app, query, variables, headers)
        assert {code for code, _ in answer.codes} <= EXPECTED, answer.errors[:3]
        for error in answer.errors:
            if error["extensions"]["code"] in REFUSALS:
                check_is_null_itself(answer, error)
        return answer


def check_is_null_itself(answer: Answer, error: dict[str, Any]) -> None:
    """A refusal in a non-null field would take its parent along, or a whole list.

    Where the parent is null, a failure of another kind below it must have done that.
    """
    data: Any = answer.data
    for depth, step in enumerate(error["path"]):
        if data is None:
            place = error["path"][:depth]
            others = [each for each in answer.errors if each["extensions"]["code"] not in REFUSALS]
            assert any(each["path"][:depth] == place for each in others), error
            return
        data = data[step]
    assert data is None, error


@asynccontextmanager
async def opened(name: str, url: str) -> AsyncIterator[Asked]:
    module = import_module(f"services.{name}.app")
    service = import_module(f"services.{name}.__main__").SERVICE
    async with open_connection(url, schema=name) as connection:
        await migrate(connection, load_migrations(service.home / "sql" / "migrations"))
        await seed(connection, service.home / "demo")

    def build(database: Database, verifier: Verifier) -> Any:
        if name != "marketplace":
            return module.built(database, verifier)
        idle = Matching(source(database, url, name), lambda: pytest.fail("no model"), open_index)
        return module.built(database, verifier, idle)

    async with house(url, name, service.home, build) as running:
        yield Asked(name, running, import_module(f"services.{name}.schema").SCHEMA)


@pytest.fixture(scope="module", params=SERVICES)
async def asked(request: pytest.FixtureRequest, lasting_database: FreshDatabase) -> AsyncIterator[Asked]:
    async with opened(request.param, await lasting_database("template0")) as service:
        yield service


def leaves(value: Any) -> Iterator[str]:
    """Every text of an answer."""
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from leaves(each)
        case list():
            for each in value:
                yield from leaves(each)
        case _:
            pass


def enough(values: Sequence[Item], hidden: frozenset[str], key: Callable[[Item], Iterable[str]]) -> list[Item]:
    """Those that hide something, and of the others at most some 60, spread over all."""
    step = 1 if WHOLE else max(1, len(values) // ENOUGH)
    return [each for place, each in enumerate(values) if place % step == 0 or hidden.intersection(key(each))]


def texts_of(forged: dict[str, Any]) -> Iterable[str]:
    return (value for value in forged.values() if isinstance(value, str))


async def by_reference(
    service: Asked, headers: dict[str, str], hidden: frozenset[str]
) -> AsyncIterator[tuple[str, Answer]]:
    """The answers to forged references of every type, by every key. The keys themselves are not asked for: whoever
    sends one has it already."""
    schema, sdl = service.schema._schema, service.schema.as_str()
    for kind in entity_types(schema):
        selection = everything(schema, kind, 1, keys_in(sdl, kind.name))
        query = f"""query ($representations: [_Any!]!) {{ _entities(representations: $representations) {{
          ... on {kind.name} {{ {selection} }} }} }}"""
        forged = enough(representations(sdl, kind.name), hidden, texts_of)
        for start in range(0, len(forged), BATCH):
            yield kind.name, await service.ask(query, headers, representations=forged[start : start + BATCH])


def root_questions(service: Asked, name: str, field: GraphQLField, hidden: frozenset[str]) -> Iterator[str]:
    """A root field with each of its keys, or as a list: without a filter and with every state that there is."""
    schema = service.schema._schema
    named = get_named_type(field.type)
    selected = "" if is_leaf_type(named) else f"{{ {everything(schema, named, 1)} }}"
    keys = [key for key in field.args if key in ROOT_KEYS]
    for key in keys:
        known = {*keys_of(named.name, key), *([str(n) for n in range(5)] if key == "number" else ())}
        values = enough(sorted(known), hidden, lambda value: (value,))
        quote = "" if key == "number" else '"'
        many = max(1, 900 // (1 + selected.count(":")))  # a house reads 1,000 aliases at once
        for start in range(0, len(values), min(many, 20)):
            yield " ".join(
                f"a{place}: {name}({key}: {quote}{value}{quote}) {selected}"
                for place, value in enumerate(values[start : start + min(many, 20)])
            )
    if keys or any(is_non_null_type(each.type) and not is_enum_type(each.type.of_type) for each in field.args.values()):
        return
    yield f"{name}{arguments(field)} {selected}"
    if any(
        is_list_type(get_nullable_type(each.type)) and is_enum_type(get_named_type(each.type))
        for each in field.args.values()
    ):
        yield f"{name}{arguments(field, hidden=True)} {selected}"
    if name == "ideas":
        for state in get_named_type(service.schema._schema.type_map["Idea"].fields["status"].type).values:  # type: ignore[attr-defined]
            yield f"{name}{arguments(field, {'filter': f'{{status: [{state}]}}'})} {selected}"


async def by_root(service: Asked, headers: dict[str, str], hidden: frozenset[str]) -> AsyncIterator[tuple[str, Answer]]:
    query = service.schema._schema.query_type
    assert query is not None
    for name, field in query.fields.items():
        if not name.startswith("_") and name not in RANKED:
            for question in root_questions(service, name, field, hidden):
                yield name, await service.ask(f"{{ {question} }}", headers)


async def shown(service: Asked, headers: dict[str, str], hidden: Iterable[str]) -> dict[str, set[str]]:
    """What of the hidden values came out, and under which type or root field it was asked for."""
    marks, found = frozenset(hidden), dict[str, set[str]]()
    for walk in (by_reference, by_root):
        async for name, answer in walk(service, headers, marks):
            # A root field by key echoes the key that it was asked by only when there is something to show.
            came = marks & set(leaves(answer.data))
            if came:
                found.setdefault(name, set()).update(came)
    return found


@pytest.mark.parametrize("caller", CALLERS)
async def test_nothing_that_is_not_for_everybody_comes_out(asked: Asked, caller: str) -> None:
    marks = MARKS[asked.name]()
    hidden = marks.everybody | (marks.members_only if caller == "nobody" else frozenset())
    assert hidden
    assert await shown(asked, headers_of(caller, asked.name), hidden) == {}


async def test_the_walk_finds_what_the_house_itself_may_see(asked: Asked) -> None:
    """Else the test above would be silent because it asks for nothing."""
    marks = MARKS[asked.name]().everybody
    found = await shown(asked, headers_of("the house", asked.name), marks)
    came = {mark for each in found.values() for mark in each}
    assert len(came) > len(marks) / 2, {name: len(each) for name, each in found.items()}


@pytest.mark.parametrize("caller", ["nobody", "member"])
async def test_the_number_of_somebody_else_leads_to_what_one_of_nobody_leads_to(asked: Asked, caller: str) -> None:
    """A hidden key must not tell whom there is, nor lead to what hangs on the person."""
    schema, sdl = asked.schema._schema, asked.schema.as_str()
    if "cipMemberNumber" not in sdl:
        pytest.skip("nobody is known by number here")
    selection = everything(schema, schema.type_map["Member"], 1)
    query = f"""query ($representations: [_Any!]!) {{ _entities(representations: $representations) {{
      ... on Member {{ {selection} }} }} }}"""
    numbers = ["CIP-of-nobody", *keys_of("Member", "cipMemberNumber")]
    assert len(numbers) > 1
    for start in range(0, len(numbers), BATCH):
        given = [{"__typename": "Member", "cipMemberNumber": number} for number in numbers[start : start + BATCH]]
        answer = await asked.ask(query, headers_of(caller, asked.name), representations=given)
        assert set(map(str, answer.data["_entities"])) == {"None"}
