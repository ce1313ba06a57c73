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
from tests.services.conftest import House
from tests.services.lists.test_cursors import KEYS, READER
from tests.services.lists.test_filters import SCHEMAS

Houses = Mapping[str, House]

RELEVANCE = "what fits best comes first: that is what is asked for"
OWN = "one's own: few, and the newest or the next comes first"
QUEUE = "a queue: who has waited longest is next"
HISTORY = "a history is read in its order"
TALK = "a conversation is read from its end"
UNSORTED = {
    **dict.fromkeys(
        (
            "marketplace.*.matchingIdeas",
            "marketplace.*.similarIdeas",
            "marketplace.Idea.matches",
            "marketplace.Idea.nextSteps",
            "marketplace.Profile.matches",
            "marketplace.MatchConnection.byKind",
            "marketplace.SavedSearch.found",
            "marketplace.SearchConnection.actors",
            "civic_data_lab.Idea.recommendedDatasets",
        ),
        RELEVANCE,
    ),
    **dict.fromkeys(
        (
            "cip.Member.grantApplications",
            "cip.Organisation.grantApplications",
            "ideenwerkstatt.Actor.workshopRegistrations",
            "ideenwerkstatt.Actor.consultationSlots",
            "ideenwerkstatt.Actor.pilotApplications",
            "civic_data_lab.Actor.dataConsultations",
            "civic_data_lab.Actor.enrolments",
            "marketplace.Viewer.contactRequests",
            "marketplace.Viewer.conversations",
            "marketplace.Viewer.notifications",
            "marketplace.Viewer.savedSearches",
            "marketplace.Viewer.dataExports",
            "marketplace.Viewer.teamRequests",
        ),
        OWN,
    ),
    **dict.fromkeys(
        (
            "ideenwerkstatt.Workshop.registrations",
            "ideenwerkstatt.PilotCall.applications",
            "ideenwerkstatt.AiConsultation.slots",
            "ideenwerkstatt.IdeenwerkstattProgramme.offersWithoutSimpleLanguage",
            "civic_data_lab.DataConsultation.nextFreeSlots",
            "civic_data_lab.DataConsultation.sessions",
            "civic_data_lab.CivicDataLabProgramme.offersWithoutSimpleLanguage",
            "marketplace.Idea.teamRequests",
        ),
        QUEUE,
    ),
    **dict.fromkeys(("marketplace.Idea.versions", "marketplace.Idea.amendments"), HISTORY),
    "marketplace.Conversation.messages": TALK,
}
"""Lists under something that take no order, and why."""
HERE = {
    **KEYS,
    "cip.Region": 'ars: "150000000000"',
    "civic_data_lab.Region": 'ars: "150000000000"',
    "ideenwerkstatt.Topic": 'slug: "biodiversity"',
}
"""Things with several of what is listed under them."""
EMPTY = {
    "cip.FundingCall.applications": "nobody has applied in the demo data",
    "marketplace.CivicCodingProgramme.projects": "the umbrella has none",
}


@dataclass(frozen=True, slots=True)
class Nested:
    """A list under a type that is sorted."""

    service: str
    kind: str
    field: str
    is_connection: bool
    order: str

    @property
    def place(self) -> str:
        return f"{self.service}.{self.kind}.{self.field}"

    def query(self, direction: str | None, first: int, after: str | None = None) -> str:
        given = [f"orderBy: {self.order}", *([f"direction: {direction}"] if direction else []), f"first: {first}"]
        given += [f'after: "{after}"'] if after else []
        page = "edges { cursor } pageInfo { endCursor hasNextPage }" if self.is_connection else "id"
        selection = f"{self.field}({', '.join(given)}) {{ {page} }}"
        if self.kind == "Viewer":
            return f"{{ viewer {{ {selection} }} }}"
        key = HERE.get(f"{self.service}.{self.kind}") or HERE[self.kind]
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
                yield Nested(service, kind, name, is_connection, order)


SORTED = list(sorted_lists())


def test_every_list_under_something_is_sorted_or_says_why_not() -> None:
    unsorted, excused = set(), set()
    for service, kind, name, field in LISTS:
        if not {"orderBy", "direction"} <= set(field.args):
            place, every = f"{service}.{kind}.{name}", f"{service}.*.{name}"
            unsorted.add(place)
            excused |= {each for each in (place, every) if each in UNSORTED}
            assert place in UNSORTED or every in UNSORTED, place
    assert excused == set(UNSORTED), "no reason is left over"
    assert len(LISTS) > 60 and len(SORTED) > 40


async def walked(house: House, of: Nested, direction: str | None, first: int) -> list[str]:
    """What the list gives, page by page: cursors of a connection (they hold place and id), else ids."""
    seen, after = list[str](), None
    while True:
        answer = await ask(house.app, of.query(direction, first, after), {}, READER)
        assert answer.errors == [], of
        holder = answer.data["viewer"] if of.kind == "Viewer" else answer.data["_entities"][0]
        found: Any = holder[of.field]
        if not of.is_connection:
            return [one["id"] for one in found]
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
    if of.is_connection:
        assert await walked(house, of, "ASC", 3) == up and await walked(house, of, "DESC", 2) == down
    elif len(up) < 100:
        assert sorted(up) == sorted(down)
