"""What somebody may not see is not there: no mutation answers to its id otherwise than to one that nobody has.

Whoever gets FORBIDDEN for a draft and NOT_FOUND for a typing error learns that there is a draft. The mutations and
their ids come from the schemas, the hidden things from the demo data.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    build_schema,
    get_named_type,
    is_list_type,
    is_non_null_type,
    is_required_argument,
    is_required_input_field,
)

from tests.conftest import FreshDatabase
from tests.kit.asking import ask
from tests.services.conftest import House, bearer
from tests.services.lists.conftest import demo_house, rows
from tests.services.lists.test_filters import SCHEMAS

STRANGER = "member_0199"
NOBODY = "nothing_of_this_id"
HIDDEN = {
    "marketplace": {
        "an idea": "SELECT i.id FROM idea i WHERE NOT may_see_idea(i.id, i.status, $1, false)",
        "a profile": "SELECT id FROM profile WHERE NOT may_see_profile(owner_id, status, visibility, $1, false)",
        "a request for contact": "SELECT id FROM contact_request WHERE $1 NOT IN (from_id, to_id)",
        "a conversation": "SELECT id FROM conversation WHERE $1 NOT IN (one_id, other_id)",
        "a message": "SELECT id FROM message WHERE $1 NOT IN (sender_id, side_id)",
        "a team request": "SELECT id FROM team_request WHERE $1 NOT IN (actor_id, sender_id)",
        "an amendment": "SELECT id FROM amendment WHERE status = 'PROPOSED' AND author_id <> $1",
        "a case": "SELECT id FROM moderation_case WHERE assigned_to IS DISTINCT FROM $1",
        "a saved search": "SELECT id FROM saved_search WHERE owner_id <> $1",
        "a notification": "SELECT id FROM notification WHERE recipient_id <> $1",
        "an erasure": "SELECT id FROM erasure_request WHERE member_id <> $1",
    },
    "cip": {
        "an entry": "SELECT e.id FROM competition_entry e WHERE NOT entry_is_visible(e, $1, false)",
    },
    "ideenwerkstatt": {
        "a registration": "SELECT id FROM workshop_registration WHERE actor_id <> $1",
        "an application": "SELECT id FROM pilot_application WHERE submitted_by IS DISTINCT FROM $1",
    },
    "civic_data_lab": {
        "a sketch": "SELECT id FROM data_project p WHERE NOT may_see_project(p.stage, p.applicant_id, false, $1)",
        "a data set": "SELECT id FROM dataset d WHERE NOT may_see(d.status, d.publisher_id, false, $1)",
        "an appointment": "SELECT id FROM consultation_session WHERE member_id <> $1",
        "an enrolment": "SELECT id FROM enrolment WHERE member_id <> $1",
    },
}
"""By house, what the stranger does not see: statements of its id."""
ABOUT = {
    "an idea": "idea|subject|target|about",
    "a profile": "profile|subject|target|about",
    "a request for contact": "contact",
    "a conversation": "conversation|message|subject",
    "a message": "message|subject",
    "a team request": "team",
    "an amendment": "amendment|subject",
    "a case": "case|appeal",
    "a saved search": "search",
    "a notification": "notification",
    "an erasure": "erasure",
}
"""Where the marketplace with its many mutations is asked for which of them."""
VALUES = {"Int": 1, "Float": 1.0, "Boolean": True, "Date": "2025-07-01", "DateTime": "2025-07-01T10:00:00Z"}
numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Place:
    """An id that a mutation takes: the path to it in its arguments."""

    service: str
    mutation: str
    path: tuple[str, ...]
    payload: str


def value(kind: GraphQLInputType, wanted: Mapping[tuple[str, ...], Any], at: tuple[str, ...]) -> Any:
    """Something of the type; what is wanted at a path stands there."""
    if at in wanted:
        return [wanted[at]] if is_list_type(kind.of_type if is_non_null_type(kind) else kind) else wanted[at]
    bare = kind.of_type if is_non_null_type(kind) else kind
    if is_list_type(bare):
        return [value(bare.of_type, wanted, at)]
    if isinstance(bare, GraphQLEnumType):
        return next(iter(bare.values))
    if isinstance(bare, GraphQLInputObjectType):
        return {
            name: value(field.type, wanted, (*at, name))
            for name, field in bare.fields.items()
            if is_required_input_field(field) or any(path[: len(at) + 1] == (*at, name) for path in wanted)
        }
    name = get_named_type(bare).name
    if name == "ID":
        return f"key-{next(numbers)}" if at[-1] == "idempotencyKey" else NOBODY
    return VALUES.get(name, "Ein Text")


def paths(kind: GraphQLInputType, at: tuple[str, ...], depth: int = 3) -> Iterator[tuple[str, ...]]:
    """Where ids stand under an argument."""
    named = get_named_type(kind)
    if named.name == "ID" and at[-1] != "idempotencyKey":
        yield at
    if isinstance(named, GraphQLInputObjectType) and depth:
        for name, field in named.fields.items():
            yield from paths(field.type, (*at, name), depth - 1)


def places(service: str) -> Iterator[Place]:
    mutations = build_schema(SCHEMAS[service].as_str(), assume_valid_sdl=True).mutation_type
    assert mutations is not None
    for name, field in mutations.fields.items():
        for argument, defined in field.args.items():
            for path in paths(defined.type, (argument,)):
                yield Place(service, name, path, get_named_type(field.type).name)


async def said(house: House, place: Place, wanted: str) -> str:
    """What the stranger is answered, without the id itself."""
    mutations = build_schema(SCHEMAS[place.service].as_str(), assume_valid_sdl=True).mutation_type
    assert mutations is not None
    field = mutations.fields[place.mutation]
    given = {
        name: value(defined.type, {place.path: wanted}, (name,))
        for name, defined in field.args.items()
        if is_required_argument(defined) or name == place.path[0]
    }
    taken = ", ".join(f"${name}: {field.args[name].type}" for name in given)
    handed = ", ".join(f"{name}: ${name}" for name in given)
    query = f"mutation ({taken}) {{ it: {place.mutation}({handed}) {{ errors {{ code message path }} }} }}"
    answer = await ask(house.app, query, given, bearer(STRANGER))
    told = json.dumps([answer.data, [error["extensions"]["code"] for error in answer.errors]], sort_keys=True)
    return re.sub(rf"{re.escape(wanted)}|key-\d+", "…", told)


@pytest.fixture(scope="module")
async def writable(lasting_database: FreshDatabase) -> AsyncIterator[dict[str, House]]:
    """Houses of the demo data that this file alone writes to."""
    houses = dict[str, Any]()
    for name in HIDDEN:
        houses[name] = demo_house(name, await lasting_database("template0"))
    opened = {name: await each.__aenter__() for name, each in houses.items()}
    yield opened
    for each in houses.values():
        await each.__aexit__(None, None, None)


@pytest.mark.parametrize("service", HIDDEN)
async def test_no_mutation_tells_that_something_hidden_is_there(writable: dict[str, House], service: str) -> None:
    house, found, asked = writable[service], list[str](), 0
    hidden = {}
    for what, sql in HIDDEN[service].items():
        there = await rows(house, f"{sql} ORDER BY 1 LIMIT 1", STRANGER)
        assert there, f"{what}: the demo data have none"
        hidden[what] = there[0][0]
    for place in places(service):
        nothing = await said(house, place, NOBODY)
        for what, id_ in hidden.items():
            if not re.search(ABOUT.get(what, ""), f"{place.mutation} {place.path}", re.IGNORECASE):
                continue
            asked += 1
            told = await said(house, place, id_)
            if told != nothing:
                found.append(f"{place.mutation} {'.'.join(place.path)} ({what}): {told} instead of {nothing}")
    assert not found, "\n".join(found)
    assert asked > 10
