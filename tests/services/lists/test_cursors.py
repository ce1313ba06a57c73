"""A cursor is of one list: every other connection of any service refuses it, whatever its sort key.

The connections come from the schemas: one that is new fails here until somebody says where one of its kind is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import pytest
from graphql import GraphQLEnumType, GraphQLField, build_schema, get_named_type, is_object_type

from tests.kit.asking import Answer, ask
from tests.services.conftest import House, bearer
from tests.services.lists.test_filters import SCHEMAS

Houses = Mapping[str, House]
STAFF = ("cdl:manage", "cip:manage", "ideenwerkstatt:manage", "marketplace:manage", "moderation")
READER = bearer("member_0199", *STAFF)

# An object of each type with connections, by a key that the demo data have, and what a field needs beside its page.
KEYS = {
    "CipProgramme": 'slug: "civic-innovation-platform"',
    "IdeenwerkstattProgramme": 'slug: "ki-ideenwerkstatt"',
    "CivicDataLabProgramme": 'slug: "civic-data-lab"',
    "CivicCodingProgramme": 'slug: "civic-coding"',
    "FundingCall": 'id: "call_0001"',
    "CompetitionRound": 'id: "round_0003"',
    "Idea": 'id: "idea_0363"',
    "Comment": 'id: "comment_0002"',
    "Conversation": 'id: "conversation_0012"',
    "Profile": 'id: "profile_0001"',
    "Topic": 'slug: "inclusion"',
    "Region": 'ars: "150030000000"',
    "Member": 'id: "member_0002"',
    "Organisation": 'id: "org_0001"',
    "Actor": 'id: "member_0512"',
    "civic_data_lab.Actor": 'id: "member_0002"',
    "Workshop": 'id: "workshop_0025"',
    "PilotCall": 'id: "pilotcall_0003"',
    "DataConsultation": 'id: "dataconsultation_0001"',
}
FURTHER = {"search": ['query: "Wasser"', 'query: "Wald"'], "match": ['input: { text: "Wasser" }']}
UNASKED = {"RELEVANCE"}
"""Orders that need a text to search for."""
PERSONAL = "the reader has nothing of it"
EMPTY = {
    "matching sleeps in these tests": {"Idea.matches", "Profile.matches", "Query.match", "Query.search"},
    "nothing of it in the demo data": {
        *("CivicCodingProgramme.projects", "FundingCall.applications"),
        "CivicDataLabProgramme.offersWithoutSimpleLanguage",
        "IdeenwerkstattProgramme.offersWithoutSimpleLanguage",
    },
    "who acts for whom is not known in these tests": {"Actor.pilotApplications"},
    PERSONAL: {"Idea.teamRequests", "Viewer.notifications", "Viewer.teamRequests", "Viewer.savedSearches"},
}


@dataclass(frozen=True, slots=True)
class Paged:
    """A connection: where it stands, and its arguments but for the page."""

    service: str
    kind: str
    field: str
    arguments: str = ""

    @property
    def name(self) -> str:
        return f"{self.kind}.{self.field}"

    async def asked(self, house: House, page: str) -> Answer:
        given = ", ".join(each for each in (self.arguments, page) if each)
        selection = f"{self.field}({given}) {{ pageInfo {{ startCursor }} }}"
        if self.kind == "Viewer":
            selection = f"viewer {{ {selection} }}"
        elif self.kind != "Query":
            key = KEYS.get(f"{self.service}.{self.kind}") or KEYS[self.kind]
            reference = f'{{ __typename: "{self.kind}", {key} }}'
            selection = f"_entities(representations: [{reference}]) {{ ... on {self.kind} {{ {selection} }} }}"
        return await ask(house.app, f"{{ {selection} }}", headers=READER)

    async def cursor(self, house: House) -> str | None:
        answer = await self.asked(house, "first: 1")
        match self.kind:
            case "Query":
                holder = answer.data
            case "Viewer":
                holder = (answer.data or {"viewer": None})["viewer"]
            case _:
                holder = (answer.data or {"_entities": [None]})["_entities"][0]
        found = holder and holder[self.field]
        cursor: str | None = found and found["pageInfo"]["startCursor"]
        return cursor


def orders_of(defined: GraphQLField) -> list[str]:
    """The arguments for each order of a list; the first one in both directions."""
    if "orderBy" not in defined.args:
        return []
    kind = get_named_type(defined.args["orderBy"].type)
    assert isinstance(kind, GraphQLEnumType)
    first, *others = [name for name in kind.values if name not in UNASKED]
    both = [f"orderBy: {first}, direction: {direction}" for direction in ("ASC", "DESC")]
    return [*both, *(f"orderBy: {name}" for name in others)]


def connections() -> Iterator[Paged]:
    for service, schema in SCHEMAS.items():
        for kind in build_schema(schema.as_str(), assume_valid_sdl=True).type_map.values():
            for field, defined in kind.fields.items() if is_object_type(kind) else ():
                after = defined.args.get("after")
                if after is not None and str(after.type) == "String":
                    for arguments in orders_of(defined) or FURTHER.get(field, [""]):
                        yield Paged(service, kind.name, field, arguments)


CONNECTIONS = list(connections())


@pytest.fixture(scope="module")
async def cursors(demo_houses: Houses) -> list[tuple[Paged, str]]:
    """The first cursor of each list that is not empty."""
    found = [(each, await each.cursor(demo_houses[each.service])) for each in CONNECTIONS]
    return [(paged, cursor) for paged, cursor in found if cursor is not None]


def test_every_connection_has_a_cursor_or_a_reason(cursors: list[tuple[Paged, str]]) -> None:
    there = {paged.name for paged, _ in cursors}
    assert {paged.name for paged in CONNECTIONS} - there == set().union(*EMPTY.values())


def test_no_two_lists_have_one_cursor(cursors: list[tuple[Paged, str]]) -> None:
    assert len({cursor for _, cursor in cursors}) == len(cursors)


def pairs(cursors: list[tuple[Paged, str]]) -> Iterator[tuple[Paged, str, Paged]]:
    """Each list beside each other one in its usual order, and all orders of a list beside one another."""
    usual = {each.name: each for each in reversed(CONNECTIONS)}
    for (of, cursor), to in product(cursors, CONNECTIONS):
        if of.name == to.name or (of is usual[of.name] and to is usual[to.name]):
            yield of, cursor, to


async def test_a_list_takes_its_own_cursor_and_no_other(demo_houses: Houses, cursors: list[tuple[Paged, str]]) -> None:
    wrong = []
    for of, cursor, to in pairs(cursors):
        if to.name in EMPTY[PERSONAL]:
            continue
        answer = await to.asked(demo_houses[to.service], f'first: 1, after: "{cursor}"')
        codes = {code for code, _ in answer.codes}
        if codes != (set() if of == to else {"BAD_USER_INPUT"}):
            wrong.append((of, to, codes))
    assert wrong == []
