"""Lists under something can be sorted, too; they come from the schemas, so a new one fails here until it can, or until
somebody says why it need not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    build_schema,
    get_named_type,
    is_composite_type,
    is_interface_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)

from tests.kit.asking import ask
from tests.services.conftest import House, bearer
from tests.services.lists.test_census import PERIODS
from tests.services.lists.test_cursors import KEYS, READER
from tests.services.lists.test_filters import SCHEMAS

Houses = Mapping[str, House]

HERE = {
    **KEYS,
    "cip.Region": 'ars: "150000000000"',
    "civic_data_lab.Region": 'ars: "150000000000"',
    "civic_data_lab.PilotProject": 'id: "pilot_0003"',
    "civic_data_lab.PilotProject.publishedDatasets": 'id: "pilot_0001"',
    "civic_data_lab.FundedProject": 'id: "funded_0002"',
    "civic_data_lab.FundedProject.publishedDatasets": 'id: "funded_0008"',
    "civic_data_lab.DataProject": 'id: "data_0011"',
    "civic_data_lab.DataProject.publishedDatasets": 'id: "data_0013"',
    "civic_data_lab.Dataset": 'id: "dataset_0001"',
    "civic_data_lab.Idea": 'id: "idea_0001"',
    "civic_data_lab.Actor.dataProjects": 'id: "org_0007"',
    "civic_data_lab.Actor.publishedDatasets": 'id: "org_0090"',
    "civic_data_lab.Actor.dataConsultations": 'id: "member_0130"',
    "ideenwerkstatt.Topic": 'slug: "biodiversity"',
    "ideenwerkstatt.Region": 'nuts: "DE"',
    "ideenwerkstatt.Dataset": 'id: "dataset_0003"',
    "ideenwerkstatt.Idea": 'id: "idea_0119"',
    "ideenwerkstatt.Idea.pilotProjects": 'id: "idea_0002"',
    "ideenwerkstatt.PilotProject": 'id: "pilot_0001"',
    "ideenwerkstatt.PilotCall.projects": 'id: "pilotcall_0002"',
    "ideenwerkstatt.AiConsultation": 'id: "aiconsultation_0001"',
    "ideenwerkstatt.Actor.pilotProjects": 'id: "org_0003"',
    "ideenwerkstatt.Actor.pilotApplications": 'id: "org_0159"',
    "ideenwerkstatt.Actor.workshopRegistrations": 'id: "member_0425"',
    "cip.Idea": 'id: "idea_0001"',
    "cip.Member": 'id: "member_0191"',
    "cip.Organisation": 'id: "org_0134"',
    "cip.Organisation.fundedProjects": 'id: "org_0012"',
    "cip.Organisation.grantApplications": 'id: "org_0007"',
    "marketplace.Idea.comments": 'id: "idea_0046"',
    "marketplace.Idea.amendments": 'id: "idea_0048"',
    "marketplace.Idea.teamRequests": 'id: "idea_0239"',
}
"""Things with several of what is listed under them: by place, else by house and type, else by type."""
WHO = {
    "contactRequests": "member_0085",
    "conversations": "member_0085",
    "notifications": "member_0388",
    "savedSearches": "member_0001",
    "dataExports": "member_0002",
    "bookmarks": "member_0168",
}
"""Whose own list it is, where the reader has nothing of it."""
NODES = {
    "DatasetUsage": "since dataset { id } project { ... on DataProject { id } ... on FundedProject { id }"
    " ... on PilotProject { id } }"
}
"""What tells one thing in a list from another, where it has no id."""
EMPTY = {
    "cip.FundingCall.applications": "nobody has applied in the demo data",
    "cip.Member.grantApplications": "who acts for whom is not known in these tests",
    "civic_data_lab.DataConsultation.nextFreeSlots": "the demo data's are over",
    "marketplace.CivicCodingProgramme.projects": "the umbrella has none",
    "marketplace.Idea.teamRequests": "the reader has nothing of it",
    "marketplace.Viewer.teamRequests": "the reader has nothing of it",
}


@dataclass(frozen=True, slots=True)
class Nested:
    """A list under a type that is sorted."""

    service: str
    kind: str
    field: str
    is_connection: bool
    order: str
    node: str
    field_of: GraphQLField

    @property
    def place(self) -> str:
        return f"{self.service}.{self.kind}.{self.field}"

    @property
    def reader(self) -> Mapping[str, str]:
        return bearer(WHO[self.field]) if self.kind == "Viewer" and self.field in WHO else READER

    def query(self, direction: str | None, first: int, after: str | None = None, cut: str = "") -> str:
        given = [f"orderBy: {self.order}", *([f"direction: {direction}"] if direction else []), f"first: {first}"]
        given += [f'after: "{after}"'] if after else []
        given += [cut] if cut else []
        page = (
            "edges { cursor } pageInfo { endCursor hasNextPage }" if self.is_connection else NODES.get(self.node, "id")
        )
        selection = f"{self.field}({', '.join(given)}) {{ {page} }}"
        if self.kind == "Viewer":
            return f"{{ viewer {{ {selection} }} }}"
        key = HERE.get(self.place) or HERE.get(f"{self.service}.{self.kind}") or HERE[self.kind]
        reference = f'{{ __typename: "{self.kind}", {key} }}'
        return f"{{ _entities(representations: [{reference}]) {{ ... on {self.kind} {{ {selection} }} }} }}"


def lists() -> Iterator[tuple[str, str, str, GraphQLField]]:
    """Service, type, name and definition of each list under something; of interfaces only those of no object type."""
    for service, sdl in SCHEMAS.items():
        for kind in build_schema(sdl.as_str(), assume_valid_sdl=True).type_map.values():
            if kind.name.startswith(("_", "Query", "Mutation")) or not (
                is_object_type(kind) or is_interface_type(kind)
            ):
                continue
            for name, field in kind.fields.items():
                bare = field.type.of_type if is_non_null_type(field.type) else field.type
                named = get_named_type(bare)
                is_plain = is_list_type(bare) and is_composite_type(named) and "first" in field.args
                if is_plain or (not is_list_type(bare) and named.name.endswith("Connection")):
                    yield service, kind.name, name, field


LISTS = list(lists())


def sorted_lists() -> Iterator[Nested]:
    for service, kind, name, field in LISTS:
        if "orderBy" in field.args and kind not in ("Programme", "AnchorProject"):
            orders = get_named_type(field.args["orderBy"].type)
            assert isinstance(orders, GraphQLEnumType)
            is_connection = get_named_type(field.type).name.endswith("Connection")
            for order in orders.values:
                yield Nested(service, kind, name, is_connection, order, get_named_type(field.type).name, field)


SORTED = list(sorted_lists())


def test_there_are_many() -> None:
    assert len(LISTS) > 100 and len(SORTED) > 140


async def walked(house: House, of: Nested, direction: str | None, first: int, cut: str = "") -> list[str]:
    """What the list gives, page by page: cursors of a connection (they hold place and id), else ids."""
    seen, after = list[str](), None
    while True:
        answer = await ask(house.app, of.query(direction, first, after, cut), {}, of.reader)
        assert answer.errors == [], of
        holder = answer.data["viewer"] if of.kind == "Viewer" else answer.data["_entities"][0]
        found: Any = holder[of.field]
        if not of.is_connection:
            seen += [str(one) for one in found]
            if not found or "after" not in of.field_of.args:
                return seen
            after = found[-1]["id"]
            continue
        seen += [one["cursor"] for one in found["edges"]]
        if not found["pageInfo"]["hasNextPage"]:
            return seen
        after = found["pageInfo"]["endCursor"]


@pytest.mark.parametrize("of", SORTED, ids=lambda one: f"{one.place} {one.order}")
async def test_both_directions_and_pages_of_any_size_show_the_same(demo_houses: Houses, of: Nested) -> None:
    house = demo_houses[of.service]
    up, down = await walked(house, of, "ASC", 100), await walked(house, of, "DESC", 100)
    assert len(set(up)) == len(up)
    assert bool(up) == (of.place not in EMPTY)
    assert len(up) == len(down)
    usual = await walked(house, of, None, 100)
    assert usual in (up, down)
    if "after" in of.field_of.args:
        assert await walked(house, of, "ASC", 3) == up and await walked(house, of, "DESC", 2) == down
    elif len(up) < 100:
        assert sorted(up) == sorted(down)


FIRST_ORDERS = {of.place: of for of in reversed(SORTED)}
DATED = [(of, pair) for of in FIRST_ORDERS.values() for pair in PERIODS if set(pair) <= set(of.field_of.args)]
ENDS = {
    "Date": ("2019-01-01", "2024-12-31", "2025-01-01", "2099-12-31"),
    "DateTime": ("2019-01-01T00:00Z", "2025-03-31T12:00:00Z", "2025-03-31T12:00:00.000001Z", "2099-12-31T00:00Z"),
}
"""A beginning, two ends that leave nothing between them, and an end."""


@pytest.mark.parametrize(("of", "pair"), DATED, ids=lambda one: one.place if isinstance(one, Nested) else "")
async def test_two_periods_that_meet_hold_what_the_whole_one_holds(
    demo_houses: Houses, of: Nested, pair: tuple[str, str]
) -> None:
    start, end = pair
    ends = ENDS[get_named_type(of.field_of.args[start].type).name]

    async def within(first: str, last: str) -> list[str]:
        return await walked(demo_houses[of.service], of, "ASC", 100, f'{start}: "{first}", {end}: "{last}"')

    whole = await within(ends[0], ends[3])
    before, behind = await within(*ends[:2]), await within(*ends[2:])
    assert set(before) | set(behind) == set(whole)
    assert not set(before) & set(behind)
    assert set(whole) <= set(await walked(demo_houses[of.service], of, "ASC", 100))
    refused = await ask(
        demo_houses[of.service].app, of.query(None, 5, None, f'{start}: "{ends[3]}", {end}: "{ends[0]}"')
    )
    assert [code for code, _ in refused.codes] in (["BAD_USER_INPUT"], ["UNAUTHENTICATED"], [])


LACKING = [of for of in FIRST_ORDERS.values() if "without" in of.field_of.args]


@pytest.mark.parametrize("of", LACKING, ids=lambda one: one.place)
async def test_what_lacks_something_is_some_of_all(demo_houses: Houses, of: Nested) -> None:
    house, kind = demo_houses[of.service], get_named_type(of.field_of.args["without"].type)
    assert isinstance(kind, GraphQLEnumType)
    if of.kind == "CivicCodingProgramme" and of.field == "projects":
        return  # the umbrella has no projects, and refuses
    every = await walked(house, of, "ASC", 100)
    assert await walked(house, of, "ASC", 100, "without: []") == every
    found = {word: await walked(house, of, "ASC", 100, f"without: [{word}]") for word in kind.values}
    assert all(set(some) <= set(every) for some in found.values())
    first, second, *_ = found
    both = await walked(house, of, "ASC", 100, f"without: [{first}, {second}]")
    assert set(both) == set(found[first]) & set(found[second])
